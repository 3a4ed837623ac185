/// The tasks of a role in a replicated workload, and the elements that each has for the workload's constants.
package struct Cast: Hashable, Sendable {
  package var role: String
  package var members: [Member]
  package var idle: String
  package var locations: [String]
  package var isSingle: Bool
  package var restarts: Bool
  package struct Member: Hashable, Sendable {
    package var variable: String
    package var sort: String
    package var number: Int
  }
  package var player: String { "cast.\(role)" }
}
extension TransitionSystem {
  package var casts: [Cast] { [] }
  package var initialTemplate: [Update] { [] }
}
