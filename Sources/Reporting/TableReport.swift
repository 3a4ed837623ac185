package import Checking
package import SpecLanguage
import TransitionSystem

/// The table: a line a property, a column a design, one block a kernel.
package struct TableReport {
  let specification: Specification
  let results: [CellResult]
  let style: Style

  package init(specification: Specification, results: [CellResult], style: Style) {
    self.specification = specification
    self.results = results
    self.style = style
  }

  package var lines: [String] {
    var lines: [String] = []
    var kernels: [String?] = []
    for result in results where !kernels.contains(result.cell.column.kernel) {
      kernels.append(result.cell.column.kernel)
    }
    for kernel in kernels {
      if !lines.isEmpty { lines.append("") }
      lines += block(kernel)
    }
    return lines.map(style.plain)
  }

  private func block(_ kernel: String?) -> [String] {
    let mine = results.filter { $0.cell.column.kernel == kernel }
    guard kernel != nil else { return models(mine) }
    let grid = TableGrid(mine, specification)
    let columns = grid.columns
    let titles = columns.map { heading($0) }
    let rows = grid.properties.map { property in
      [name(property, mine)]
        + columns.map { column in
          grid[column, property].map { mark($0, differs: grid.differs($0)) } ?? ""
        }
    }
    let scope = ScopeReport.common(mine, specification)
    return ["kernel \(kernel ?? "") \(style.separator) scope \(scope)", ""]
      + aligned(titles, rows)
  }

  /// A block a model, a line a property.
  private func models(_ mine: [CellResult]) -> [String] {
    var lines: [String] = []
    var model: String?
    let width = mine.map { name($0.cell.property, mine).count }.max() ?? 0
    let marks = mine.map { mark($0, differs: false) }
    let widest = marks.map(\.count).max() ?? 0
    for (result, mark) in zip(mine, marks) {
      if model != result.cell.column.design {
        if model != nil { lines.append("") }
        model = result.cell.column.design
        let scope = ScopeReport.words(result.cell, specification)
        lines.append("model \(result.cell.column.design) \(style.separator) scope \(scope)")
      }
      let states = "\(result.searchStates) \(result.searchStates == 1 ? "state" : "states")"
      let head = name(result.cell.property, mine).padded(to: width)
      lines.append("  \(head)  \(mark.padded(to: widest))  \(states)")
    }
    return lines
  }

  private func name(_ property: String, _ mine: [CellResult]) -> String {
    let contested = mine.first { $0.cell.property == property }?.isContested ?? false
    return property + (contested ? " \(style.contested)" : "")
  }

  /// The words of a heading, each short enough for a narrow column.
  private func heading(_ column: Column) -> [String] {
    var words: [String] = []
    var word = ""
    for character in column.design {
      word.append(character)
      if "+-".contains(character) {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words + (column.variant?.split(separator: " ").map(String.init) ?? [])
  }

  private func mark(_ result: CellResult, differs: Bool) -> String {
    var text = style.symbol(result)
    if differs { text += "*" }
    if !result.isAsExpected && !result.isUnknown { text += "!" }
    return text
  }

  /// What does not fit goes below, the properties named again.
  private func aligned(_ titles: [[String]], _ grid: [[String]]) -> [String] {
    let first = grid.map { $0[0].count }.max() ?? 0
    let widths = titles.indices.map { column in
      max(
        titles[column].map(\.count).max() ?? 0,
        grid.map { $0[column + 1].count }.max() ?? 0)
    }
    var lines: [String] = []
    var start = 0
    while start < titles.count {
      var end = start
      var width = first
      while end < titles.count && (end == start || width + 2 + widths[end] <= style.tableWidth) {
        width += 2 + widths[end]
        end += 1
      }
      if start > 0 { lines.append("") }
      lines += part(start..<end, titles, grid, first, widths)
      start = end
    }
    return lines
  }

  /// Some columns side by side, their titles ending on the line above the first row.
  private func part(
    _ columns: Range<Int>, _ titles: [[String]], _ grid: [[String]], _ first: Int, _ widths: [Int]
  ) -> [String] {
    let height = columns.map { titles[$0].count }.max() ?? 0
    let wide = columns.map { widths[$0] }
    var lines = (0..<height).map { line in
      let words = columns.map { column in
        let offset = line - (height - titles[column].count)
        return offset >= 0 ? titles[column][offset] : ""
      }
      return row("", words, first, wide)
    }
    for line in grid { lines.append(row(line[0], columns.map { line[$0 + 1] }, first, wide)) }
    return lines
  }

  private func row(_ head: String, _ cells: [String], _ first: Int, _ widths: [Int]) -> String {
    var line = head.padded(to: first)
    for (cell, width) in zip(cells, widths) { line += "  " + cell.padded(to: width) }
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension Style {
  /// The mark of a verdict: `✗ 19`, `✓∞`.
  func symbol(_ result: CellResult) -> String {
    switch result.verdict {
    case .violated(let trace, _): "\(violated) \(Self.length(of: trace))"
    case .holds, .witnessed: kept(result.standing)
    case .decided(let holds, _, _): "\(holds ? kept : violated) static"
    case .vacuous: vacuous
    case .notApplicable: inapplicable
    case .unknown: "?"
    }
  }

  /// The number of its steps; of a run that never ends, those before and those of its loop.
  private static func length(of trace: Trace) -> String {
    guard let start = trace.loopStart else { return "\(trace.steps.count)" }
    return "\(start)+\(trace.steps.count - start)"
  }

  private func kept(_ standing: ProofStanding?) -> String {
    switch standing {
    case .proved: proved
    case .beyond: kept + beyond
    case .outOfDate, .rejected, .outside, .notChecked, .unproved, nil: kept
    }
  }
}
