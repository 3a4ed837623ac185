/// reStructuredText after the conventions of the kernel's documentation.
package struct RSTWriter: PageWriter {
  let colophon: Colophon
  package let ending = "rst"
  private static let width = 80

  package init(_ colophon: Colophon) { self.colophon = colophon }

  package func text(_ page: Page, images: Set<String>) -> String {
    var lines = colophon.lines.map { ".. \($0)" }
    // Two comments, each of one line.
    lines = lines.flatMap { [$0, ""] }
    let title = RSTText.escaped(page.title, startsLine: true)
    let bar = String(repeating: "=", count: max(3, RSTText.columns(title)))
    lines += [bar, title, bar, ""]
    for block in page.blocks { lines += self.lines(block, page, images) + [""] }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ block: Page.Block, _ page: Page, _ images: Set<String>) -> [String] {
    switch block {
    case .heading(let level, let title):
      let text = RSTText.escaped(title, startsLine: true)
      let mark = level == 1 ? "=" : level == 2 ? "-" : "~"
      return [text, String(repeating: mark, count: max(3, RSTText.columns(text)))]
    case .paragraph(let parts): return filled(parts)
    case .list(let items):
      return items.flatMap { filled($0, first: "* ", rest: "  ") }
    case .definitions(let items):
      return Array(
        items.map { filled($0.term).joinedLine + filled($0.meaning, first: "  ", rest: "  ") }
          .joined(separator: [""]))
    case .code(let text): return literal(text)
    case .table(let head, let rows): return table(head, rows)
    case .diagram(let diagram):
      var lines: [String] = []
      if images.contains(diagram.name) {
        lines += [".. image:: /\(diagram.name).svg", "   :alt: \(diagram.title.onOneLine)", ""]
      }
      return lines + literal(diagram.dot)
    case .contents(let paths):
      return [".. toctree::", "   :maxdepth: 1", ""] + paths.map { "   /\($0)" }
    }
  }

  private func literal(_ text: String) -> [String] {
    let lines = text.plainLines
    guard !lines.isEmpty else { return [] }
    return ["::", ""] + lines.map { $0.isEmpty ? "" : "    \($0)" }
  }

  private func table(_ head: [String], _ rows: [[[Page.Inline]]]) -> [String] {
    var lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in [head.map { [Page.Inline.text($0)] }] + rows {
      for (number, cell) in row.enumerated() {
        let first = number == 0 ? "   * - " : "     - "
        let text = filled(cell, first: first, rest: "       ")
        lines += text.isEmpty ? [String(first.dropLast())] : text
      }
    }
    return lines
  }

  private func filled(
    _ parts: [Page.Inline], first: String = "", rest: String = ""
  ) -> [String] {
    RSTText.line(parts).filled(first: first, rest: rest, width: Self.width).enumerated()
      .map { number, line in
        let indent = number == 0 ? first : rest
        return indent + RSTText.uninterrupted(String(line.dropFirst(indent.count)))
      }
  }
}

extension [String] {
  /// A term has to be one line.
  fileprivate var joinedLine: [String] { isEmpty ? [] : [joined(separator: " ")] }
}

/// Text that reStructuredText shows as it is.
enum RSTText {
  /// The columns that docutils counts for a text: wide characters are two, or more than enough.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
  }

  /// A text that marks nothing and, where it starts a line, begins no list or table.
  static func escaped(_ text: String, startsLine: Bool = false) -> String {
    let characters = Array(text.onOneLine)
    var result = ""
    for (position, character) in characters.enumerated() {
      let next = position + 1 < characters.count ? characters[position + 1] : " "
      let before = position > 0 ? characters[position - 1] : " "
      if "\\*`|<>".contains(character) || (character == ":" && next == ":")
        || (character == ":" && before == ":")
        || (character == "_" && !(isWord(before) && isWord(next)))
      {
        result += "\\"
      }
      result.append(character)
    }
    return startsLine ? guarded(result) : result
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// A text that begins no construct where it begins a line.
  static func guarded(_ line: String) -> String {
    guard let first = line.first else { return line }
    if "-+=~^#.:>/_!$%&;?@[{(".contains(first) { return "\\" + line }
    // An enumeration: a number or letter with a dot or bracket.
    let head = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    let tail = line.dropFirst(head.count)
    if let mark = tail.first, mark == "." || mark == ")", tail.dropFirst().first ?? " " == " " {
      return head + "\\" + tail
    }
    return line
  }

  /// A line that does not look like the mark below a title.
  static func uninterrupted(_ line: String) -> String {
    guard let first = line.first, !line.contains(where: { $0.isLetter || $0.isNumber }),
      first.isASCII, !"\\`*".contains(first)
    else { return line }
    return "\\" + line
  }

  /// Parts as one line of text with its marks.
  static func line(_ parts: [Page.Inline]) -> String {
    var line = ""
    var endsMarked = false
    for part in parts {
      let (text, isMarked) = marked(part, startsLine: line.isEmpty)
      guard !text.isEmpty else { continue }
      if !line.isEmpty {
        let mayFollow = text.first.map { " '\")]}>-/:.,;!?".contains($0) } == true
        let mayPrecede = line.last.map { " '\"([{<-/:".contains($0) } == true
        if (endsMarked && !mayFollow) || (isMarked && !mayPrecede) { line += "\\ " }
      }
      line += text
      endsMarked = isMarked
    }
    return line
  }

  private static func marked(_ part: Page.Inline, startsLine: Bool) -> (String, Bool) {
    switch part {
    case .text(let text):
      // The blanks at its ends part it from its neighbours.
      let inner = escaped(text, startsLine: startsLine)
      let lead = !startsLine && text.first == " " ? " " : ""
      return (lead + inner + (text.last == " " && !inner.isEmpty ? " " : ""), false)
    case .strong(let text):
      let inner = escaped(text)
      return inner.isEmpty ? ("", false) : ("**\(inner)**", true)
    case .code(let text):
      let inner = text.onOneLine
      let isSafe =
        !inner.contains("``") && inner.last != "`" && inner.first != "`"
        && inner.last != "\\"
      guard !inner.isEmpty, isSafe else { return (escaped(text, startsLine: startsLine), false) }
      return ("``\(inner.unbreakable)``", true)
    case .link(let words, let path):
      let inner = words.onOneLine
      let isSafe = !inner.isEmpty && !inner.contains { "<>`\\".contains($0) }
      let shown = "\(inner) </\(path)>".unbreakable
      return isSafe ? (":doc:`\(shown)`", true) : (":doc:`/\(path)`", true)
    }
  }
}
