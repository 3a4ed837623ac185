/// The tasks of a role in a replicated workload, and the elements that each has for the workload's
/// constants.
///
/// Who plays what never changes: the variables that say so are written by `initialUpdates` alone.
package struct Cast: Hashable, Sendable {
  /// `initialRole` for the elements that the initial state names: each task has those of its copy.
  package var role: String
  /// The state variable that says who plays it: a relation on tasks.
  package var variable: String
  /// The constants, in order of sort and number; those of the initial state begin with its files
  /// and pages.
  package var members: [Member]
  /// The location where its tasks wait for their next call; empty for the initial state.
  package var idle: String
  /// Every location that only its tasks can be at, `idle` included; any task may have `ended`.
  package var locations: [String]
  /// Whether one task of each copy plays it.
  package var isSingle: Bool
  /// Whether its tasks begin anew after a crash.
  package var restarts: Bool

  /// The role of the cast that belongs to the initial state; no text can name a role so.
  package static let initialRole = "init"

  /// A constant of the workload and what each task has for it.
  package struct Member: Hashable, Sendable {
    /// The state variable, a partial function of the task; defined where the cast's relation holds.
    package var variable: String
    package var sort: String
    package var number: Int

    package init(variable: String, sort: String, number: Int) {
      self.variable = variable
      self.sort = sort
      self.number = number
    }
  }

  package init(
    role: String, members: [Member] = [], idle: String = "", locations: [String] = [],
    isSingle: Bool = false, restarts: Bool = false
  ) {
    self.role = role
    variable = "cast.\(role)"
    self.members = members
    self.idle = idle
    self.locations = locations
    self.isSingle = isSingle
    self.restarts = restarts
  }

  /// Its state variables.
  package var variables: [String] { [variable] + members.map(\.variable) }
}
