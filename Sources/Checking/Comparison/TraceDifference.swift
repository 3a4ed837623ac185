package import TransitionSystem

/// What callers can see of one system and not of another, shortest first.
///
/// After each sequence of events the sets of states are kept in which either system can then be
/// (the subset construction, on both at once). Where only one of the sets is empty, the sequence is
/// a difference; what follows it is none of its own.
package struct TraceDifference: Sendable {
  /// A sequence of events that only one of the systems has.
  package struct Difference: Sendable {
    /// Whether the first system has it.
    package var isFirst: Bool
    package var events: [String]
    /// A shortest run of the system that shows it.
    package var run: Trace
  }

  package private(set) var differences: [Difference] = []
  /// How many pairs of sets were looked at.
  package private(set) var pairs = 0
  /// Why there may be more; nil: these are all there are, each last event once for each system.
  package private(set) var stopped: Verdict.Reason?
  /// Whether pairs were left out.
  package private(set) var isCut = false

  private let systems: [VisibleGraph]
  private let events: VisibleGraph.Events

  /// States of both systems after the same events.
  private struct Pair: Hashable {
    var sets: [[Int]]
  }

  /// Looks at pairs of sets until `mostPairs`, or until there is a reason to stop.
  package init(
    _ first: VisibleGraph, _ second: VisibleGraph, _ events: VisibleGraph.Events, mostPairs: Int,
    shouldStop: () -> Verdict.Reason?
  ) {
    (systems, self.events) = ([first, second], events)
    let initial = Pair(sets: systems.map { Self.closed([0], $0) })
    var numbers = [initial: 0]
    var queue = [initial]
    var words: [[Int]] = [[]]
    var told: Set<[Int]> = []
    var next = 0
    while next < queue.count {
      if let reason = shouldStop() {
        stopped = reason
        break
      }
      let (pair, word) = (queue[next], words[next])
      next += 1
      for (event, after) in successors(pair) {
        let longer = word + [event]
        if let only = after.sets.firstIndex(where: \.isEmpty) {
          // Differences that end with the same event of the same system are of one kind.
          guard told.insert([only, event]).inserted else { continue }
          add(longer, isFirst: only == 1)
        } else if numbers[after] == nil {
          guard queue.count < mostPairs else {
            isCut = true
            continue
          }
          numbers[after] = queue.count
          queue.append(after)
          words.append(longer)
        }
      }
    }
    pairs = next
  }

  /// The states that hidden steps lead to from these, and these.
  private static func closed(_ states: Set<Int>, _ graph: VisibleGraph) -> [Int] {
    var found = states
    var pending = Array(states)
    while let state = pending.popLast() {
      for step in graph.steps[state] where step.event == nil && found.insert(step.target).inserted {
        pending.append(step.target)
      }
    }
    return found.sorted()
  }

  /// The pairs after each event that either system allows, in the order of the events.
  private func successors(_ pair: Pair) -> [(event: Int, pair: Pair)] {
    var targets: [[Int: Set<Int>]] = []
    for (system, set) in zip(systems, pair.sets) {
      var reached: [Int: Set<Int>] = [:]
      for state in set {
        for step in system.steps[state] {
          if let event = step.event { reached[event, default: []].insert(step.target) }
        }
      }
      targets.append(reached)
    }
    let seen = Set(targets.flatMap(\.keys)).sorted()
    return seen.map { event in
      let sets = zip(systems, targets).map { Self.closed($1[event] ?? [], $0) }
      return (event, Pair(sets: sets))
    }
  }

  private mutating func add(_ word: [Int], isFirst: Bool) {
    let graph = systems[isFirst ? 0 : 1]
    differences.append(
      Difference(
        isFirst: isFirst, events: word.map { events.texts[$0] }, run: Self.run(of: graph, word)))
  }

  /// A state, and how many of the events have been.
  private struct Place: Hashable {
    var state: Int
    var done: Int
  }

  /// A shortest run with these events and no others.
  private static func run(of graph: VisibleGraph, _ word: [Int]) -> Trace {
    let start = Place(state: 0, done: 0)
    var origins: [Place: (before: Place, firing: Firing?)] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let place = queue[next]
      next += 1
      for step in graph.steps[place.state] {
        var reached = Place(state: step.target, done: place.done)
        if let event = step.event {
          guard word[place.done] == event else { continue }
          reached.done += 1
        }
        guard reached != start, origins[reached] == nil else { continue }
        origins[reached] = (place, step.firing)
        guard reached.done < word.count else {
          return trace(to: reached, origins, graph.evaluator.system)
        }
        queue.append(reached)
      }
    }
    preconditionFailure("a sequence of events that was found has no run")
  }

  private static func trace(
    to last: Place, _ origins: [Place: (before: Place, firing: Firing?)],
    _ system: TransitionSystem
  ) -> Trace {
    var firings: [Firing] = []
    var place = last
    while let origin = origins[place] {
      if let firing = origin.firing { firings.append(firing) }
      place = origin.before
    }
    return Trace(
      steps: firings.reversed().map {
        Trace.Step(action: system.actions[$0.action].name, arguments: $0.arguments)
      })
  }
}
