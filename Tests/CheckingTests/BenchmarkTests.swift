import Checking
import Explicit
import Testing
import TransitionSystem

/// The reference model of the benchmarks as text: the counts that four other checkers agree on.
@Suite("The benchmark model")
struct BenchmarkTests {
  private func search(_ scope: [String: Int]) throws -> (SearchResult, [String]) {
    let specification = try RealSpecs.benchmark.get()
    let overrides = Overrides(scope: scope)
    let plan = Plan(specification, Selection(), overrides)
    #expect(plan.searches.count == 1)
    let first = try #require(plan.searches.first)
    #expect(first.properties == ["mapping", "false_recovery"])
    let (system, sizes) = try Assembly(specification, overrides).system(of: first)
    let result = explore(system, scope: sizes, options: SearchOptions())
    // What every property sees is everything here, so that nothing is left out.
    let reduced = Assembly.reduced(system, to: first.properties)
    #expect(reduced.variables.count == system.variables.count)
    #expect(reduced.actions.count == system.actions.count)
    let idle = system.actions.indices.filter { !result.firedActions.contains($0) }
    return (result, idle.map { system.actions[$0].name })
  }

  @Test("has the counts of the tiny size, and its verdicts")
  func tiny() throws {
    let (result, idle) = try search([:])
    #expect(result.outcome == .exhausted)
    #expect(result.distinctStates == 38_943)
    #expect(result.generatedTransitions == 134_148)
    #expect(result.levels == 28)
    #expect(result.violations.mapValues(\.trace.steps.count) == ["false_recovery": 14])
    // Two pages cannot own three blocks, so that the disk is never full.
    #expect(idle == ["no_space"])
  }

  @Test("has the verdicts of the tiny size as a campaign decides them, with symmetry")
  func campaign() async throws {
    let specification = try RealSpecs.benchmark.get()
    let plan = Plan(specification, Selection(), Overrides())
    let campaign = Campaign(
      assembly: Assembly(specification, Overrides()), plan: plan, limits: Limits())
    let outcomes = await campaign.run()
    guard case .decided(let cells, let statistics)? = outcomes.first else {
      Issue.record("\(outcomes)")
      return
    }
    #expect(cells.map(\.cell.property) == ["mapping", "false_recovery"])
    #expect(cells.map(\.word) == ["holds", "violated"])
    #expect(cells.map(\.steps) == [nil, 14])
    #expect(statistics.states < 38_943)
    #expect(statistics.diameter == 27)
    #expect(statistics.unfired == ["no_space"])
  }

  @Test("has the counts of the small size")
  func small() throws {
    let (result, _) = try search(["block": 4, "errors": 2])
    #expect(result.distinctStates == 706_246)
    #expect(result.generatedTransitions == 2_950_376)
    #expect(result.levels == 37)
  }
}
