/// A member that only litmus tests have.
package enum LitmusSyntax: Sendable {
  /// On which systems it was seen.
  case observed(Name)
  /// The design whose calls and recipes are there.
  case design(Name, variant: Name?)
  case task(TaskSyntax)
  case condition(ConditionSyntax)
}

/// `task P0 { r0 = pread(A, 0); … }`.
package struct TaskSyntax: Sendable {
  package var name: Name
  /// Whether it begins when the machine has crashed and booted again.
  package var followsCrash: Bool
  package var body: BlockSyntax
}

/// `exactly { …; } or { …; }`.
package struct ConditionSyntax: Sendable {
  package var quantifier: LitmusTest.Quantifier
  /// What each alternative demands, all of it together.
  package var alternatives: [[ExpressionSyntax]]
  package var range: SourceRange
}
