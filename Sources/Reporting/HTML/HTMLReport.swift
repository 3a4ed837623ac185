package import Checking
package import SpecLanguage
import TransitionSystem

/// A run of `check` as one page that needs nothing else: table, runs, and the text of the specs.
///
/// The page holds what was found as JSON, which its script shows; no name of a spec is ever part of
/// its markup.
package struct HTMLReport {
  private let specification: Specification
  private let results: [CellResult]
  private let sources: [SourceText]
  private let notes: [String]
  private let version: String

  /// The report of some results.
  ///
  /// The `sources` are the files of the specs, named as sites name
  /// them; the `notes` stand below the table: deadlocks, claims, problems.
  package init(
    _ specification: Specification, _ results: [CellResult], sources: [SourceText],
    notes: [String], version: String
  ) {
    self.specification = specification
    self.results = results
    self.sources = sources
    self.notes = notes
    self.version = version
  }

  /// The page; `runs` gives the runs that show a result, the shortest first.
  package func document(_ runs: (CellResult) throws -> [Run]) rethrows -> String {
    let data = Self.inert(try json(runs).line(Style(isASCII: false)))
    return Self.page(data)
  }

  /// What the page knows.
  package func json(_ runs: (CellResult) throws -> [Run]) rethrows -> JSON {
    var traces = HTMLTraces(specification)
    var numbers: [[Int]] = []
    for (cell, result) in results.enumerated() {
      var mine: [Int] = []
      for run in try runs(result) { mine.append(traces.add(run, cell: cell)) }
      numbers.append(mine)
    }
    let style = Style(isASCII: false)
    let table = HTMLTable(specification: specification, results: results, style: style)
    return .object(
      [
        .init("version", .string(version)), .init("notes", .array(notes.map { .string($0) })),
        .init("legend", .array(style.legend(results).map { .string($0) })),
        .init("blocks", table.blocks), .init("cells", table.cells(numbers)),
      ] + traces.references(sources))
  }

  /// JSON that ends no element and begins no comment of the page that it stands in.
  package static func inert(_ json: String) -> String {
    var result = ""
    for unit in json.unicodeScalars {
      switch unit {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(unit)
      }
    }
    return result
  }

  /// The frame with style, data and script in their places.
  private static func page(_ data: String) -> String {
    let parts = [
      "/* style */": style, "// data": data, "// script": script,
    ]
    let frame = text(PackageResources.page_html)
    return frame.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      parts[String(line)] ?? String(line)
    }.joined(separator: "\n")
  }

  private static var style: String {
    [
      PackageResources.page_css, PackageResources.table_css, PackageResources.trace_css,
      PackageResources.print_css,
    ].map(text).joined()
  }

  /// One after the other in one module: a file uses what those before it declare.
  private static var script: String {
    [
      PackageResources.elements_js, PackageResources.runs_js, PackageResources.filters_js,
      PackageResources.table_js, PackageResources.lanes_js, PackageResources.state_js,
      PackageResources.source_js, PackageResources.pane_js, PackageResources.cell_js,
      PackageResources.main_js,
    ].map(text).joined()
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
