package import Checking
package import TransitionSystem

/// A replayed run of one cell: what texts and trace files tell about it.
package struct Run: Sendable {
  package let cell: Cell
  package let evaluator: Evaluator
  package let replayed: ReplayedTrace
  package let claim: Trace.Claim
  /// The role of each task, by the task's number.
  package let roles: [String]

  package init(
    cell: Cell, evaluator: Evaluator, replayed: ReplayedTrace, claim: Trace.Claim, roles: [String]
  ) {
    self.cell = cell
    self.evaluator = evaluator
    self.replayed = replayed
    self.claim = claim
    self.roles = roles
  }

  package var identity: TraceIdentity { TraceIdentity(cell, replayed.trace) }

  /// The words of a step, counted from 0.
  func words(_ step: Int) -> String {
    let firing = replayed.transitions[step].firing
    return evaluator.text(
      of: evaluator.system.actions[firing.action].label, in: replayed.states[step],
      evaluator.bindings(of: firing))
  }

  /// The number of the task that takes a step; nil for the environment.
  func task(_ step: Int) -> Int? {
    let firing = replayed.transitions[step].firing
    switch evaluator.system.actions[firing.action].label.lane {
    case .environment: return nil
    case .task(let task):
      let bindings = evaluator.bindings(of: firing)
      return try? evaluator.value(of: task, in: replayed.states[step], bindings)
    }
  }

  /// The name of a task, or of the lane of what happens by itself.
  func laneName(_ task: Int?) -> String {
    task.map { evaluator.system.sort("task")?.elementName($0) ?? "P\($0)" } ?? "environment"
  }

  /// A cell of the model's state that a step changed.
  struct Change {
    var cell: String
    var before: String
    var after: String
  }

  /// What a step changed in the model's state, in the order of the layout.
  func changes(_ step: Int) -> [Change] {
    let layout = evaluator.layout
    let before = replayed.states[step]
    let after = replayed.states[step + 1]
    return before.cells.indices.compactMap { cell in
      guard before.cells[cell] != after.cells[cell],
        layout.field(ofCell: cell).variable.role == .model
      else { return nil }
      return Change(
        cell: layout.name(ofCell: cell), before: layout.text(ofCell: cell, in: before),
        after: layout.text(ofCell: cell, in: after))
    }
  }
}
