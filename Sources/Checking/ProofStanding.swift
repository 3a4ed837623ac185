package import TransitionSystem

/// What is known of a cell beyond its scope.
package enum ProofStanding: Hashable, Sendable {
  /// An inductive invariant implies the property for every size; its conditions were decided anew.
  case proved(clauses: Int, conditions: Int)
  /// The stored proof is about a slice that the specs no longer have.
  case outOfDate
  /// The stored proof is about this slice and does not hold.
  case rejected(file: String, reason: String)
  /// A run at a larger scope, replayed, breaks the property.
  case beyond(steps: Int, scope: String)
  /// The relational form cannot say it: the construct, and where it was written.
  case outside(String, SourceSite?)
  /// There is a proof, and no time to check it.
  case notChecked(Verdict.Reason)
  /// Nobody has found a proof.
  case unproved
}

extension CellResult {
  /// Whether every state at the scope satisfies the property, so that a proof is worth looking for.
  package var isProvable: Bool {
    if case .holds = verdict { true } else { false }
  }
}
