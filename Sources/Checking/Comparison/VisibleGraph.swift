package import Explicit
package import TransitionSystem

/// The states of a system with what callers see of its steps: calls, results and crashes.
///
/// Everything else is hidden, as are the calls that a recipe makes itself.
package struct VisibleGraph: Sendable {
  /// What callers see, by number.
  package struct Events: Sendable {
    package private(set) var texts: [String] = []
    private var numbers: [String: Int] = [:]

    package init() {}

    mutating func number(of text: String) -> Int {
      if let known = numbers[text] { return known }
      numbers[text] = texts.count
      texts.append(text)
      return texts.count - 1
    }
  }

  /// A step, and the event that it is; nil: it is hidden.
  struct Step {
    var event: Int?
    var target: Int
    /// What the system does; nil in the second half of a step that calls and returns.
    var firing: Firing?
  }

  package let evaluator: Evaluator
  /// The number of states that the system reaches.
  package let stateCount: Int
  private(set) var steps: [[Step]]
  /// The results that calls come to, each with the number of steps of a shortest run to it.
  package private(set) var outcomes: [String: Int] = [:]

  /// - Parameters:
  ///   - system: A system without open options, whose names all resolve.
  ///   - scope: The size of each sort.
  ///   - roles: The names of the roles of its workload.
  ///   - events: The events, to which new ones are added.
  ///   - options: How far to go.
  ///   - mostStates: More states are an error.
  /// - Throws: Why not all states with all steps are known.
  package init(
    _ system: TransitionSystem, scope: Scope, roles: [String], events: inout Events,
    options: SearchOptions, mostStates: Int
  ) throws(Incomplete) {
    let graph: ReachableGraph
    do throws(EvaluationError) {
      graph = try ReachableGraph(system, scope: scope, options: options, mostStates: mostStates)
    } catch { throw .error(error) }
    if let reason = graph.stopped { throw .stopped(reason) }
    guard graph.isComplete else { throw .tooLarge }
    evaluator = Evaluator(system: system, scope: scope)
    stateCount = graph.count
    steps = Array(repeating: [], count: graph.count)
    let view = CallerView(evaluator, roles: roles)
    for number in 0..<graph.count {
      if number % Self.pollInterval == 0, let reason = options.shouldStop() {
        throw .stopped(reason)
      }
      let state = graph.states.state(number)
      for step in graph.steps(of: number) {
        let seen = view.events(step.firing, state, graph.states.state(step.target))
        add(step, seen, from: number, depth: graph.depth(of: number) + 1, &events)
      }
    }
  }

  /// Why there is no such graph.
  package enum Incomplete: Error {
    case tooLarge
    case stopped(Verdict.Reason)
    case error(EvaluationError)
  }

  private static let pollInterval = 1024

  private mutating func add(
    _ step: ReachableGraph.Step, _ seen: [CallerView.Event], from source: Int, depth: Int,
    _ events: inout Events
  ) {
    let texts = seen.map(text)
    for (event, text) in zip(seen, texts) where event.kind == .result {
      outcomes[text] = min(outcomes[text] ?? .max, depth)
    }
    let numbers = texts.map { events.number(of: $0) }
    guard numbers.count > 1 else {
      steps[source].append(
        Step(event: numbers.first, target: step.target, firing: step.firing))
      return
    }
    // A call that returns in the same step is two events, one after the other.
    steps[source].append(Step(event: numbers[0], target: steps.count, firing: step.firing))
    steps.append([Step(event: numbers[1], target: step.target, firing: nil)])
  }

  /// `P0: call pread(A, 0)`.
  private func text(_ event: CallerView.Event) -> String {
    guard let task = event.task else { return event.text }
    let name = evaluator.system.sort("task")?.elementName(task) ?? "P\(task)"
    return "\(name): \(event.kind == .call ? "call " : "")\(event.text)"
  }
}
