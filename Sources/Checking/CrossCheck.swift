import SpecLanguage
import TransitionSystem

/// The second means: Z3 decides again what the explicit engine has decided.
///
/// Every counterexample is confirmed step by step; every kept cell is checked to some depth; and
/// counterexamples are found again from nothing, the short ones first, at the smallest scope that
/// shows them: same verdict, same length, none shorter.
package struct CrossCheck: Sendable {
  package let assembly: Assembly
  package let limits: Limits
  /// The least depth to which kept cells are checked.
  package static let keptDepth = 6

  package init(assembly: Assembly, limits: Limits) {
    self.assembly = assembly
    self.limits = limits
  }

  /// What Z3 had to say.
  package struct Report: Sendable {
    /// Cells whose shortest counterexample was found again, with the length at the scope used.
    package var rederived: [(cell: Cell, steps: Int)] = []
    /// Cells whose counterexample was confirmed step by step.
    package var confirmed = 0
    /// Kept cells with the depth to which nothing was found.
    package var keptDepths: [Int] = []
    /// Cells that Z3 did not finish in time.
    package var unfinished: [Cell] = []
    package var disagreements: [String] = []
  }

  /// Checks all cells until the deadline; the confirmation of traces comes first.
  package func run(
    _ searches: [Plan.Search], _ results: [CellResult], deadline: ContinuousClock.Instant
  ) async -> Report {
    // Z3 unrolls finite runs: of what is decided on infinite ones it knows nothing.
    let responses = assembly.specification.responses
    let searches = searches.filter { $0.properties.allSatisfy { !responses.contains($0) } }
    let results = results.filter { !responses.contains($0.cell.property) }
    var report = Report()
    let confirmed = await inParallel(searches, atMost: limits.threads) { search in
      confirm(search, results, deadline)
    }
    for part in confirmed { report.merge(part) }
    let violated = results.filter { $0.steps != nil }
      .sorted { ($0.steps ?? 0) < ($1.steps ?? 0) }
    let rederived = await inParallel(violated, atMost: limits.threads) { result in
      rederive(result, deadline)
    }
    for part in rederived { report.merge(part) }
    return report
  }
}
