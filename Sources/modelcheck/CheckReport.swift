import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// What `check` prints.
struct CheckReport {
  let run: CheckRun
  /// The files of the specs.
  let sources: [SourceText]
  let style: Style
  let isVerbose: Bool
  /// Whether to say why cells are not proved.
  let explainsProofs: Bool
  /// Whether only some properties were asked for: claims speak of all.
  let isPartial: Bool
  /// Up to so many violated cells are told in full.
  private static let mostTraces = 6

  var json: String {
    VerdictsReport(results: run.results, traces: run.differentTraces, version: ModelCheck.version)
      .json.document(style)
  }

  var table: String {
    get throws {
      let specification = run.assembly.specification
      let findings = Findings(results: run.results, style: style)
      let table = TableReport(specification: specification, results: run.results, style: style)
      let scopes = ScopeReport(specification: specification, results: run.results, style: style)
      var sections = [table.lines, style.legend(run.results), scopes.lines, findings.violations]
      sections += try traces
      sections.append(run.remarksOnOthers.map(style.plain))
      sections += try deadlocks
      let proofs = ProofReport(results: run.results, style: style)
      sections += [findings.remarks, proofs.lines, claims, ablation, crossCheck]
      if explainsProofs || isVerbose { sections.append(proofs.reasons) }
      if isVerbose { sections += [searches, neverTaken] }
      let text = sections.filter { !$0.isEmpty }.map {
        style.folded($0).joined(separator: "\n")
      }
      return text.joined(separator: "\n\n") + "\n"
    }
  }

  /// The counterexamples themselves, if they are few.
  private var traces: [[String]] {
    get throws {
      let shown = run.results.filter { $0.shown != nil }
      // Whoever asks for several wants to read them.
      guard shown.count <= Self.mostTraces || run.wanted != nil else { return [] }
      return try shown.flatMap { result in
        try run.shown(of: result).map { TraceText($0, run.assembly.specification, style).lines }
      }
    }
  }

  /// More deadlocks than this are named, not told.
  private static let mostDeadlocks = 2

  private var deadlocks: [[String]] {
    get throws {
      let found = run.searches.filter { $0.statistics.deadlock != nil }
      guard found.count > Self.mostDeadlocks else {
        return try found.compactMap { summary in
          try run.deadlock(of: summary)
            .map { TraceText($0, run.assembly.specification, style).lines }
        }
      }
      return [found.compactMap(\.deadlock).map { style.plain($0.sentence) }]
    }
  }

  var claims: [String] {
    let all = run.claims.filter { $0.holds != nil }
    guard !all.isEmpty && !isPartial else { return [] }
    guard !run.results.contains(where: \.isUnknown) else {
      return ["claims: not decided, because cells are unknown"]
    }
    return ["claims:"]
      + all.map { claim in
        style.plain(
          "  \(claim.kernel): \(claim.holds == true ? "holds" : "does not hold"): \(claim.text)")
      }
  }

  private var ablation: [String] {
    guard !run.findings.isEmpty else { return [] }
    return ["what decides where variants differ:"]
      + run.findings.map { finding in
        let sets = finding.decisive.map { "{" + $0.joined(separator: ", ") + "}" }
        let names = sets.isEmpty ? "no set of options" : sets.joined(separator: " or ")
        return style.plain(
          "  \(finding.design) on \(finding.kernel), \(finding.property): from '\(finding.from)' "
            + "to '\(finding.towards)' by \(names)")
      }
  }

  private var crossCheck: [String] {
    guard let report = run.crossCheck else { return [] }
    let long = report.rederived.map(\.steps).max().map { ", the longest of \($0) steps" } ?? ""
    let depth = report.keptDepths.min().map { ", each to depth \($0) or more" } ?? ""
    var lines = [
      "cross-check by Z3: \(report.rederived.count) counterexamples derived again\(long); "
        + "\(report.confirmed) confirmed step by step; nothing found in \(report.keptDepths.count) "
        + "kept cells\(depth); \(report.disagreements.count) disagreements"
    ]
    if !report.unfinished.isEmpty {
      lines.append("  not finished: \(report.unfinished.count) cells")
    }
    return lines.map(style.plain)
  }

  private var neverTaken: [String] {
    run.coverage.neverTaken.flatMap { place, ways in
      ["\(place): no search takes"] + ways.map { "  \($0)" }
    }.map(style.plain)
  }

  private var searches: [String] {
    run.searches.map { summary in
      let search = summary.search
      let found = summary.statistics
      return style.plain(
        "\(search.column.place), \(search.workload): \(found.states) states, "
          + "\(found.transitions) transitions, depth \(found.diameter)\(reductions(found))"
          + (found.settledStates > 0 ? ", on disk for want of memory; " : "; ")
          + search.properties.joined(separator: ", "))
    }
  }

  /// What the numbers of a search leave out, if all reductions were asked for.
  private func reductions(_ found: Campaign.Statistics) -> String {
    guard run.limits.reducesAll else { return "" }
    let sorts = found.reducedSorts.joined(separator: ", ")
    let parts =
      (sorts.isEmpty ? [] : ["modulo \(sorts)"])
      + (found.skippedTransientStates ? ["without transient states"] : [])
    return parts.isEmpty ? " (no reduction)" : " (\(parts.joined(separator: ", ")))"
  }
}
