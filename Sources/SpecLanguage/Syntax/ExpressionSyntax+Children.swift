extension ExpressionSyntax {
  init(kind: Kind, range: SourceRange) {
    self.kind = kind
    self.range = range
    depth = 1 + (Self.children(of: kind).map(\.depth).max() ?? 0)
  }

  /// The direct subexpressions in the order of the text.
  package var children: [ExpressionSyntax] { Self.children(of: kind) }

  private static func children(of kind: Kind) -> [ExpressionSyntax] {
    switch kind {
    case .integer, .boolean, .name, .first, .last: []
    case .call(_, let arguments): arguments
    case .member(let base, _): [base]
    case .memberCall(let base, _, let arguments): [base] + arguments
    case .indexed(let base, let index): [base, index]
    case .defined(let operand), .held(_, let operand), .not(let operand), .negated(let operand):
      [operand]
    case .binary(_, let left, let right): [left, right]
    case .chain(_, let operands): operands
    case .test(let operand, _, _): [operand]
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .quantified(_, _, let condition, let body): (condition.map { [$0] } ?? []) + [body]
    }
  }

  /// Whether some part of it satisfies the condition.
  func contains(where condition: (ExpressionSyntax) -> Bool) -> Bool {
    condition(self) || children.contains { $0.contains(where: condition) }
  }
}
