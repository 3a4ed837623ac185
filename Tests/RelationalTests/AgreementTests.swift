import Relational
import TestSupport
import Testing
import TransitionSystem

/// The relational form of random systems has the runs of the original.
@Suite struct AgreementTests {
  /// The systems that the other engines are compared on.
  static let seeds = 1...320

  struct Comparison {
    var agreed = 0
    var violated = 0
    var foreign: [String: Int] = [:]
    var withErrors = 0
    var problems: [String] = []
  }

  @Test func `states and shortest violations agree`() throws {
    var comparison = Comparison()
    for seed in Self.seeds { compare(RandomSystem(seed: seed), &comparison) }
    #expect(comparison.problems == [])
    #expect(comparison.agreed >= 150, "\(comparison)")
    #expect(comparison.violated >= 60)
    print(comparison)
  }

  private func compare(_ random: RandomSystem, _ result: inout Comparison) {
    let limit = 400
    let original = ReferenceSearch(random.system, scope: random.scope, limit: limit)
    guard !original.isTooLarge else { return }
    guard original.errorDepth == nil else {
      result.withErrors += 1
      return
    }
    let relational: RelationalSystem
    do throws(FragmentError) {
      relational = try Translation.relational(random.system)
    } catch {
      result.foreign[String(error.message.prefix(50)), default: 0] += 1
      return
    }
    var rigid: [String: Set<[Int]>] = [:]
    for sort in random.system.sorts {
      let size = random.scope[sort.name]
      rigid[RelationalSystem.orderName(sort.name)] = Set(
        (0..<size).flatMap { low in (low..<size).map { [low, $0] } })
    }
    let translated = ReferenceSearch(
      relational.instance(rigid: rigid), scope: random.scope, limit: limit)
    let same =
      translated.distinctStates == original.distinctStates
      && translated.violations == original.violations && translated.covers == original.covers
    if !same {
      result.problems.append(
        "seed \(random.seed): \(original.distinctStates) \(original.violations) became "
          + "\(translated.distinctStates) \(translated.violations)")
    }
    result.agreed += same ? 1 : 0
    result.violated += same && !original.violations.isEmpty ? 1 : 0
  }
}
