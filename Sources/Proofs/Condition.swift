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
}
