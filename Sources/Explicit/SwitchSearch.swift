package import TransitionSystem

/// Finds, among the shortest runs that break a property, one with the fewest context switches.
///
/// A context switch is a step of another task than the last one that took a step; what happens by
/// itself is none. Symmetry is left aside.
///
/// - Parameters:
///   - property: A stepwise or `always` property of the system.
///   - steps: The length of its shortest violation.
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How much memory to use and when to stop.
/// - Returns: The run, or why none was found.
package func fewestSwitches(
  breaking property: String, in steps: Int, of system: TransitionSystem, scope: Scope,
  options: SearchOptions
) -> FewestSwitches {
  var search = SwitchSearch(property, steps, system, scope: scope, options: options)
  return search.run()
}

package enum FewestSwitches: Hashable, Sendable {
  case found(Trace, switches: Int)
  case stopped(Verdict.Reason)
  /// No run of this length breaks the property.
  case notFound
}

/// Dynamic programming over the states of a breadth-first search, level by level: for each state
/// and each task that may have run last, the fewest switches and the step that they were had with.
private struct SwitchSearch: ~Copyable {
  private var search: BreadthFirstSearch
  private let demands: Demands
  private let steps: Int
  /// For each instance 1 + the task that takes it, 0 for the environment.
  private let lanes: [Int]
  /// The number of lanes: nobody has run yet, or one of the tasks.
  private let width: Int
  private var levels: [Int32] = []
  private var ways: [Way] = []
  private var best: (cost: Int, number: Int, lane: Int, last: Int32?)?
  private static let pollInterval = 1024

  /// The best way found to a state on which a lane has run last.
  private struct Way: BitwiseCopyable {
    var cost = Int32.max
    var instance: Int32 = 0
    var parent: Int32 = 0
    var lane: Int32 = 0
  }

  init(
    _ property: String, _ steps: Int, _ system: TransitionSystem, scope: Scope,
    options: SearchOptions
  ) {
    var options = options
    options.symmetricSorts = .off
    options.checksDeadlock = false
    let kind = system.property(property)?.kind
    // The last step of a violation is looked at, not taken.
    options.maximumDepth = kind == .stepwise ? steps - 1 : steps
    search = BreadthFirstSearch(system, scope: scope, options: options)
    demands = Demands(property, search.expansion.program)
    self.steps = steps
    lanes = Self.lanes(search.expansion.program, search.evaluator)
    width = (lanes.max() ?? 0) + 1
  }

  private static func lanes(_ program: CompiledSystem, _ evaluator: Evaluator) -> [Int] {
    let nowhere = State(cells: Array(repeating: 0, count: evaluator.layout.cellCount))
    return program.index.instances.map { instance in
      let firing = Firing(
        action: Int(instance.action), arguments: program.arguments(of: instance))
      guard let task = program.system.actions[firing.action].task,
        let number = try? evaluator.value(of: task, in: nowhere, evaluator.bindings(of: firing))
      else { return 0 }
      return number + 1
    }
  }

  mutating func run() -> FewestSwitches {
    switch search.run().outcome {
    case .exhausted, .stopped(.depthBound(_)): break
    case .stopped(let reason): return .stopped(reason)
    }
    let count = search.store.count
    guard count > 0 else { return .notFound }
    levels = Array(repeating: 0, count: count)
    ways = Array(repeating: Way(), count: count * width)
    ways[0].cost = 0
    for number in 0..<count {
      if number > 0 { levels[number] = levels[search.store.parent(of: number)] + 1 }
      guard levels[number] < steps || demands.entry != nil else { break }
      if number % Self.pollInterval == 0, let reason = search.options.shouldStop() {
        return .stopped(reason)
      }
      look(at: number)
    }
    guard let best else { return .notFound }
    return .found(Trace(steps: way(to: best)), switches: best.cost)
  }

  private mutating func look(at number: Int) {
    search.load(number)
    let level = Int(levels[number])
    if level == steps {
      if let entry = demands.entry, search.expansion.machine.run(entry) == .rejected {
        for lane in 0..<width { note(cost(number, lane), number, lane, last: nil) }
      }
      return
    }
    for candidate in 0..<search.expansion.candidateCount
    where search.expansion.fire(candidate) == .accepted {
      let instance = search.expansion.candidates[candidate]
      if level == steps - 1, !demands.broken(search.expansion.machine).isEmpty {
        for lane in 0..<width {
          note(cost(number, lane, then: instance), number, lane, last: instance)
        }
      }
      guard let target = search.store.number(of: search.expansion.machine.words) else { continue }
      // Of the ways to a state only shortest ones count: those to the next level.
      let isNext = target > number && levelOfParent(target) == level
      if isNext { improve(target, from: number, instance) }
    }
  }

  private func levelOfParent(_ number: Int) -> Int { Int(levels[search.store.parent(of: number)]) }

  private mutating func improve(_ target: Int, from number: Int, _ instance: Int32) {
    for lane in 0..<width {
      guard let cost = cost(number, lane, then: instance) else { continue }
      let next = lanes[Int(instance)] == 0 ? lane : lanes[Int(instance)]
      guard cost < ways[target * width + next].cost else { continue }
      ways[target * width + next] = Way(
        cost: Int32(cost), instance: instance, parent: Int32(number), lane: Int32(lane))
    }
  }

  /// The fewest switches on a way to a state; nil: no way ends on this lane.
  private func cost(_ number: Int, _ lane: Int) -> Int? {
    let cost = ways[number * width + lane].cost
    return cost == .max ? nil : Int(cost)
  }

  private func cost(_ number: Int, _ lane: Int, then instance: Int32) -> Int? {
    let next = lanes[Int(instance)]
    let isSwitch = lane != 0 && next != 0 && next != lane
    return cost(number, lane).map { $0 + (isSwitch ? 1 : 0) }
  }

  private mutating func note(_ cost: Int?, _ number: Int, _ lane: Int, last: Int32?) {
    guard let cost, cost < best?.cost ?? .max else { return }
    best = (cost, number, lane, last)
  }

  private func way(to end: (cost: Int, number: Int, lane: Int, last: Int32?)) -> [Trace.Step] {
    var instances = [end.last].compactMap(\.self)
    var (number, lane) = (end.number, end.lane)
    while number != 0 {
      let way = ways[number * width + lane]
      instances.append(way.instance)
      (number, lane) = (Int(way.parent), Int(way.lane))
    }
    let program = search.expansion.program
    return instances.reversed().map { program.step(program.index.instances[Int($0)]) }
  }
}
