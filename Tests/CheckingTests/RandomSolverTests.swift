import Explicit
import Symbolic
import TestSupport
import Testing
import TransitionSystem

@Suite("Z3 and the explicit engine on random systems")
struct RandomSolverTests {
  private static let seeds = Array(0..<360)
  private static let depth = 5
  private static let resources: UInt32 = 4_000_000

  /// What the comparison of one system showed.
  private struct Sample {
    var features: Set<RandomSystem.Feature>
    var isViolated: Bool
    var depths: [Int] = []
  }

  @Test("agree in verdict up to the depth that Z3 has reached")
  func agreement() async throws {
    let samples = try await inParallel(Self.seeds, Self.compare)
    #expect(samples.count >= 300)
    #expect(samples.filter(\.isViolated).count * 3 >= samples.count)
    for feature in RandomSystem.Feature.allCases {
      let count = samples.filter { $0.features.contains(feature) }.count
      #expect(count >= 50, "\(feature) occurs in \(count) systems")
    }
    let depths = samples.flatMap(\.depths)
    #expect(depths.count >= 600)
    #expect(depths.count { $0 >= Self.depth } * 10 >= depths.count * 5)
  }

  private static func compare(_ seed: Int) throws -> Sample {
    let random = RandomSystem(seed: seed)
    let options = SearchOptions(maximumDepth: depth)
    let result = explore(random.system, scope: random.scope, options: options)
    var sample = Sample(features: random.features, isViolated: !result.violations.isEmpty)
    // Behind an error of the spec the formulas have some value or other.
    let limit = min(depth, (result.specError?.trace.steps.count ?? .max) - 1)
    guard limit >= 0 else { return sample }
    let checker = try BoundedChecker(
      system: random.system, scope: random.scope,
      options: BoundedChecker.Options(resourceLimit: resources))
    for property in random.system.properties {
      let expected =
        result.violations[property.name]?.trace.steps.count
        ?? result.witnesses[property.name]?.steps.count
      let isWithin = (expected ?? .max) <= limit
      switch try checker.shortestViolation(of: property.name, maximumDepth: limit) {
      case .found(let finding):
        #expect(finding.length == expected, "seed \(seed), \(property.name)")
        sample.depths.append(limit)
      case .none(let reached):
        #expect(!isWithin, "seed \(seed), \(property.name)")
        sample.depths.append(reached)
      case .stopped(let reached, _):
        #expect((expected ?? .max) > reached ?? -1, "seed \(seed), \(property.name)")
        sample.depths.append(reached ?? -1)
      }
    }
    return sample
  }
}
