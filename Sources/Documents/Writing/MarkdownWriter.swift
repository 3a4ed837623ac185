/// Markdown as code hosts show it.
package struct MarkdownWriter: PageWriter {
  let colophon: Colophon
  package let ending = "md"
  // A mark may be put before a line.
  private static let width = 99

  package init(_ colophon: Colophon) { self.colophon = colophon }

  package func text(_ page: Page, images: Set<String>) -> String {
    var lines = colophon.markup + ["", "# \(MarkdownText.escaped(page.title))", ""]
    for block in page.blocks { lines += self.lines(block, page, images) + [""] }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ block: Page.Block, _ page: Page, _ images: Set<String>) -> [String] {
    switch block {
    case .heading(let level, let title):
      return [String(repeating: "#", count: level + 1) + " " + MarkdownText.escaped(title)]
    case .paragraph(let parts): return filled(parts, page)
    case .list(let items): return items.flatMap { filled($0, page, first: "- ", rest: "  ") }
    case .definitions(let items):
      return items.flatMap { item in
        filled(item.term + [.text(": ")] + item.meaning, page, first: "- ", rest: "  ")
      }
    case .code(let text): return fenced(text, "")
    case .table(let head, let rows): return table(head, rows, page)
    case .diagram(let diagram):
      var lines: [String] = []
      if images.contains(diagram.name) {
        let words = MarkdownText.escaped(diagram.title)
        lines += ["![\(words)](\(relative(diagram.name, from: page.path)).svg)", ""]
      }
      return lines + fenced(diagram.mermaid, "mermaid") + [""] + fenced(diagram.dot, "dot")
    case .contents: return []
    }
  }

  /// A block of code in a fence that it does not contain.
  private func fenced(_ text: String, _ language: String) -> [String] {
    let lines = text.plainLines
    guard !lines.isEmpty else { return [] }
    let fence = String(repeating: "`", count: max(3, MarkdownText.longestTicks(text) + 1))
    return [fence + language] + lines + [fence]
  }

  private func table(
    _ head: [String], _ rows: [[[Page.Inline]]], _ page: Page
  ) -> [String] {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    var lines = [row(head.map(MarkdownText.escaped)), row(head.map { _ in "---" })]
    for cells in rows {
      lines.append(row(cells.map { line($0, page, inTable: true).breakable }))
    }
    return lines
  }

  private func filled(
    _ parts: [Page.Inline], _ page: Page, first: String = "", rest: String = ""
  ) -> [String] {
    let words = line(parts, page)
    let lines = words.filled(first: first, rest: rest, width: Self.width)
    return lines.enumerated().map { number, text in
      let indent = number == 0 ? first : rest
      return indent + MarkdownText.guarded(String(text.dropFirst(indent.count)))
    }
  }

  private func line(_ parts: [Page.Inline], _ page: Page, inTable: Bool = false) -> String {
    parts.map { part -> String in
      switch part {
      case .text(let text):
        let inner = MarkdownText.escaped(text)
        return (text.first == " " ? " " : "") + inner
          + (text.last == " " && !inner.isEmpty ? " " : "")
      case .strong(let text):
        let inner = MarkdownText.escaped(text)
        return inner.isEmpty ? "" : "**\(inner)**"
      case .code(let text): return MarkdownText.code(text, inTable: inTable)
      case .link(let words, let path):
        return "[\(MarkdownText.escaped(words))](\(relative(path, from: page.path)).md)"
      }
    }.joined()
  }

  /// The way from one page to another.
  private func relative(_ path: String, from origin: String) -> String {
    let depth = origin.filter { $0 == "/" }.count
    return String(repeating: "../", count: depth) + path
  }
}

/// Text that Markdown shows as it is.
enum MarkdownText {
  static func escaped(_ text: String) -> String {
    let characters = Array(text.onOneLine)
    var result = ""
    for (position, character) in characters.enumerated() {
      let before = position > 0 ? characters[position - 1] : " "
      let next = position + 1 < characters.count ? characters[position + 1] : " "
      switch character {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\\", "`", "*", "[", "]", "|", "~", "$": result += "\\\(character)"
      case "_" where !(isWord(before) && isWord(next)): result += "\\_"
      default: result.append(character)
      }
    }
    return result
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// A line that begins no list, heading or table.
  static func guarded(_ line: String) -> String {
    guard let first = line.first else { return line }
    if "#+-=:".contains(first) { return "\\" + line }
    let number = line.prefix(while: \.isNumber)
    let rest = line.dropFirst(number.count)
    if !number.isEmpty, let mark = rest.first, mark == "." || mark == ")" {
      return number + "\\" + rest
    }
    return line
  }

  /// How many backticks stand beside each other at most.
  static func longestTicks(_ text: String) -> Int {
    var longest = 0
    var length = 0
    for character in text {
      length = character == "`" ? length + 1 : 0
      longest = max(longest, length)
    }
    return longest
  }

  static func code(_ text: String, inTable: Bool) -> String {
    let inner = text.onOneLine
    guard !inner.isEmpty else { return "" }
    // In a table a bar ends the cell, even in code, unless a backslash stands before it.
    let shown = inTable ? inner.replacing("|", with: "\\|") : inner
    let ticks = String(repeating: "`", count: longestTicks(inner) + 1)
    let pad = inner.first == "`" || inner.last == "`" ? " " : ""
    return ticks + (pad + shown + pad).unbreakable + ticks
  }
}
