import Checking
import SpecLanguage
import TransitionSystem

/// The results of one kernel as the table arranges them: a line a property, a column a design.
struct TableGrid {
  let columns: [Column]
  let properties: [String]
  private let index: [Key: CellResult]

  private struct Key: Hashable {
    var column: Column
    var property: String
  }

  /// Columns stand as they were decided, properties as they were declared.
  init(_ results: [CellResult], _ specification: Specification) {
    columns = results.map(\.cell.column).distinct
    let order = specification.properties.map(\.name)
    properties = results.map(\.cell.property).distinct
      .sorted { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    index = Dictionary(
      results.map { (Key(column: $0.cell.column, property: $0.cell.property), $0) },
      uniquingKeysWith: { $1 })
  }

  subscript(column: Column, property: String) -> CellResult? {
    index[Key(column: column, property: property)]
  }

  /// Whether another variant of the design came out otherwise.
  func differs(_ result: CellResult) -> Bool {
    let mine = result.cell.column
    return index.contains { key, other in
      key.property == result.cell.property && key.column.kernel == mine.kernel
        && key.column.design == mine.design && key.column.variant != mine.variant
        && other.isKept != result.isKept && !other.isUnknown && !result.isUnknown
    }
  }
}
