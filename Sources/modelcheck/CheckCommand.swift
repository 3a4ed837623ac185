import ArgumentParser
import Checking
import Foundation
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck check`: the table.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Decide every property of every design and print the table.")

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @Option(help: "Only this kernel (may be repeated).")
  var kernel: [String] = []
  @Option(help: "Only this design or model (may be repeated).")
  var design: [String] = []
  @Option(help: "Only this variant (may be repeated).")
  var variant: [String] = []
  @Option(help: "Only this property (may be repeated).")
  var property: [String] = []
  @Option(help: "Sizes, calls and budgets: blocks=3,files=2,calls=2,errors=1,….")
  var scope: String?
  @Flag(help: "Visit all states, also those that differ only by the names of blocks.")
  var noSymmetry = false
  @Option var crossCheck: Int = 0
  @Flag var ablate = false
  @Flag(help: "Print what each search visited.")
  var verbose = false

  func run() async throws {
    let files = try SpecFiles.load(paths)
    let selection = Selection(
      kernels: kernel, designs: design, properties: property, variants: variant)
    let overrides = Overrides(scope: [:])
    let plan = Plan(files.specification, selection, overrides)
    var limits = Limits()
    limits.symmetry = !noSymmetry
    let assembly = Assembly(files.specification, overrides)
    let campaign = Campaign(assembly: assembly, plan: plan, limits: limits)
    let outcomes = await campaign.run()
    var results: [CellResult] = []
    var coverage = Coverage()
    for (search, outcome) in zip(plan.searches, outcomes) {
      switch outcome {
      case .decided(let cells, let statistics):
        results += cells
        coverage.add(column: search.column, fired: statistics.fired, unfired: statistics.unfired)
        if verbose {
          Console.print("\(search.column.kernel ?? "") \(search.column.title) \(search.workload) \(search.properties) states \(statistics.states) transitions \(statistics.transitions) depth \(statistics.diameter) deadlock \(statistics.deadlock != nil)")
        }
      case .failed(let error): Console.complain("\(search.column.title): \(error.message) \(error.site?.description ?? "")")
      case .broken(let error): Console.complain("BUG \(error.message)")
      }
    }
    if results.count <= 40 {
      for result in results {
        guard case .violated(let trace, let claim) = result.verdict else { continue }
        guard let search = plan.searches.first(where: { $0.cells.contains(result.cell) }) else { continue }
        let (system, scope) = try assembly.system(of: search)
        let evaluator = Evaluator(system: system, scope: scope)
        let replayed = try evaluator.replay(trace, claiming: claim, property: result.cell.property)
        Console.print("\n\(result.cell.column.kernel ?? "") \(result.cell.column.title) breaks \(result.cell.property) in \(trace.steps.count) steps")
        let run = Run(
          cell: result.cell, evaluator: evaluator, replayed: replayed, claim: claim,
          roles: ["a", "b"])
        for line in TraceReport(run, style: Style(isASCII: false)).lines { Console.print(line) }
      }
    }
    if verbose { for (k, w) in coverage.neverTaken { for x in w { Console.print("never \(k): \(x)") } } }
    let check = CrossCheck(assembly: assembly, limits: limits)
    if crossCheck > 0 {
      let report = await check.run(plan.searches, results, deadline: .now + .seconds(crossCheck))
      Console.print("rederived \(report.rederived.count) \(report.rederived.map(\.steps)) confirmed \(report.confirmed) kept \(report.keptDepths.count) min \(report.keptDepths.min() ?? -1) unfinished \(report.unfinished.count)")
      for text in report.disagreements { Console.print("DISAGREE " + text) }
    }
    if ablate {
      for f in await Ablation(files.specification, overrides, limits).findings(results) { Console.print("\(f)") }
    }
    for claim in ClaimDecision(specification: files.specification, results: results).all() {
      Console.print("\(claim.kernel): \(claim.holds.map { $0 ? "holds" : "does not hold" } ?? "not decided"): \(claim.text)")
    }
    let style = Style(isASCII: !Console.isUTF8)
    for line in TableReport(specification: files.specification, results: results, style: style).lines { Console.print(line) }
  }
}
