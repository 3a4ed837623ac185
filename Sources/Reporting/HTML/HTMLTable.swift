import Checking
import SpecLanguage
import TransitionSystem

/// The table of an HTML report: a block a kernel or model, and what each cell says of itself.
struct HTMLTable {
  let specification: Specification
  let results: [CellResult]
  let style: Style

  /// The cells, with the numbers of the traces that they show.
  func cells(_ traces: [[Int]]) -> JSON {
    .array(zip(results, traces).map { cell($0, traces: $1) })
  }

  private func cell(_ result: CellResult, traces: [Int]) -> JSON {
    let cell = result.cell
    return .object([
      .init("kernel", .optional(cell.column.kernel)), .init("design", .string(cell.column.design)),
      .init("variant", .optional(cell.column.variant)), .init("property", .string(cell.property)),
      .init("workload", .string(cell.workload)),
      .init("scope", .string(ScopeReport.words(cell, specification))),
      .init("state", .string(Self.state(result))), .init("mark", .string(style.symbol(result))),
      .init("asExpected", .bool(result.isAsExpected)),
      .init("evidence", .array(CellEvidence(result: result).sentences.map { .string($0) })),
      .init("traces", .array(traces.map { .integer($0) })),
    ])
  }

  /// The verdict by which cells are filtered and coloured.
  private static func state(_ result: CellResult) -> String {
    switch result.verdict {
    case .violated: "violated"
    case .holds, .witnessed: kept(result.standing)
    case .decided(let holds, _, _): holds ? "holds" : "violated"
    case .vacuous: "vacuous"
    case .notApplicable: "not applicable"
    case .unknown: "unknown"
    }
  }

  private static func kept(_ standing: ProofStanding?) -> String {
    switch standing {
    case .proved: "proved"
    case .beyond: "violated beyond"
    case .outOfDate, .rejected, .outside, .notChecked, .unproved, nil: "holds"
    }
  }

  /// A block a kernel, and one a model.
  var blocks: JSON {
    .array(
      results.map(\.cell.column).map(Self.head).distinct.map { head in
        block(head, results.filter { Self.head($0.cell.column) == head })
      })
  }

  private struct Head: Hashable {
    var kernel: String?
    var model: String?
  }

  private static func head(_ column: Column) -> Head {
    Head(kernel: column.kernel, model: column.kernel == nil ? column.design : nil)
  }

  private func block(_ head: Head, _ mine: [CellResult]) -> JSON {
    let grid = TableGrid(mine, specification)
    let numbers = Dictionary(
      results.enumerated().map { ($1.cell, $0) }, uniquingKeysWith: { $1 })
    let columns = grid.columns.map { column in
      JSON.object([
        .init("design", .string(column.design)), .init("variant", .optional(column.variant)),
      ])
    }
    let rows = grid.properties.map { property in
      let cells = grid.columns.map { column -> JSON in
        guard let result = grid[column, property] else { return .null }
        let differs = head.model == nil && grid.differs(result)
        return .object([
          .init("cell", numbers[result.cell].map { .integer($0) } ?? .null),
          .init("differs", .bool(differs)),
        ])
      }
      return JSON.object([
        .init("property", self.property(property, of: grid.columns)), .init("cells", .array(cells)),
      ])
    }
    let scope =
      head.model == nil
      ? ScopeReport.common(mine, specification)
      : mine.first.map { ScopeReport.words($0.cell, specification) } ?? ""
    return .object([
      .init("kernel", .optional(head.kernel)), .init("model", .optional(head.model)),
      .init("scope", .string(scope)), .init("columns", .array(columns)),
      .init("rows", .array(rows)),
    ])
  }

  private func property(_ name: String, of columns: [Column]) -> JSON {
    let declared = columns.lazy.flatMap { specification.properties(of: $0) }
      .first { $0.name == name }
    return .object([
      .init("name", .string(name)), .init("title", .string(declared?.title ?? "")),
      .init("source", .string(declared?.source ?? "")),
      .init("contested", .bool(declared?.isContested ?? false)),
    ])
  }
}
