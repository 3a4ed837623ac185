import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// What a run leaves out changes no verdict.
@Suite("Reduction")
struct ReductionTests {
  private static let designs = [
    "pwrite", "punch+pwrite", "fiemap+blkzeroout", "zeroinit", "write-flag", "clear-unmounted",
  ]

  @Test("leaving out what no property sees keeps verdicts and lengths", arguments: designs)
  func verdicts(design: String) throws {
    let (plan, assembly) = try RealSpecs.smallPlan(Selection(designs: [design]))
    var isSmaller = false
    for search in plan.searches where search.workload == "owner" {
      let (whole, scope) = try assembly.system(of: search)
      let full = explore(whole, scope: scope, options: SearchOptions())
      let reduced = Assembly.reduced(whole, to: search.properties)
      let part = explore(reduced, scope: scope, options: SearchOptions())
      #expect(full.outcome == .exhausted && full.specError == nil)
      #expect(
        full.violations.mapValues(\.trace.steps.count)
          == part.violations.mapValues(\.trace.steps.count))
      #expect(full.covers.mapValues(\.steps.count) == part.covers.mapValues(\.steps.count))
      #expect(full.deadlock == nil && part.deadlock == nil)
      #expect(part.distinctStates <= full.distinctStates)
      isSmaller = isSmaller || part.distinctStates < full.distinctStates
      // Each run of the part is one of the whole.
      let evaluator = Evaluator(system: whole, scope: scope)
      for (name, violation) in part.violations {
        _ = try evaluator.replay(violation.trace, claiming: violation.claim, property: name)
      }
    }
    #expect(isSmaller)
  }

  @Test("only the named properties are kept, with what they see")
  func properties() throws {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(kernels: ["linux-5.14-ext4"], designs: ["pwrite"], properties: ["in_place"]))
    let search = try #require(plan.searches.first)
    let (whole, _) = try assembly.system(of: search)
    let reduced = Assembly.reduced(whole, to: ["in_place"])
    #expect(reduced.properties.map(\.name) == ["in_place"])
    // Nobody unmounts or shuts down here, so that these never change.
    #expect(whole.variable("mounted") != nil && reduced.variable("mounted") == nil)
    let nothing = Assembly.reduced(whole, to: [])
    #expect(nothing.properties.isEmpty)
    #expect(nothing.actions.flatMap(\.checks).isEmpty)
  }

  @Test("an optional call is left out where a design does not have it")
  func optionalCalls() async throws {
    let more = """
      design "special" on "k" {
        syscall run() -> result { miss_third(); return ok; }
        syscall extra() -> result { miss_pair(); return ok; }
        recipe recover() -> result { return ok; }
      }
      workload "o" { role user { calls 1; poke(); optional extra(); } }
      property extra_called { workload "o"; reachable no_pair; }
      """
    let specification = try ToySpecs.specification(more)
    let cells = await ToySpecs.results(
      specification, Selection(kernels: ["k"], properties: ["extra_called"])
    ).cells
    #expect(try cells.cell("extra_called", "special").word == "holds")
    #expect(try cells.cell("extra_called", "rough").word == "vacuous")
  }
}
