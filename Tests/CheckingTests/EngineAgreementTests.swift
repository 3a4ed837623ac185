import Checking
import Explicit
import Foundation
import Symbolic
import Synchronization
import TestSupport
import Testing
import TransitionSystem

/// Every search of the table, at two blocks, one value and one call a task, by three engines.
@Suite("The engines on the specs of this repository")
struct EngineAgreementTests {
  /// Whether the reference evaluator may take as long as it needs: minutes in a release build.
  private static let isThorough =
    ProcessInfo.processInfo.environment["MODELCHECK_SLOW_TESTS"] != nil
  /// Of a larger search the evaluator visits only the first levels.
  private static let limit = isThorough ? 1_000_000 : 1500
  private static let prefix = 90
  /// So far Z3 looks for violations, and finds each shorter one again from nothing.
  private static let depth = isThorough ? 10 : 8
  /// A violation of so many steps is derived again by Z3 even beyond that depth.
  private static let derivedDepth = 11
  private static let resources: UInt32 = 30_000_000

  /// What the comparison of one search showed.
  private struct Sample {
    var cells = 0
    /// Another search has the very same system.
    var isKnown = false
    /// Whether the evaluator visited every state.
    var isComplete = false
    var isReduced = false
    var checkedDepth = 0
    /// The lengths of the violations that Z3 found again.
    var rederived: [Int] = []
  }

  /// What makes two searches the same.
  private struct Essence: Hashable {
    var variables: [StateVariable]
    var initialUpdates: [Update]
    var actions: [Action]
    var properties: [Property]
    var scope: Scope
  }

  /// The systems that some task has compared.
  private final class Registry: Sendable {
    private let known = Mutex<Set<Essence>>([])

    func isNew(_ essence: Essence) -> Bool { known.withLock { $0.insert(essence).inserted } }
  }

  @Test("evaluator, explicit engine with and without symmetry, and Z3 agree on every cell")
  func agreement() async throws {
    let (plan, assembly) = try RealSpecs.smallPlan()
    let known = Registry()
    let all = try await inParallel(plan.searches) { try Self.compare($0, assembly, known) }
    #expect(all.map(\.cells).reduce(0, +) == plan.cells.count)
    #expect(plan.cells.count >= 500)
    let samples = all.filter { !$0.isKnown }
    #expect(samples.count(where: \.isComplete) * 100 >= samples.count * 50)
    #expect(samples.count(where: \.isReduced) >= 40)
    #expect((samples.map(\.checkedDepth).min() ?? 0) >= 4)
    let rederived = samples.flatMap(\.rederived)
    #expect(rederived.count >= 30)
    #expect(rederived.count { $0 >= 10 } >= 5)
  }

  private static func compare(
    _ search: Plan.Search, _ assembly: Assembly, _ known: Registry
  ) throws -> Sample {
    let name: Comment =
      "\(search.column.kernel ?? ""), \(search.column.title): \(search.properties)"
    let (whole, scope) = try assembly.system(of: search)
    let system = Assembly.reduced(whole, to: search.properties)
    var sample = Sample(cells: search.cells.count)
    let essence = Essence(
      variables: system.variables, initialUpdates: system.initialUpdates, actions: system.actions,
      properties: system.properties, scope: scope)
    guard known.isNew(essence) else {
      sample.isKnown = true
      return sample
    }
    let plain = explore(system, scope: scope, options: SearchOptions())
    #expect(plain.outcome == .exhausted, name)
    #expect(plain.specError == nil, name)
    #expect(plain.deadlock == nil, name)
    let orbits = explore(
      system, scope: scope, options: SearchOptions(symmetricSorts: .automatic(["block"])))
    sample.isReduced = orbits.distinctStates < plain.distinctStates
    #expect(orbits.distinctStates <= plain.distinctStates, name)
    expectSame(orbits, plain, name)
    sample.isComplete = try compareWithEvaluator(plain, system, scope, name)
    try checkWithSolver(plain, search, system, scope, &sample, name)
    return sample
  }

  /// Verdicts and lengths do not depend on symmetry.
  private static func expectSame(_ one: SearchResult, _ other: SearchResult, _ name: Comment) {
    #expect(
      lengths(one.violations.mapValues(\.trace)) == lengths(other.violations.mapValues(\.trace)),
      name)
    #expect(lengths(one.covers) == lengths(other.covers), name)
    #expect(lengths(one.witnesses) == lengths(other.witnesses), name)
    // The initial state names a block, so that a state may be nearer as one of its orbit.
    #expect(one.diameter <= other.diameter, name)
    #expect(one.firedActions == other.firedActions, name)
    #expect(one.outcome == other.outcome, name)
  }

  private static func lengths<Key>(_ traces: [Key: Trace]) -> [Key: Int] {
    traces.mapValues(\.steps.count)
  }

  /// Whether the evaluator visited every state; otherwise its first levels are compared.
  private static func compareWithEvaluator(
    _ result: SearchResult, _ system: TransitionSystem, _ scope: Scope, _ name: Comment
  ) throws -> Bool {
    let isSmall = result.distinctStates <= limit
    let reference = ReferenceSearch(system, scope: scope, limit: isSmall ? limit : prefix)
    var other = result
    var depth = Int.max
    if !isSmall {
      depth = reference.levels
      other = explore(system, scope: scope, options: SearchOptions(maximumDepth: depth))
    } else {
      #expect(result.generatedTransitions == reference.transitions, name)
      #expect(result.levels == reference.levels, name)
      #expect(result.firedActions == reference.firedActions, name)
    }
    #expect(reference.errorDepth == nil, name)
    #expect(other.distinctStates == reference.distinctStates, name)
    let violations = lengths(other.violations.mapValues(\.trace))
    #expect(violations == reference.violations, name)
    #expect(
      violations == lengths(result.violations.mapValues(\.trace)).filter { $0.value <= depth }, name
    )
    let covers = Dictionary(
      uniqueKeysWithValues: other.covers.map {
        ([$0.key.property, $0.key.message], $0.value.steps.count)
      })
    #expect(covers == reference.covers, name)
    return isSmall
  }

  private static func checkWithSolver(
    _ result: SearchResult, _ search: Plan.Search, _ system: TransitionSystem, _ scope: Scope,
    _ sample: inout Sample, _ name: Comment
  ) throws {
    let options = BoundedChecker.Options(resourceLimit: resources)
    let checker = try BoundedChecker(system: system, scope: scope, options: options)
    let shortest = result.violations.values.map(\.trace.steps.count).min() ?? .max
    switch try checker.noViolation(of: search.properties, toDepth: depth) {
    case .none(let reached):
      #expect(shortest > reached, name)
      sample.checkedDepth = reached
    case .found(let finding):
      #expect(finding.length == shortest, name)
      sample.checkedDepth = depth
    case .stopped(let reached, _): sample.checkedDepth = reached ?? 0
    }
    for (property, violation) in result.violations.sorted(by: { $0.key < $1.key }) {
      let length = violation.trace.steps.count
      #expect(
        try checker.confirms(violation.trace, claim: violation.claim, property: property)
          == .confirmed, name)
      guard length <= max(depth, derivedDepth) else { continue }
      let answer = try checker.confirmsShortest(
        length: length, claim: violation.claim, property: property)
      if case .unknown = answer { continue }
      #expect(answer == .confirmed, name)
      sample.rederived.append(length)
    }
  }
}
