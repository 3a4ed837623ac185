import Checking
import SpecLanguage
import Testing
import TransitionSystem

@Suite("The cross-check")
struct CrossCheckTests {
  private static let selection = Selection(
    kernels: ["k"], designs: ["plan"], properties: ["pair", "either", "third", "quiet"])
  /// The smallest scope there is, so that violations are looked for at their own scope.
  private static let overrides = Overrides(
    scope: ["block": 1, "data": 1, "calls": 1, "file": 1])

  private func report(
    changing property: String? = nil, _ change: (inout CellResult) throws -> Void = { _ in }
  ) async throws -> CrossCheck.Report {
    let specification = try ToySpecs.specification()
    var (plan, cells) = await ToySpecs.results(specification, Self.selection, Self.overrides)
    for index in cells.indices
    where cells[index].cell.property == property && cells[index].cell.column.variant == "as posted"
    {
      try change(&cells[index])
    }
    let check = CrossCheck(
      assembly: Assembly(specification, Self.overrides), limits: Limits())
    return await check.run(plan.searches, cells, deadline: .now + .seconds(3_600))
  }

  @Test("confirms what is right")
  func right() async throws {
    let report = try await report()
    #expect(report.disagreements == [])
    #expect(report.unfinished.isEmpty)
    #expect(report.confirmed == 3)
    #expect(report.rederived.map(\.steps) == [2, 3, 4])
    // 'quiet' in both variants, the other three in one.
    #expect(report.keptDepths == [6, 6, 6, 6, 6])
  }

  @Test("a violated cell that is said to hold")
  func falselyKept() async throws {
    let report = try await report(changing: "either") {
      $0.verdict = .holds(.init(distinctStates: 7, diameter: 6))
    }
    #expect(report.disagreements.count == 1)
    #expect(report.disagreements.first?.contains("either") == true)
  }

  @Test("a kept cell that is said to be violated")
  func falselyViolated() async throws {
    let trace = Trace(steps: [Trace.Step(action: "user/recover: call", arguments: [])])
    let report = try await report(changing: "quiet") {
      $0.verdict = .violated(trace, .violatesAlways)
    }
    #expect(!report.disagreements.isEmpty)
  }

  @Test("a trace that skips a step, is cut short, or shows nothing")
  func corruptedTraces() async throws {
    let corruptions: [(inout Trace) -> Void] = [
      { $0.steps.removeFirst() }, { $0.steps.removeLast() }, { $0.steps.swapAt(0, 1) },
      { $0.steps[1].action = "nowhere" }, { $0.steps[0].arguments = [7] },
    ]
    for corrupt in corruptions {
      let report = try await report(changing: "third") { result in
        guard case .violated(var trace, let claim) = result.verdict else { return }
        corrupt(&trace)
        result.verdict = .violated(trace, claim)
      }
      #expect(!report.disagreements.isEmpty)
    }
  }

  @Test("a claim that does not fit the property")
  func wrongClaim() async throws {
    let report = try await report(changing: "third") { result in
      guard case .violated(let trace, _) = result.verdict else { return }
      result.verdict = .violated(trace, .violatesStepwise)
    }
    #expect(!report.disagreements.isEmpty)
  }

  @Test("a run that is a violation, but not a shortest one")
  func tooLong() async throws {
    let report = try await report(changing: "pair") { result in
      guard case .violated(let trace, let claim) = result.verdict else { return }
      result.verdict = .violated(try extended(trace, of: result.cell), claim)
    }
    #expect(!report.disagreements.isEmpty)
  }

  /// The run with one step more; the property stays violated.
  private func extended(_ trace: Trace, of cell: Cell) throws -> Trace {
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: cell.scope, properties: [cell.property])
    let assembly = Assembly(try ToySpecs.specification(), Self.overrides)
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    let last = try #require(try evaluator.replay(trace).states.last)
    let next = try #require(try evaluator.transitions(from: last).first).firing
    let step = Trace.Step(
      action: system.actions[next.action].name, arguments: next.arguments)
    let longer = Trace(steps: trace.steps + [step])
    _ = try evaluator.replay(longer, claiming: .violatesAlways, property: cell.property)
    return longer
  }

  @Test("a deadline that has passed leaves cells unfinished, and none in agreement")
  func deadline() async throws {
    let specification = try ToySpecs.specification()
    let (plan, cells) = await ToySpecs.results(specification, Self.selection, Self.overrides)
    let check = CrossCheck(assembly: Assembly(specification, Self.overrides), limits: Limits())
    let report = await check.run(plan.searches, cells, deadline: .now - .seconds(1))
    #expect(report.rederived.isEmpty)
    #expect(report.unfinished.count >= 3)
    #expect(report.disagreements == [])
  }
}
