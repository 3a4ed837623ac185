internal import TransitionSystem

/// Draws the states of a `StateSample`.
struct SampleSearch: ~Copyable {
  private var walker: RandomWalker
  private var store: StateStore
  private var steps = 0

  /// How often, in expanded states, the search polls whether it should stop.
  private static let pollInterval = 2048

  init(_ system: TransitionSystem, scope: Scope, memoryLimit: Int, seed: UInt64) {
    walker = RandomWalker(system, scope: scope, seed: seed)
    store = StateStore(
      wordCount: walker.expansion.program.packing.wordCount, limit: memoryLimit)
  }

  mutating func run(
    walks: Int, length: Int, breadth: Int, shouldStop: @Sendable () -> Verdict.Reason?
  ) throws(EvaluationError) -> StateSample {
    var sample = StateSample()
    walker.expansion.load(try walker.initialState())
    if insert() {
      sample.stopped = try searchBreadthFirst(breadth, shouldStop, &sample.isExhaustive)
      if sample.stopped == nil, !sample.isExhaustive {
        sample.stopped = try walk(walks, length, shouldStop)
      }
    } else {
      sample.stopped = .memoryLimit
    }
    sample.states = store.states(every: 1, walker.expansion.program.packing)
    sample.unfiredActions = walker.unfiredActions
    return sample
  }

  /// Adds the state after the step; false if there is no memory for it.
  private mutating func insert() -> Bool {
    store.insert(walker.expansion.machine.words, parent: 0, isMarked: false) != .full
  }

  /// Why the search has to end, asked now and then.
  private mutating func poll(_ shouldStop: () -> Verdict.Reason?) -> Verdict.Reason? {
    steps &+= 1
    return steps % Self.pollInterval == 0 ? shouldStop() : nil
  }

  private mutating func searchBreadthFirst(
    _ breadth: Int, _ shouldStop: () -> Verdict.Reason?, _ isExhaustive: inout Bool
  ) throws(EvaluationError) -> Verdict.Reason? {
    var number = 0
    while number < store.count {
      if store.count >= breadth { return nil }
      if let reason = poll(shouldStop) { return reason }
      load(number)
      for candidate in 0..<walker.expansion.candidateCount where try walker.fire(candidate) {
        if !insert() { return .memoryLimit }
        if store.count >= breadth { return nil }
      }
      number += 1
    }
    isExhaustive = true
    return nil
  }

  private mutating func load(_ number: Int) {
    store.load(number, into: &walker.expansion.machine.before)
    walker.expansion.load()
  }

  private mutating func walk(
    _ walks: Int, _ length: Int, _ shouldStop: () -> Verdict.Reason?
  ) throws(EvaluationError) -> Verdict.Reason? {
    for walk in 0..<max(walks, 0) {
      load(walk.isMultiple(of: 2) ? 0 : walker.random.below(store.count))
      walker.beginWalk(length: length)
      for step in 0..<max(length, 0) {
        if let reason = poll(shouldStop) { return reason }
        guard try walker.takeStep(step) != nil else {
          load(walker.random.below(store.count))
          continue
        }
        if !insert() { return .memoryLimit }
        walker.goOn()
      }
    }
    return nil
  }
}

/// A small repeatable generator of random numbers (Steele, Lea and Flood, 2014).
package struct SampleRandom {
  private var state: UInt64

  package init(seed: UInt64) { state = seed &* 0x2545_F491_4F6C_DD1D }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// A number from 0 to one less than the bound, which is positive.
  package mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
