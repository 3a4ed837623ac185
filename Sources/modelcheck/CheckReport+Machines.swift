import Checking
import Foundation
import Reporting
import SpecLanguage
import TransitionSystem

/// The reports of `check` for other programs.
extension CheckReport {
  /// Writes each report to its place.
  func write(
    _ outputs: ReportOutputs<ReportFormat>, _ settings: [TraceFile.Setting], _ console: Console
  ) throws {
    for (format, path) in outputs.files {
      if format == .itf {
        try run.writeTraces(to: path, .itf, settings)
      } else {
        try OutputFile.write(try text(format), to: path)
      }
    }
    try outputs.write(try text(outputs.direct), console)
  }

  private func text(_ format: ReportFormat) throws -> String {
    switch format {
    case .table, .itf: return try table
    case .json: return json
    case .html: return try page
    case .sarif:
      let report = SARIFReport(
        try checkedRun, folder: FileManager.default.currentDirectoryPath,
        status: Int(run.status.rawValue))
      return report.json.document(style)
    case .junit:
      let checked = try checkedRun
      return JUnitReport(checked, traces: texts(checked), style: style).document
    }
  }

  /// The page that a browser shows.
  private var page: String {
    get throws {
      let deadlocks = run.searches.compactMap(\.deadlock).map(\.sentence)
      let report = HTMLReport(
        run.assembly.specification, run.results, sources: sources,
        notes: run.problems + deadlocks + claims, version: ModelCheck.version)
      return try report.document { try run.shown(of: $0) }
    }
  }

  private var checkedRun: CheckedRun {
    get throws {
      let specification = run.assembly.specification
      var runs: [Int: Run] = [:]
      for (position, result) in run.results.enumerated()
      where result.isUnknown || !result.isAsExpected { runs[position] = try run.run(of: result) }
      return CheckedRun(
        specification: specification, results: run.results, runs: runs,
        deadlocks: run.searches.compactMap(\.deadlock),
        claims: run.claims.filter { $0.holds != nil }, problems: run.problems,
        version: ModelCheck.version)
    }
  }

  private func texts(_ checked: CheckedRun) -> [Int: [String]] {
    checked.runs.mapValues { TraceText($0, run.assembly.specification, style).lines }
  }
}

extension CheckRun.SearchSummary {
  /// Where its tasks can come to wait for ever, if they can.
  var deadlock: CheckedRun.Deadlock? {
    statistics.deadlock.map {
      CheckedRun.Deadlock(
        column: search.column, workload: search.workload, steps: $0.steps.count)
    }
  }
}
