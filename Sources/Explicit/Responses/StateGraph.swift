internal import TransitionSystem

/// The reachable states of a system at a scope, by number, with all steps between them.
///
/// States are numbered breadth first, and `parents` leads back on a shortest way.
struct StateGraph {
  /// Where the steps of each state begin in `targets` and `labels`; one more than there are states.
  var starts: [Int] = [0]
  var targets: [UInt32] = []
  /// The number of each step's instance.
  var labels: [UInt32] = []
  var parents: [UInt32] = []
  /// The instance of the step from the parent.
  var origins: [UInt32] = []
  var depths: [UInt32] = []
  /// For each condition that was asked for, whether it holds in each state.
  var truths: [[Bool]]

  init(conditions: Int) { truths = Array(repeating: [], count: conditions) }

  var stateCount: Int { depths.count }

  func steps(of state: Int) -> Range<Int> { starts[state]..<starts[state + 1] }

  /// The instances on a shortest way to a state.
  func path(to state: Int) -> [Int] {
    var path: [Int] = []
    var current = state
    while current != 0 {
      path.append(Int(origins[current]))
      current = Int(parents[current])
    }
    return path.reversed()
  }
}

/// Builds a `StateGraph`.
struct GraphSearch: ~Copyable {
  private let options: SearchOptions
  private let evaluator: Evaluator
  private var expansion: Expansion
  private var store: StateStore
  private(set) var graph: StateGraph
  private var fired: Set<Int> = []
  /// No more states than this are kept.
  private let mostStates: Int
  /// How many steps lead to a state that is not kept.
  private(set) var stepsBeyond = 0

  /// How often, in states, the search polls whether it should stop.
  private static let pollInterval = 2048

  /// How it ended.
  enum End {
    case exhausted
    case stopped(Verdict.Reason)
    /// The first condition holds in the state with this number, and that was asked for.
    case found(Int)
    /// The state with this number cannot be evaluated.
    case trapped(Int)
  }

  /// - Parameters:
  ///   - system: Its properties are put aside.
  ///   - scope: The size of each sort.
  ///   - conditions: What is to be known of each state.
  ///   - options: How far to go; every state is visited, also those that differ by names only.
  ///   - mostStates: Where to stop adding states; steps between those that are kept are kept.
  init(
    _ system: TransitionSystem, scope: Scope, conditions: [Expression], options: SearchOptions,
    mostStates: Int = .max
  ) {
    self.mostStates = mostStates
    var system = system
    system.properties = conditions.enumerated().map {
      Property(name: "\($0.offset)", kind: .reachable($0.element))
    }
    self.options = options
    evaluator = Evaluator(system: system, scope: scope)
    expansion = Expansion(evaluator.layout)
    store = StateStore(wordCount: expansion.program.packing.wordCount, limit: options.memoryLimit)
    graph = StateGraph(conditions: conditions.count)
  }

  /// The instances that the labels number, as firings.
  var firings: [Firing] {
    let program = expansion.program
    return program.index.instances.map {
      Firing(action: Int($0.action), arguments: program.arguments(of: $0))
    }
  }

  /// The states, by number, kept small.
  var states: PackedStates { PackedStates(store, expansion.program.packing) }

  /// Visits what is reached, with `untilTrue` only up to the nearest state in which the first
  /// condition holds.
  mutating func run(from initial: State, untilTrue: Bool = false) -> End {
    expansion.load(initial)
    guard case .state = insert(parent: 0, label: 0, depth: 0) else {
      return .stopped(.memoryLimit)
    }
    var number = 0
    while number < store.count {
      if number % Self.pollInterval == 0, let reason = poll(number) { return .stopped(reason) }
      store.load(number, into: &expansion.machine.before)
      expansion.load()
      guard evaluate() else { return .trapped(number) }
      if untilTrue, graph.truths[0][number] { return .found(number) }
      if let end = expand(number) { return end }
      graph.starts.append(graph.targets.count)
      number += 1
    }
    return .exhausted
  }

  private func poll(_ expanded: Int) -> Verdict.Reason? {
    if let progress = options.progress {
      progress(
        SearchProgress(
          distinctStates: store.count, expandedStates: expanded,
          generatedTransitions: graph.targets.count, depth: Int(graph.depths[expanded]),
          levelStates: 0, usedBytes: byteCount))
    }
    return byteCount > options.memoryLimit ? .memoryLimit : options.shouldStop()
  }

  /// The memory that states and steps take.
  private var byteCount: Int {
    store.byteCount + 8 * graph.targets.capacity
      + store.count * (20 + graph.truths.count)
  }

  /// Evaluates the conditions in the loaded state; false if that is an error of the spec.
  private mutating func evaluate() -> Bool {
    for (position, property) in expansion.program.stateProperties.enumerated() {
      switch expansion.machine.run(property.entry) {
      case .trapped: return false
      case .accepted: graph.truths[position].append(true)
      case .rejected: graph.truths[position].append(false)
      }
    }
    return true
  }

  private mutating func expand(_ number: Int) -> End? {
    let depth = graph.depths[number] + 1
    for candidate in 0..<expansion.candidateCount {
      switch expansion.fire(candidate) {
      case .rejected: continue
      case .trapped: return .trapped(number)
      case .accepted: break
      }
      let label = expansion.candidates[candidate]
      switch insert(parent: number, label: Int(label), depth: depth) {
      case .state(let target):
        graph.targets.append(UInt32(target))
        graph.labels.append(UInt32(label))
      case .beyond: stepsBeyond += 1
      case .full: return .stopped(.memoryLimit)
      }
    }
    return nil
  }

  private enum Insertion {
    case state(Int)
    /// It is not among the states that are kept.
    case beyond
    /// There is no memory for it.
    case full
  }

  /// The number of the state after the step.
  private mutating func insert(parent: Int, label: Int, depth: UInt32) -> Insertion {
    if store.count >= mostStates {
      return store.number(of: expansion.machine.words).map { .state($0) } ?? .beyond
    }
    switch store.insert(expansion.machine.words, parent: parent, isMarked: false) {
    case .full: return .full
    case .known: return store.number(of: expansion.machine.words).map { .state($0) } ?? .full
    case .added:
      graph.parents.append(UInt32(parent))
      graph.origins.append(UInt32(label))
      graph.depths.append(depth)
      return .state(store.count - 1)
    }
  }

  /// The error that evaluating a state is.
  func error(in number: Int) -> EvaluationError {
    var words = Buffer(repeating: UInt32(0), count: expansion.program.packing.wordCount)
    store.load(number, into: &words)
    return evaluator.explainedTrap(in: expansion.program.packing.unpacked(words.array))
  }
}
