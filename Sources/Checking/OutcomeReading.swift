import Explicit
import TransitionSystem

/// Reads outcomes off all states of an `OutcomeSystem`.
struct OutcomeReading {
  let graph: ReachableGraph
  let closed: OutcomeSystem
  let calls: [OutcomeCall]
  let lifecycles: [Lifecycle]
  private var conditions: OutcomeSystem.Conditions { closed.conditions }

  init(
    graph: ReachableGraph, closed: OutcomeSystem, calls: [OutcomeCall], lifecycles: [Lifecycle]
  ) {
    (self.graph, self.closed, self.calls, self.lifecycles) = (graph, closed, calls, lifecycles)
  }

  /// A call that is over, or goes no further.
  private struct Ending: Hashable {
    var call: Int
    var situation: Int
    var result: Outcome.Result
  }

  /// By call and situation, each result once, those that take fewer steps first.
  func outcomes(_ situations: Int) throws -> [[[Outcome]]] {
    var found = calls.map { _ in (0..<situations).map { _ in [Outcome]() } }
    let repetition = try OutcomeRepetition(closed)
    let (order, ends) = endings()
    for ending in order {
      let states = ends[ending] ?? []
      let witness = try words(of: graph.trace(to: states[0]), ending, repetition)
      let after = settled(from: states)
      found[ending.call][ending.situation].append(
        Outcome(
          result: ending.result, steps: witness.count, witness: witness,
          after: lifecycles.indices.map { number in
            let example = conditions.lifecycles[number].example
            return Set(after.map { words(number, example, in: $0) }).sorted()
          }))
    }
    return found
  }

  /// Every ending with the states in which calls end so, in the order of their numbers.
  ///
  /// States are numbered breadth first, so that the first one of an ending is a nearest.
  private func endings() -> ([Ending], [Ending: [Int]]) {
    var order: [Ending] = []
    var ends: [Ending: [Int]] = [:]
    var entered: Set<Int> = []
    for state in 0..<graph.count where !graph.holds(conditions.hasReturned, in: state) {
      let steps = graph.steps(of: state)
      entered.formUnion(
        steps.map(\.target).filter { graph.holds(conditions.hasReturned, in: $0) })
      let isStuck = steps.isEmpty && !graph.holds(conditions.isQuiescent, in: state)
      if !isStuck { continue }
      entered.insert(state)
    }
    for state in entered.sorted() {
      guard let ending = ending(in: state) else { continue }
      if ends[ending] == nil { order.append(ending) }
      ends[ending, default: []].append(state)
    }
    return (order, ends)
  }

  private func ending(in state: Int) -> Ending? {
    guard let call = conditions.calls.firstIndex(where: { graph.holds($0, in: state) }),
      let situation = conditions.situations.firstIndex(where: { graph.holds($0, in: state) })
    else { return nil }
    guard graph.holds(conditions.hasReturned, in: state) else {
      return Ending(call: call, situation: situation, result: .waits)
    }
    let cases = calls[call].callable.returns.flatMap { conditions.results[$0] } ?? []
    let name = cases.first { graph.holds($0.position, in: state) }?.name ?? "returns"
    return Ending(call: call, situation: situation, result: .returned(name))
  }

  /// Whether a situation has come.
  func hasBegun(_ state: Int) -> Bool {
    conditions.situations.contains { graph.holds($0, in: state) }
  }

  /// What comes of the states when all that is under way is over; no budget is drawn on.
  private func settled(from states: [Int]) -> [Int] {
    var seen = Set(states)
    var pending = states
    var settled: [Int] = []
    while let state = pending.popLast() {
      let next = graph.steps(of: state).filter { !isBudgeted(graph.action(of: $0)) }.map(\.target)
      if next.isEmpty { settled.append(state) }
      for target in next where seen.insert(target).inserted { pending.append(target) }
    }
    return settled.sorted()
  }

  private func isBudgeted(_ action: Action) -> Bool {
    guard case .event(let name)? = action.origin?.kind else { return false }
    return closed.budgeted.contains(name)
  }

  /// The words for a thing of a lifecycle, both by number, in a state.
  func words(_ lifecycle: Int, _ thing: Int, in state: Int) -> String {
    let positions = conditions.lifecycles[lifecycle].cases[thing]
    let words = zip(lifecycles[lifecycle].aspects, positions).compactMap { cases, positions in
      zip(cases, positions).first { graph.holds($1, in: state) }?.0.words
    }
    return words.joined(separator: ", ")
  }

  /// The steps of a run after its situation, as the reference evaluator repeats them.
  private func words(
    of trace: Trace, _ ending: Ending, _ repetition: OutcomeRepetition
  ) throws -> [String] {
    let (words, last) = try repetition.words(of: trace)
    guard try shows(ending, last, repetition.evaluator) else {
      throw InternalError("the run to an outcome shows another one")
    }
    return Array(words.dropFirst())
  }

  /// Whether a state is such an ending, by the reference evaluator.
  private func shows(_ ending: Ending, _ state: State, _ evaluator: Evaluator) throws -> Bool {
    var expected = [
      conditions.calls[ending.call], conditions.situations[ending.situation],
    ]
    var excluded: [Int] = []
    switch ending.result {
    case .waits: excluded = [conditions.hasReturned, conditions.isQuiescent]
    case .returned(let name):
      expected.append(conditions.hasReturned)
      let cases = calls[ending.call].callable.returns.flatMap { conditions.results[$0] } ?? []
      expected += cases.filter { $0.name == name }.map(\.position)
    }
    func holds(_ position: Int) throws -> Bool {
      try evaluator.holds(conditions.all[position], in: state)
    }
    return try expected.allSatisfy(holds) && !excluded.contains(where: holds)
  }
}

/// Repeats many runs of one system with the reference evaluator.
struct OutcomeRepetition {
  let evaluator: Evaluator
  private let initial: State
  private let positions: [String: Int]

  init(_ closed: OutcomeSystem) throws {
    evaluator = Evaluator(system: closed.system, scope: closed.scope)
    initial = try evaluator.initialState()
    positions = Dictionary(
      closed.system.actions.enumerated().map { ($0.element.name, $0.offset) },
      uniquingKeysWith: { $1 })
  }

  /// What each step is called, and the state in the end.
  func words(of trace: Trace) throws -> (words: [String], last: State) {
    var state = initial
    var words: [String] = []
    for step in trace.steps {
      guard let position = positions[step.action] else {
        throw InternalError("the run to an outcome takes a step that there is not")
      }
      let firing = Firing(action: position, arguments: step.arguments)
      guard let transition = try evaluator.fire(firing, in: state) else {
        throw InternalError("the run to an outcome cannot be repeated: \(step.action)")
      }
      words.append(
        evaluator.text(
          of: evaluator.system.actions[position].label, in: state, evaluator.bindings(of: firing)))
      state = transition.target
    }
    return (words, state)
  }
}
