internal import TransitionSystem

/// A run that leaves a trigger unanswered for ever: a way to a fair part of the graph, and a way
/// around in it.
struct LassoSearch {
  private let graph: FairGraph
  /// The conditions of one choice of values: whether they hold in each state.
  private let trigger: [Bool]
  private let goal: [Bool]
  /// For each state that a run with an open trigger can be in, the fewest steps to it so; else -1.
  private var distances: [Int32]
  /// The step by which such a state is reached; -1 where the trigger holds itself.
  private var steps: [Int]
  /// The states before these steps.
  private var sources: [Int]
  /// Those states, in the order of their distances.
  private(set) var pending: [Int] = []

  init(_ graph: FairGraph, trigger: [Bool], goal: [Bool]) {
    self.graph = graph
    self.trigger = trigger
    self.goal = goal
    distances = Array(repeating: -1, count: graph.states.stateCount)
    steps = Array(repeating: -1, count: graph.states.stateCount)
    sources = steps
    spread()
  }

  /// Breadth first from all states that open the trigger, each at its own depth.
  private mutating func spread() {
    let states = graph.states
    var opener = 0
    var level: [Int] = []
    var distance: Int32 = 0
    while opener < states.stateCount || !level.isEmpty {
      while opener < states.stateCount, states.depths[opener] <= UInt32(distance) {
        if trigger[opener], !goal[opener], distances[opener] < 0 {
          distances[opener] = distance
          level.append(opener)
        }
        opener += 1
      }
      var next: [Int] = []
      for state in level {
        pending.append(state)
        for step in states.steps(of: state) {
          let target = Int(states.targets[step])
          guard distances[target] < 0, !goal[target] else { continue }
          distances[target] = distance + 1
          steps[target] = step
          sources[target] = state
          next.append(target)
        }
      }
      level = next
      distance += 1
    }
  }

  /// A lasso as the numbers of instances, if the assumptions that are made allow one.
  func lasso(_ strengths: [Fairness.Strength?]) -> Lasso? {
    let components = FairComponents(graph, strengths, among: pending)
    guard let entry = pending.first(where: { components.fair[$0] != 0 }) else { return nil }
    return Lasso(
      distance: Int(distances[entry]), stem: stem(to: entry),
      loop: loop(at: entry, components.fair, strengths))
  }

  /// Whether some run leaves the trigger unanswered.
  func isViolated(_ strengths: [Fairness.Strength?]) -> Bool {
    let components = FairComponents(graph, strengths, among: pending)
    return pending.contains { components.fair[$0] != 0 }
  }

  private func stem(to entry: Int) -> [Int] {
    var way: [Int] = []
    var current = entry
    while steps[current] >= 0 {
      way.append(Int(graph.states.labels[steps[current]]))
      current = sources[current]
    }
    return graph.states.path(to: current) + way.reversed()
  }

  /// A way around from the entry, as short as going to the nearest missing step each time makes it.
  private func loop(
    at entry: Int, _ fair: [Int32], _ strengths: [Fairness.Strength?]
  ) -> [Int] {
    let walker = PartWalker(graph: graph, fair: fair, part: fair[entry])
    var way: [Int] = []
    var end = entry
    while true {
      let back = walker.way(from: end) {
        $0 == entry
      } step: { _ in
        false
      }
      guard let back else { preconditionFailure("a part that is not strongly connected") }
      let missing = missing(way + back.steps, entry, strengths)
      if missing.isEmpty { return (way + back.steps).map { Int(graph.states.labels[$0]) } }
      let next = walker.way(from: end) { state in
        let enabled = graph.enabled(state)
        return missing.contains { strengths[$0] == .weak && !enabled.contains($0) }
      } step: { step in
        graph.assumptions(of: step).contains(where: missing.contains)
      }
      guard let next else { preconditionFailure("a fair part misses a step") }
      way += next.steps
      end = next.end
    }
  }

  /// The assumptions that going around this way for ever does not meet.
  private func missing(
    _ way: [Int], _ entry: Int, _ strengths: [Fairness.Strength?]
  ) -> Set<Int> {
    var taken: Set<Int> = []
    var enabled = [Set(graph.enabled(entry))]
    for step in way {
      taken.formUnion(graph.assumptions(of: step))
      enabled.append(Set(graph.enabled(Int(graph.states.targets[step]))))
    }
    return Set(graph.assumptions.broken(enabled: enabled, taken: taken))
      .filter { strengths[$0] != nil }
  }
}

/// A run that repeats itself, as instances.
struct Lasso {
  /// The number of steps to the loop.
  var distance: Int
  var stem: [Int]
  var loop: [Int]
}

/// Finds short ways inside of one part of a graph.
private struct PartWalker {
  let graph: FairGraph
  let fair: [Int32]
  let part: Int32

  /// The shortest way to a state that is wanted, or through a step that is.
  func way(
    from start: Int, to isWanted: (Int) -> Bool, step isWantedStep: (Int) -> Bool
  ) -> (steps: [Int], end: Int)? {
    if isWanted(start) { return ([], start) }
    var reached: [Int: (step: Int, from: Int)] = [:]
    func steps(to state: Int) -> [Int] {
      var way: [Int] = []
      var current = state
      while current != start, let origin = reached[current] {
        way.append(origin.step)
        current = origin.from
      }
      return way.reversed()
    }
    var queue = [start]
    var position = 0
    while position < queue.count {
      let state = queue[position]
      position += 1
      for step in graph.states.steps(of: state) {
        let target = Int(graph.states.targets[step])
        guard fair[target] == part else { continue }
        if isWantedStep(step) { return (steps(to: state) + [step], target) }
        guard target != start, reached[target] == nil else { continue }
        reached[target] = (step, state)
        if isWanted(target) { return (steps(to: target), target) }
        queue.append(target)
      }
    }
    return nil
  }
}
