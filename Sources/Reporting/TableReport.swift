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
    var columns: [Column] = []
    var properties: [String] = []
    for result in mine {
      if !columns.contains(result.cell.column) { columns.append(result.cell.column) }
      if !properties.contains(result.cell.property) { properties.append(result.cell.property) }
    }
    let order = specification.properties.map(\.name)
    properties.sort { (order.firstIndex(of: $0) ?? 0) < (order.firstIndex(of: $1) ?? 0) }
    let index = Dictionary(
      mine.map { (Key(column: $0.cell.column, property: $0.cell.property), $0) },
      uniquingKeysWith: { $1 })
    let titles = columns.map { heading($0) }
    var grid: [[String]] = []
    for property in properties {
      let row = columns.map { column in
        index[Key(column: column, property: property)].map { mark($0, row: property, index) } ?? ""
      }
      grid.append([name(property, mine)] + row)
    }
    let scope = ScopeReport.common(mine, specification)
    return ["kernel \(kernel ?? "") \(style.separator) scope \(scope)", ""]
      + aligned(titles, grid)
  }

  private struct Key: Hashable {
    var column: Column
    var property: String
  }

  /// A block a model, a line a property.
  private func models(_ mine: [CellResult]) -> [String] {
    var lines: [String] = []
    var model: String?
    let width = mine.map { name($0.cell.property, mine).count }.max() ?? 0
    let marks = mine.map { mark($0, row: "", [:]) }
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

  private func mark(_ result: CellResult, row: String, _ index: [Key: CellResult]) -> String {
    var text = symbol(result)
    let column = result.cell.column
    let differs = index.contains { key, other in
      key.property == row && key.column.kernel == column.kernel
        && key.column.design == column.design && key.column.variant != column.variant
        && other.isKept != result.isKept && !other.isUnknown && !result.isUnknown
    }
    if differs { text += "*" }
    if !result.isAsExpected && !result.isUnknown { text += "!" }
    return text
  }

  private func symbol(_ result: CellResult) -> String {
    switch result.verdict {
    case .violated(let trace, _): "\(style.violated) \(Self.length(of: trace))"
    case .holds, .witnessed: kept(result.standing)
    case .decided(let holds, _, _): "\(holds ? style.kept : style.violated) static"
    case .vacuous: style.vacuous
    case .notApplicable: style.inapplicable
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
    case .proved: style.proved
    case .beyond: style.kept + style.beyond
    case .outOfDate, .rejected, .outside, .notChecked, .unproved, nil: style.kept
    }
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
