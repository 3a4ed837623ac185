/// The fairness assumptions of a response at a scope: one for each task, and for each of the values
/// that a declaration tells apart.
package struct FairnessAssumptions: Sendable {
  package private(set) var assumptions: [Assumption] = []
  private var members: [Firing: [Int]] = [:]

  /// One assumption: a set of firings.
  package struct Assumption: Hashable, Sendable {
    package var name: String
    package var strength: Fairness.Strength
    /// What it is about: the task, or the arguments; empty if there is but one.
    package var words: String
  }

  private var positions: [Key: Int] = [:]

  private struct Key: Hashable {
    var fairness: Int
    var subject: Int
    var values: [Int]
  }

  /// The assumptions in the order of their declarations.
  ///
  /// The arguments and tasks of actions have to be known from their parameters.
  package init(_ fairness: [Fairness], _ evaluator: Evaluator) {
    for (number, declared) in fairness.enumerated() {
      for (part, subject) in declared.subjects.enumerated() {
        for (index, action) in evaluator.system.actions.enumerated() {
          guard let origin = action.origin, let telling = subject.telling(origin) else { continue }
          let key = Key(fairness: number, subject: part, values: [])
          add(declared, key, index, [action.task].compactMap(\.self) + telling, evaluator)
        }
      }
    }
  }

  /// Adds the firings of an action, each to the assumption that the told values name.
  private mutating func add(
    _ declared: Fairness, _ key: Key, _ index: Int, _ telling: [Expression], _ evaluator: Evaluator
  ) {
    let action = evaluator.system.actions[index]
    let nowhere = State(cells: Array(repeating: 0, count: evaluator.layout.cellCount))
    for bindings in evaluator.assignments(of: action.parameters, extending: [:]) {
      var key = key
      key.values = telling.map { (try? evaluator.value(of: $0, in: nowhere, bindings)) ?? 0 }
      let position = positions[key] ?? assumptions.count
      if position == assumptions.count {
        positions[key] = position
        let words = telling.map { evaluator.text(of: $0, in: nowhere, bindings) }
        assumptions.append(
          Assumption(
            name: declared.name, strength: declared.strength,
            words: words.joined(separator: ", ")))
      }
      let arguments = action.parameters.map { bindings[$0.name] ?? 0 }
      members[Firing(action: index, arguments: arguments), default: []].append(position)
    }
  }

  /// The assumptions that speak of a firing.
  package func assumptions(of firing: Firing) -> [Int] { members[firing] ?? [] }

  /// The assumptions that an infinite run which goes through these states and steps for ever does
  /// not meet.
  ///
  /// - Parameters:
  ///   - enabled: For each state of the loop, the assumptions that speak of a possible step.
  ///   - taken: The assumptions that speak of a step of the loop.
  /// - Returns: Their positions.
  package func broken(enabled: [Set<Int>], taken: Set<Int>) -> [Int] {
    assumptions.indices.filter { position in
      guard !taken.contains(position) else { return false }
      switch assumptions[position].strength {
      case .weak: return enabled.allSatisfy { $0.contains(position) }
      case .strong: return enabled.contains { $0.contains(position) }
      }
    }
  }
}

extension Action {
  /// The task that takes the step; nil for the environment.
  package var task: Expression? {
    if case .task(let task) = label.lane { return task }
    return nil
  }
}

extension Evaluator {
  /// Whether a run keeps a response's trigger unanswered for ever, and is fair.
  func leavesUnanswered(
    _ replayed: ReplayedTrace, _ response: Response
  ) throws(EvaluationError) -> Bool {
    guard let run = try repeating(replayed) else { return false }
    var isPending = false
    for bindings in assignments(of: response.parameters, extending: [:])
    where try pends(run.states, from: run.start, response, bindings) {
      isPending = true
    }
    guard isPending else { return false }
    let fairness = FairnessAssumptions(response.fairness, self)
    var enabled: [Set<Int>] = []
    for state in run.states[run.start...] {
      var here: Set<Int> = []
      for transition in try transitions(from: state) {
        here.formUnion(fairness.assumptions(of: transition.firing))
      }
      enabled.append(here)
    }
    let taken = replayed.transitions[(replayed.trace.loopStart ?? 0)...].reduce(into: Set<Int>()) {
      $0.formUnion(fairness.assumptions(of: $1.firing))
    }
    return fairness.broken(enabled: enabled, taken: taken).isEmpty
  }

  /// A run that never ends: its states up to the first that is there again after some rounds.
  private struct Repetition {
    var states: [State]
    /// Where the states begin that come again and again.
    var start: Int
  }

  /// More rounds than this are not tried.
  private static let mostRounds = 1000

  /// Goes around the loop until a state comes again; nil: the steps are no loop.
  ///
  /// One round is enough where the loop was found. In a system with more state, of which the loop
  /// depends on nothing, the rest may need some rounds to repeat itself.
  private func repeating(_ replayed: ReplayedTrace) throws(EvaluationError) -> Repetition? {
    guard let start = replayed.trace.loopStart, start < replayed.states.count else { return nil }
    let round = replayed.transitions[start...].map(\.firing)
    var states = replayed.states
    var boundaries = [start]
    for _ in 0..<Self.mostRounds {
      let last = states.count - 1
      if let first = boundaries.first(where: { states[$0] == states[last] }) {
        return Repetition(states: states, start: first)
      }
      boundaries.append(last)
      for firing in round {
        guard let next = try fire(firing, in: states[states.count - 1]) else { return nil }
        states.append(next.target)
      }
    }
    return nil
  }

  /// Whether the trigger holds somewhere, and from there on never the goal.
  private func pends(
    _ states: [State], from start: Int, _ response: Response, _ bindings: Bindings
  ) throws(EvaluationError) -> Bool {
    for state in states[start...] where try holds(response.goal, in: state, bindings) {
      return false
    }
    for position in states.indices.reversed() {
      if position < start, try holds(response.goal, in: states[position], bindings) {
        return false
      }
      if try holds(response.trigger, in: states[position], bindings) { return true }
    }
    return false
  }
}

extension Evaluator {
  /// Evaluates what a property says of a state; of interest only because it may be an error.
  package func evaluateConditions(
    of property: Property, in state: State
  ) throws(EvaluationError) {
    var bound: [Parameter] = []
    if case .leadsTo(let response) = property.kind { bound = response.parameters }
    for condition in property.kind.conditions {
      for bindings in assignments(of: bound, extending: [:]) {
        _ = try holds(condition, in: state, bindings)
      }
    }
  }
}
