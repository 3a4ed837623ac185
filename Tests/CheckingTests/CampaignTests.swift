import Checking
import SpecLanguage
import Testing
import TransitionSystem

@Suite("Plans and verdicts")
struct CampaignTests {
  @Test("a plan has a column for each kernel, design and variant, and one search a scope")
  func plan() throws {
    let specification = try ToySpecs.specification()
    let plan = Plan(specification, Selection(), Overrides())
    let columns = Plan.columns(specification, Selection())
    #expect(
      columns.map(\.title) == [
        "plan (as posted)", "plan (as meant)", "rough", "plan (as posted)", "plan (as meant)",
      ])
    #expect(columns.map(\.kernel) == ["k", "k", "k", "l", "l"])
    #expect(plan.cells.count == 5 * 7)
    // Six properties have one workload and scope, the seventh another.
    #expect(plan.searches.map(\.properties.count) == [6, 1, 6, 1, 6, 1, 6, 1, 6, 1])
    let quiet = try #require(plan.searches.first { $0.properties == ["quiet"] })
    #expect(quiet.scope.budgets == ["noise": 1])
    #expect(quiet.scope.calls == 3)
    #expect(quiet.workload == "noisy")
  }

  @Test("selections and overrides narrow a plan")
  func selection() throws {
    let specification = try ToySpecs.specification()
    let selection = Selection(
      kernels: ["k"], designs: ["plan"], properties: ["quiet", "pair"], variants: ["as meant"])
    let plan = Plan(
      specification, selection, Overrides(scope: ["calls": 1, "noise": 0, "block": 2]))
    #expect(plan.cells.map(\.property) == ["pair", "quiet"])
    #expect(plan.searches.map(\.scope.calls) == [1, 1])
    #expect(plan.searches.map { $0.scope.sizes["block"] } == [2, 2])
    #expect(plan.searches.map(\.scope.budgets) == [["noise": 0], ["noise": 0]])
    // A design without variants is not excluded by a selection of variants.
    let rough = Plan(specification, Selection(designs: ["rough"], variants: ["x"]), Overrides())
    #expect(rough.cells.count == 7)
  }

  @Test("each kind of verdict")
  func verdicts() async throws {
    let (_, cells) = await ToySpecs.results(try ToySpecs.specification())
    let posted = { name in try cells.cell(name, "plan", "as posted") }
    let meant = { name in try cells.cell(name, "plan", "as meant") }
    #expect(try posted("pair").word == "violated")
    // recover and run begin · miss_pair.
    #expect(try posted("pair").steps == 2)
    #expect(try posted("either").steps == 3)
    #expect(try posted("third").steps == 4)
    #expect(try meant("pair").word == "holds")
    #expect(try meant("pair").covers == ["recover returned ok on a lost position"])
    #expect(try meant("found").word == "holds")
    #expect(try meant("found").isKept == true)
    #expect(try meant("hidden").word == "vacuous")
    #expect(try meant("hidden").isKept == nil)
    #expect(try meant("quiet").word == "holds")
    #expect(try meant("free").word == "static")
    #expect(try meant("free").isKept == true)
    #expect(try cells.cell("free", "rough").isKept == false)
    #expect(try cells.cell("pair", "rough").word == "violated")
    #expect(try cells.cell("quiet", "plan", "as meant", on: "l").word == "holds")
    guard
      case .decided(let holds, let reason, let witness) = try cells.cell("free", "rough").verdict
    else { throw InternalError("not static") }
    #expect(!holds && reason == "recover calls reset, which is privileged")
    #expect(witness != nil)
  }

  @Test("expectations of variants and designs, contested properties, and what nobody expects")
  func expectations() async throws {
    let (_, cells) = await ToySpecs.results(try ToySpecs.specification())
    #expect(try cells.cell("pair", "plan", "as posted").isAsExpected)
    #expect(try cells.cell("pair", "plan", "as meant").isAsExpected)
    // Contested: may be violated without being expected to be.
    #expect(try cells.cell("third", "plan", "as posted").isAsExpected)
    // Nobody expected this one.
    #expect(try !cells.cell("either", "plan", "as posted").isAsExpected)
    #expect(try cells.cell("hidden", "plan", "as meant").isAsExpected)
    #expect(try !cells.cell("free", "rough").isAsExpected)
    for (word, kept) in [("violated", false), ("holds", true)] {
      var cell = try cells.cell("pair", "plan", kept ? "as meant" : "as posted")
      for verdict in Expectation.Verdict.allCases {
        cell.expectation = Expectation(
          verdict: verdict, properties: ["pair"], kernels: [], reason: "")
        #expect(cell.isAsExpected == (verdict.rawValue == word))
      }
    }
  }

  @Test(
    "a stopped search decides nothing that it has not seen",
    arguments: [
      Verdict.Reason.interrupted, .deadline,
    ])
  func stopped(reason: Verdict.Reason) async throws {
    let limits = Limits(shouldStop: { reason })
    let (_, cells) = await ToySpecs.results(try ToySpecs.specification(), limits: limits)
    #expect(cells.count == 35)
    for cell in cells {
      #expect(cell.verdict == .unknown(reason), "\(cell.cell.property)")
      #expect(cell.isKept == nil)
    }
  }

  @Test("a memory limit gives unknown, also for what is decided from declarations")
  func memory() throws {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(kernels: ["linux-5.14-xfs"], designs: ["punch+pwrite"]), scope: ["data": 2])
    let campaign = Campaign(
      assembly: assembly, plan: plan, limits: Limits(threads: 1, memory: 100_000))
    for search in plan.searches where search.workload == "owner" {
      guard case .decided(let cells, _) = campaign.explore(search) else {
        throw InternalError("not decided")
      }
      for cell in cells where cell.isKept != false {
        #expect(cell.verdict == .unknown(.memoryLimit), "\(cell.cell.property)")
      }
    }
  }

  @Test("an error of the spec is unknown, with the run that leads there")
  func specError() async throws {
    let more = """
      design "undefined" on "k" {
        state partial task who;
        recipe recover() -> result { try run(); return ok; }
        syscall run() -> result { tick(); if (who == P0) miss_pair(); return ok; }
      }
      """
    let (plan, cells) = await ToySpecs.results(
      try ToySpecs.specification(more), Selection(designs: ["undefined"], properties: ["pair"]))
    guard case .unknown(.specError(let error, let trace))? = cells.first?.verdict else {
      throw InternalError("\(cells)")
    }
    #expect(error == EvaluationError(.undefinedRead, "who"))
    #expect(trace.steps.count == 2)
    let search = try #require(plan.searches.first)
    let assembly = Assembly(try ToySpecs.specification(more), Overrides())
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    _ = try evaluator.replay(trace, claiming: .evaluationError, property: "pair")
  }

  @Test("a workload that names more than the scope has is refused")
  func scopeTooSmall() throws {
    let (plan, assembly) = try RealSpecs.smallPlan(scope: ["file": 1])
    let search = try #require(plan.searches.first { $0.workload == "owner+bystander" })
    #expect(throws: CompositionError.self) { try assembly.system(of: search) }
    let campaign = Campaign(assembly: assembly, plan: plan, limits: Limits())
    guard case .failed(let error) = campaign.explore(search) else {
      throw InternalError("not refused")
    }
    #expect(error.message.contains("'file'"))
  }

  @Test("a property that names an element beyond the scope is refused, too")
  func propertyBeyondScope() throws {
    let more = """
      property beyond { workload "w"; always forall page p: extent[B][p] is hole; }
      property step_beyond { workload "w"; on recover() returns r { require extent[B][0] is hole; } }
      """
    let specification = try ToySpecs.specification(more)
    let overrides = Overrides(scope: ["file": 1])
    for name in ["beyond", "step_beyond"] {
      let plan = Plan(
        specification, Selection(designs: ["rough"], properties: [name]), overrides)
      let search = try #require(plan.searches.first)
      #expect(throws: CompositionError.self, "\(name)") {
        try Assembly(specification, overrides).system(of: search)
      }
    }
  }
}
