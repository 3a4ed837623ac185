import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Random systems")
struct RandomSystemTests {
  private static let seeds = Array(0..<400 * Soak.effort)
  /// A greater system is left out: the reference evaluator is slow.
  private static let limit = 500

  /// What the comparison of one system showed.
  private struct Sample {
    var features: Set<RandomSystem.Feature>
    var isViolated: Bool
    var isError: Bool
    var isReduced: Bool
  }

  @Test("The search agrees with a plain one by the reference evaluator, with and without symmetry")
  func agreement() async throws {
    let samples = try await withThrowingTaskGroup(of: [Sample].self) { group in
      for chunk in stride(from: 0, to: Self.seeds.count, by: 40) {
        group.addTask { try Self.seeds[chunk..<chunk + 40].compactMap(Self.compare) }
      }
      var all: [Sample] = []
      for try await samples in group { all += samples }
      return all
    }
    #expect(samples.count >= 300)
    #expect(samples.filter(\.isViolated).count * 3 >= samples.count)
    #expect(samples.filter(\.isError).count >= 20)
    #expect(samples.filter(\.isReduced).count >= 50)
    for feature in RandomSystem.Feature.allCases {
      let count = samples.filter { $0.features.contains(feature) }.count
      #expect(count >= 50, "\(feature) occurs in \(count) systems")
    }
  }

  private static func compare(seed: Int) throws -> Sample? {
    let random = RandomSystem(seed: seed)
    let reference = ReferenceSearch(random.system, scope: random.scope, limit: limit)
    guard !reference.isTooLarge else { return nil }
    let plain = explore(random.system, scope: random.scope, options: SearchOptions())
    if reference.errorDepth == nil {
      #expect(plain.outcome == .exhausted, "seed \(seed)")
      #expect(plain.distinctStates == reference.distinctStates, "seed \(seed)")
      #expect(plain.orbitStates == reference.distinctStates, "seed \(seed)")
      #expect(plain.generatedTransitions == reference.transitions, "seed \(seed)")
    }
    try agree(plain, reference, random)
    if reference.errorDepth == nil { boundAgrees(plain, random) }
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    let orbits = explore(random.system, scope: random.scope, options: options)
    if reference.errorDepth == nil {
      #expect(orbits.outcome == .exhausted, "seed \(seed)")
      #expect(orbits.orbitStates >= reference.distinctStates, "seed \(seed)")
      if random.startsSymmetric {
        #expect(orbits.orbitStates == reference.distinctStates, "seed \(seed)")
      }
      let all = countFromImages(random.system, scope: random.scope, options: options)
      #expect(orbits.orbitStates == all, "seed \(seed)")
    }
    try agree(orbits, reference, random)
    for mode in [SymmetryMode.off, .automatic(nil)] {
      var options = SearchOptions(symmetricSorts: mode)
      options.skipsTransientStates = true
      try agree(
        explore(random.system, scope: random.scope, options: options), reference, random)
    }
    return Sample(
      features: random.features,
      isViolated: !reference.violations.isEmpty || reference.deadlock != nil,
      isError: reference.errorDepth != nil,
      isReduced: orbits.distinctStates < plain.distinctStates)
  }

  /// A search to depth 3 finds exactly what is at most 3 steps away.
  private static func boundAgrees(_ full: SearchResult, _ random: RandomSystem) {
    let options = SearchOptions(maximumDepth: 3)
    let bounded = explore(random.system, scope: random.scope, options: options)
    #expect(
      bounded.violations == full.violations.filter { $0.value.trace.steps.count <= 3 },
      "seed \(random.seed)")
    #expect(
      bounded.witnesses == full.witnesses.filter { $0.value.steps.count <= 3 },
      "seed \(random.seed)")
    #expect((bounded.outcome == .exhausted) == (full.diameter < 3), "seed \(random.seed)")
  }

  /// Compares what does not depend on symmetry, and replays every trace.
  private static func agree(
    _ result: SearchResult, _ reference: ReferenceSearch, _ random: RandomSystem
  ) throws {
    let seed = random.seed
    let evaluator = Evaluator(system: random.system, scope: random.scope)
    // Behind an error of the spec only the steps before it are comparable.
    let depth = reference.errorDepth ?? .max
    #expect(result.specError.map { $0.trace.steps.count } == reference.errorDepth, "seed \(seed)")
    if depth == .max {
      // Where the initial state has others in its orbit, a later state may be one of them.
      if random.startsSymmetric || result.reducedSorts.isEmpty, !result.skippedTransientStates {
        #expect(result.levels == reference.levels, "seed \(seed)")
      }
      #expect(result.firedActions == reference.firedActions, "seed \(seed)")
      #expect(result.deadlock?.steps.count == reference.deadlock, "seed \(seed)")
    }
    let stepwise = Set(random.system.properties.filter { $0.kind == .stepwise }.map(\.name))
    let isComparable = { (name: String, length: Int) in
      stepwise.contains(name) ? length <= depth : length < depth
    }
    let violations = result.violations.mapValues(\.trace.steps.count)
    #expect(
      violations.filter(isComparable) == reference.violations.filter(isComparable), "seed \(seed)")
    #expect(
      result.witnesses.mapValues(\.steps.count).filter(isComparable)
        == reference.witnesses.filter(isComparable), "seed \(seed)")
    let covers = Dictionary(
      uniqueKeysWithValues: result.covers.map {
        ([$0.key.property, $0.key.message], $0.value.steps.count)
      })
    #expect(
      covers.filter { $0.value <= depth } == reference.covers.filter { $0.value <= depth },
      "seed \(seed)")
    try replay(result, evaluator)
  }

  private static func replay(_ result: SearchResult, _ evaluator: Evaluator) throws {
    for (name, violation) in result.violations {
      _ = try evaluator.replay(violation.trace, claiming: violation.claim, property: name)
    }
    for (name, trace) in result.witnesses {
      _ = try evaluator.replay(trace, claiming: .witnesses, property: name)
    }
    for (key, trace) in result.covers {
      _ = try evaluator.replay(trace, claiming: .covers, property: key.property)
    }
    if let trace = result.deadlock {
      _ = try evaluator.replay(trace, claiming: .deadlocks, property: "")
    }
    if let error = result.specError { _ = try evaluator.replay(error.trace) }
  }
}
