package import Checking
import SpecLanguage
package import TransitionSystem

/// A replayed run of one cell: what texts and trace files tell about it.
package struct Run: Sendable {
  package let cell: Cell
  package let evaluator: Evaluator
  package let replayed: ReplayedTrace
  package let claim: Trace.Claim
  /// The role of each task, by the task's number.
  package let roles: [String]
  package let origin: Origin
  let teller: StepTeller

  /// What else decides which system a run belongs to.
  package struct Origin: Hashable, Sendable {
    /// The properties of the search, which decide what the system observes.
    package var properties: [String]
    /// The options that were set, as `--set` takes them.
    package var settings: [String]
    /// The fairness assumptions that were switched off.
    package var unfair: [String]

    package init(properties: [String], settings: [String] = [], unfair: [String] = []) {
      self.properties = properties
      self.settings = settings
      self.unfair = unfair
    }
  }

  package init(
    cell: Cell, evaluator: Evaluator, replayed: ReplayedTrace, claim: Trace.Claim,
    roles: [String], origin: Origin? = nil
  ) {
    self.origin = origin ?? Origin(properties: [cell.property])
    teller = StepTeller(evaluator)
    self.cell = cell
    self.evaluator = evaluator
    self.replayed = replayed
    self.claim = claim
    self.roles = roles
  }

  package var identity: TraceIdentity { TraceIdentity(cell, replayed.trace) }

  /// The words of a step, counted from 0.
  func words(_ step: Int) -> String {
    teller.words(replayed.transitions[step].firing, in: replayed.states[step])
  }

  /// The number of the task that takes a step; nil for the environment.
  func task(_ step: Int) -> Int? {
    teller.task(replayed.transitions[step].firing, in: replayed.states[step])
  }

  /// The name of a task, or of the lane of what happens by itself.
  func laneName(_ task: Int?) -> String { teller.laneName(task) }

  /// A cell of the model's state that a step changed.
  struct Change {
    var cell: String
    var before: String
    var after: String
  }

  /// What a step changed in the model's state, in the order of the layout.
  func changes(_ step: Int) -> [Change] {
    teller.changes(from: replayed.states[step], to: replayed.states[step + 1])
  }
}

extension Run.Origin {
  package init(_ search: Plan.Search, _ overrides: Overrides) {
    self.init(
      properties: search.properties,
      settings: overrides.options.map { "\($0.name)=\($0.value.description)" },
      unfair: overrides.unfair.sorted())
  }
}
