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
    let eye = CallerView(evaluator, roles: roles)
    for number in 0..<graph.count {
      if number % Self.pollInterval == 0, let reason = options.shouldStop() {
        throw .stopped(reason)
      }
      let state = graph.states.state(number)
      for step in graph.steps(of: number) {
        let seen = eye.seen(step.firing, state, graph.states.state(step.target))
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
    for event in seen {
      guard let outcome = event.outcome else { continue }
      outcomes[outcome] = min(outcomes[outcome] ?? .max, depth)
    }
    let numbers = seen.map { events.number(of: $0.text) }
    guard numbers.count > 1 else {
      steps[source].append(
        Step(event: numbers.first, target: step.target, firing: step.firing))
      return
    }
    // A call that returns in the same step is two events, one after the other.
    steps[source].append(Step(event: numbers[0], target: steps.count, firing: step.firing))
    steps.append([Step(event: numbers[1], target: step.target, firing: nil)])
  }
}

/// What callers see of a step.
private struct CallerView {
  /// A call, a result or a crash.
  struct Event {
    var text: String
    /// The call with its result; nil of other events.
    var outcome: String?
  }

  private let evaluator: Evaluator
  private let place: Layout.Field?
  /// The contents of `pc` with which a task is in no call.
  private let idle: Set<UInt16>

  init(_ evaluator: Evaluator, roles: [String]) {
    self.evaluator = evaluator
    let variable = evaluator.system.variable("pc")
    place = variable.map { evaluator.layout.field($0.name) }
    var idle: Set<UInt16> = []
    if case .variant(let name)? = variable?.type {
      let names = Set(roles.map { "\($0): idle" })
      for (number, item) in evaluator.layout.variantLayout(name).type.cases.enumerated()
      where names.contains(item.name) { idle.insert(UInt16(number)) }
    }
    self.idle = idle
  }

  func seen(_ firing: Firing, _ before: State, _ after: State) -> [Event] {
    guard let place else { return [] }
    let label = evaluator.system.actions[firing.action].label
    let bindings = evaluator.bindings(of: firing)
    guard case .task(let task) = label.lane else {
      let moves = (place.base..<place.base + place.count).contains {
        before.cells[$0] != after.cells[$0]
      }
      return moves ? [Event(text: evaluator.text(of: label, in: before, bindings))] : []
    }
    guard let number = try? evaluator.value(of: task, in: before, bindings) else { return [] }
    let isCall = label.kind == .call
    let returns = idle.contains(after.cells[place.base + number])
    guard isCall || returns else { return [] }
    let name = evaluator.system.sort("task")?.elementName(number) ?? "P\(number)"
    let parts = evaluator.text(of: label, in: before, bindings).components(separatedBy: "; ")
    var events: [Event] = []
    if isCall { events.append(Event(text: "\(name): \(parts[0])")) }
    if returns, let result = parts.last {
      events.append(Event(text: "\(name): \(result)", outcome: "\(name): \(result)"))
    }
    return events
  }
}

extension String {
  /// The parts between the separators.
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = Substring(self)
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
