package import Relational

/// A verification condition: what a proof has to show of one action, or of the initial states.
package enum Condition: Hashable, Sendable {
  /// The clause holds at first.
  case initiation(Clause)
  /// The action keeps the clause; the action by its position in the system.
  case consecution(action: Int, Clause)
  /// The check of the action holds whenever the action fires.
  case check(action: Int, check: Int)
  /// The invariant implies the goal.
  case goal(Int)
  /// The totality, by its position in the system, holds at first.
  case totalityInitiation(Int)
  /// The action keeps the totality.
  case totality(action: Int, Int)
}

extension Condition {
  /// The action whose guard is assumed.
  package var action: Int? {
    switch self {
    case .consecution(let action, _), .check(let action, _), .totality(let action, _): action
    case .initiation, .goal, .totalityInitiation: nil
    }
  }

  /// Whether it speaks of the initial states, so that no invariant is assumed.
  package var isInitial: Bool {
    switch self {
    case .initiation, .totalityInitiation: true
    case .consecution, .check, .goal, .totality: false
    }
  }
}
