internal import TransitionSystem

/// Draws the states of a `StateSample`.
struct SampleSearch: ~Copyable {
  private let evaluator: Evaluator
  private var expansion: Expansion
  private var store: StateStore
  private var choice: SampleChoice
  private var random: SampleRandom
  private var steps = 0

  /// How often, in expanded states, the search polls whether it should stop.
  private static let pollInterval = 2048

  init(_ system: TransitionSystem, scope: Scope, memoryLimit: Int, seed: UInt64) {
    evaluator = Evaluator(system: system, scope: scope)
    expansion = Expansion(evaluator.layout)
    store = StateStore(wordCount: expansion.program.packing.wordCount, limit: memoryLimit)
    choice = SampleChoice(expansion.program)
    random = SampleRandom(seed: seed)
  }

  mutating func run(
    walks: Int, length: Int, breadth: Int, shouldStop: @Sendable () -> Verdict.Reason?
  ) throws(EvaluationError) -> StateSample {
    var sample = StateSample()
    expansion.load(try evaluator.initialState())
    if insert() {
      sample.stopped = try searchBreadthFirst(breadth, shouldStop, &sample.isExhaustive)
      if sample.stopped == nil, !sample.isExhaustive {
        sample.stopped = try walk(walks, length, shouldStop)
      }
    } else {
      sample.stopped = .memoryLimit
    }
    sample.states = states()
    sample.unfiredActions = choice.unfiredActions
    return sample
  }

  private func states() -> [State] {
    let packing = expansion.program.packing
    var words = Buffer(repeating: UInt32(0), count: packing.wordCount)
    return (0..<store.count).map { number in
      store.load(number, into: &words)
      return packing.unpacked(words.array)
    }
  }

  /// Adds the state after the step; false if there is no memory for it.
  private mutating func insert() -> Bool {
    store.insert(expansion.machine.words, parent: 0, isMarked: false) != .full
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
      for candidate in 0..<expansion.candidateCount where try fire(candidate) {
        choice.noteFired(expansion.instance(candidate))
        if !insert() { return .memoryLimit }
        if store.count >= breadth { return nil }
      }
      number += 1
    }
    isExhaustive = true
    return nil
  }

  private mutating func load(_ number: Int) {
    store.load(number, into: &expansion.machine.before)
    expansion.load()
  }

  /// Whether the candidate is enabled; if it is, it has been taken.
  private mutating func fire(_ candidate: Int) throws(EvaluationError) -> Bool {
    switch expansion.fire(candidate) {
    case .accepted: return true
    case .rejected: return false
    case .trapped:
      let state = expansion.program.packing.unpacked(expansion.machine.before.array)
      throw evaluator.explainedTrap(ofStepsIn: state)
    }
  }

  private mutating func walk(
    _ walks: Int, _ length: Int, _ shouldStop: () -> Verdict.Reason?
  ) throws(EvaluationError) -> Verdict.Reason? {
    for walk in 0..<max(walks, 0) {
      load(walk.isMultiple(of: 2) ? 0 : random.below(store.count))
      choice.beginWalk(length: length, &random)
      for step in 0..<max(length, 0) {
        if let reason = poll(shouldStop) { return reason }
        guard try takeStep(step) else {
          load(random.below(store.count))
          continue
        }
        if !insert() { return .memoryLimit }
        expansion.machine.before.copy(expansion.machine.words)
        expansion.load()
      }
    }
    return nil
  }

  /// Takes a step from the loaded state; false if there is none.
  private mutating func takeStep(_ step: Int) throws(EvaluationError) -> Bool {
    choice.begin(expansion, step: step, prefersRare: random.below(2) == 0, &random)
    while let candidate = choice.next(&random) {
      if try fire(candidate) {
        choice.noteFired(expansion.instance(candidate))
        return true
      }
    }
    return false
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
