import Checking
import Explicit
import Reporting
import TransitionSystem

/// `check --audit`: whether reductions keep what a search says.
struct AuditRun {
  let audit: ReductionAudit
  let console: Console
  let style: Style

  /// Audits one search after the other, and prints a line about each.
  func run(_ plan: Plan) throws -> ExitStatus {
    var (failed, missing) = (0, 0)
    for search in plan.searches {
      let row: ReductionAudit.Row
      do throws(CompositionError) { row = try audit.row(search) } catch {
        throw Failure.specErrors("\(search.column.title): \(error.message)")
      }
      let text = AuditText(row)
      try console.print(style.plain(text.line))
      for gap in row.gaps {
        try console.print("  not compared: \(gap.what)\(gap.reason.map { ": \($0.words)" } ?? "")")
      }
      for sentence in row.disagreements {
        console.complain("error: \(search.column.place), \(search.workload): \(sentence)")
      }
      failed += row.disagreements.isEmpty ? 0 : 1
      missing += row.gaps.isEmpty ? 0 : 1
    }
    return try end(plan, failed, missing)
  }

  private static func counted(_ number: Int, _ one: String, _ several: String) -> String {
    "\(number) \(number == 1 ? one : several)"
  }

  private func end(_ plan: Plan, _ failed: Int, _ missing: Int) throws -> ExitStatus {
    let all =
      Self.counted(plan.searches.count, "search", "searches") + ", "
      + Self.counted(plan.cells.count, "cell", "cells")
    if failed > 0 {
      let text = "in \(failed) of \(all), reductions change what is said"
      console.complain("error: \(Failure.internalError(text).message)")
      return .internalError
    }
    if missing > 0 {
      try console.print("\(all): \(missing) of the searches were not compared to the end")
      return .unknown
    }
    try console.print("\(all): every combination of reductions says the same")
    return .asExpected
  }
}

/// What is said about one search.
struct AuditText {
  private let row: ReductionAudit.Row

  init(_ row: ReductionAudit.Row) { self.row = row }

  var line: String {
    let search = row.search
    let cells = search.properties.joined(separator: ", ")
    let place = "\(search.column.place), \(search.workload); \(cells)"
    return ([place] + numbers.map { "  \($0)" }).joined(separator: "\n")
  }

  /// How many states there are, and how many are left.
  private var numbers: [String] {
    let isSliced = row.search.column.kernel != nil
    guard let plain = row.results[Reductions(slices: isSliced)] else { return [] }
    if plain.specError != nil { return ["an error of the spec ends each search"] }
    var parts = ["\(plain.distinctStates) states"]
    if isSliced, let whole = row.results[Reductions(slices: false)] {
      parts[0] += ", without slicing \(whole.distinctStates)"
    }
    let symmetric = row.results[Reductions(slices: isSliced, symmetry: true)]
    let skipping = row.results[Reductions(slices: isSliced, skipsTransientStates: true)]
    let both = row.results[
      Reductions(slices: isSliced, symmetry: true, skipsTransientStates: true)]
    let sorts = symmetric?.reducedSorts ?? []
    if !sorts.isEmpty, let symmetric {
      parts.append("\(left(symmetric, plain)) modulo \(sorts.joined(separator: ", "))")
    }
    if let skipping, skipping.skippedTransientStates {
      parts.append("\(left(skipping, plain)) without transient states")
      if !sorts.isEmpty, let both { parts.append("\(left(both, plain)) with both") }
    }
    if parts.count == 1 { parts.append("none is left out") }
    return [parts.joined(separator: "; ")]
  }

  /// `5206652 (2.5 times fewer)`.
  private func left(_ result: SearchResult, _ plain: SearchResult) -> String {
    let tenths = plain.distinctStates * 10 / max(1, result.distinctStates)
    return "\(result.distinctStates) (\(tenths / 10).\(tenths % 10) times fewer)"
  }
}
