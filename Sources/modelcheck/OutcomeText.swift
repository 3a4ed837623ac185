import Checking
import Reporting
import TransitionSystem

extension Outcomes.Table {
  /// A line a situation, a column each result that can occur at all.
  func lines(_ style: Style) -> [String] {
    var lines = [
      "outcomes of \(callable.name), \(column.place); steps of the shortest witness:"
    ]
    let shown = results.indices.filter { result in steps.contains { $0[result] != nil } }
    guard !shown.isEmpty else { return lines + ["  it never returns at this scope"] }
    let head = shown.map { results[$0] }
    let rows = steps.map { row in shown.map { row[$0].map { "\($0)" } ?? "-" } }
    let first = (situations.map(\.count).max() ?? 0) + 2
    let widths = head.indices.map { column in
      max(head[column].count, rows.map { $0[column].count }.max() ?? 0)
    }
    lines.append(Self.row("", head, first, widths))
    for (situation, row) in zip(situations, rows) {
      lines.append(Self.row(situation, row, first, widths))
    }
    if !isComplete { lines.append("  not complete: the exploration ended early") }
    return lines.map(style.plain)
  }

  private static func row(
    _ head: String, _ cells: [String], _ first: Int, _ widths: [Int]
  ) -> String {
    var line = "  " + head + String(repeating: " ", count: max(0, first - head.count))
    for (cell, width) in zip(cells, widths) {
      line += String(repeating: " ", count: width - cell.count) + cell + "  "
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
