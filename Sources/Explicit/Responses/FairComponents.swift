internal import TransitionSystem

/// A graph with what fairness assumptions say of its steps.
struct FairGraph {
  let states: StateGraph
  let assumptions: FairnessAssumptions
  /// The assumptions that speak of each instance.
  private let membership: [[Int]]
  /// The different sets of assumptions that speak of the possible steps of some state.
  private var sets: [[Int]] = []
  private var setOfState: [Int32] = []

  init(_ states: StateGraph, _ assumptions: FairnessAssumptions, _ firings: [Firing]) {
    self.states = states
    self.assumptions = assumptions
    membership = firings.map { assumptions.assumptions(of: $0) }
    var known: [[Int]: Int32] = [:]
    for state in 0..<states.stateCount {
      var found: Set<Int> = []
      for step in states.steps(of: state) { found.formUnion(self.assumptions(of: step)) }
      let set = found.sorted()
      let number = known[set] ?? Int32(sets.count)
      if number == sets.count {
        known[set] = number
        sets.append(set)
      }
      setOfState.append(number)
    }
  }

  /// The assumptions that speak of a step.
  func assumptions(of step: Int) -> [Int] { membership[Int(states.labels[step])] }

  /// The assumptions that speak of a step that is possible in the state.
  func enabled(_ state: Int) -> [Int] { sets[Int(setOfState[state])] }
}

/// Where a run can stay for ever and be fair: strongly connected parts of a graph.
///
/// A part is fair if each weak assumption is taken inside of it or somewhere impossible, and each
/// strong one taken inside of it or everywhere impossible. Where a strong one is not, the states in
/// which it is possible are left out and the rest is looked at again (Lichtenstein and Pnueli,
/// *Checking that finite state concurrent programs satisfy their linear specification*, 1985). A
/// single state is a part as well: a run may stay in it by doing nothing.
struct FairComponents {
  private let graph: FairGraph
  private let strengths: [Fairness.Strength?]
  private var search: ComponentSearch
  /// The part that each state belongs to while it is looked at; 0 outside.
  private var regions: [Int32]
  /// For each state, its fair part; 0: none.
  private(set) var fair: [Int32]
  private var regionCount: Int32 = 0

  /// - Parameters:
  ///   - graph: All states and steps.
  ///   - strengths: Of each assumption; nil: it is not made.
  ///   - states: Those in which a run may stay.
  init(
    _ graph: FairGraph, _ strengths: [Fairness.Strength?], among states: [Int]
  ) {
    self.graph = graph
    self.strengths = strengths
    search = ComponentSearch(graph.states)
    regions = Array(repeating: 0, count: graph.states.stateCount)
    fair = regions
    var pending = [states]
    while let region = pending.popLast() {
      let mark = entered(region)
      for component in search.run(region, regions, mark) {
        if let rest = judge(component) { pending.append(rest) }
      }
    }
  }

  private mutating func entered(_ states: [Int]) -> Int32 {
    regionCount += 1
    for state in states { regions[state] = regionCount }
    return regionCount
  }

  /// Notes a fair part; of one that is not, what may still contain one.
  private mutating func judge(_ component: [Int]) -> [Int]? {
    let mark = entered(component)
    var taken = Array(repeating: false, count: strengths.count)
    var possible = Array(repeating: 0, count: strengths.count)
    for state in component {
      for assumption in graph.enabled(state) { possible[assumption] += 1 }
      for step in graph.states.steps(of: state)
      where regions[Int(graph.states.targets[step])] == mark {
        for assumption in graph.assumptions(of: step) { taken[assumption] = true }
      }
    }
    var blocked: Set<Int> = []
    for (assumption, strength) in strengths.enumerated() where !taken[assumption] {
      switch strength {
      case .weak: if possible[assumption] == component.count { return nil }
      case .strong: if possible[assumption] > 0 { blocked.insert(assumption) }
      case nil: continue
      }
    }
    if blocked.isEmpty {
      for state in component { fair[state] = mark }
      return nil
    }
    let rest = component.filter { blocked.isDisjoint(with: graph.enabled($0)) }
    return rest.isEmpty ? nil : rest
  }
}

/// Tarjan's search for strongly connected components in parts of a graph.
private struct ComponentSearch {
  private let graph: StateGraph
  /// 0 where a state was not seen in the region.
  private var order: [Int32]
  private var low: [Int32]
  private var isOpen: [Bool]
  private var open: [Int] = []
  private var seen: Int32 = 0
  private var components: [[Int]] = []

  init(_ graph: StateGraph) {
    self.graph = graph
    order = Array(repeating: 0, count: graph.stateCount)
    low = order
    isOpen = Array(repeating: false, count: graph.stateCount)
  }

  /// The components of the states whose region is the mark.
  mutating func run(_ states: [Int], _ regions: [Int32], _ mark: Int32) -> [[Int]] {
    for state in states { order[state] = 0 }
    seen = 0
    components = []
    for root in states where order[root] == 0 { visit(root, regions, mark) }
    return components
  }

  private mutating func enter(_ state: Int) -> (state: Int, next: Int) {
    seen += 1
    order[state] = seen
    low[state] = seen
    open.append(state)
    isOpen[state] = true
    return (state, graph.starts[state])
  }

  private mutating func visit(_ root: Int, _ regions: [Int32], _ mark: Int32) {
    var path = [enter(root)]
    while let (state, next) = path.last {
      guard next < graph.starts[state + 1] else {
        path.removeLast()
        leave(state)
        if let parent = path.last?.state { low[parent] = min(low[parent], low[state]) }
        continue
      }
      path[path.count - 1].next = next + 1
      let target = Int(graph.targets[next])
      guard regions[target] == mark else { continue }
      if order[target] == 0 {
        path.append(enter(target))
      } else if isOpen[target] {
        low[state] = min(low[state], order[target])
      }
    }
  }

  /// Closes the component of which the state is the root, if it is one.
  private mutating func leave(_ state: Int) {
    guard low[state] == order[state] else { return }
    var component: [Int] = []
    while let last = open.popLast() {
      isOpen[last] = false
      component.append(last)
      if last == state { break }
    }
    components.append(component.sorted())
  }
}
