/// Pages of a manual, for man(1).
package struct RoffWriter: Sendable {
  let colophon: Colophon
  /// The section of the manual: 1 for commands, 2 for system calls.
  let section: Int
  /// What stands in the middle of the last line.
  let version: String

  package init(_ colophon: Colophon, section: Int, version: String) {
    (self.colophon, self.section, self.version) = (colophon, section, version)
  }

  package func text(_ page: Page) -> String {
    var lines = colophon.lines.map { ".\\\" \($0)" }
    lines.append(
      ".TH \(RoffText.quoted(page.title.uppercased())) \(section) \"\" "
        + RoffText.quoted(version))
    for block in page.blocks { lines += self.lines(block) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ block: Page.Block) -> [String] {
    switch block {
    case .heading(let level, let title):
      return [(level == 1 ? ".SH " : ".SS ") + RoffText.quoted(title)]
    case .paragraph(let parts): return [".PP"] + filled(parts)
    case .list(let items): return items.flatMap { [".IP \\(bu 2"] + filled($0) }
    case .definitions(let items):
      return items.flatMap { [".TP"] + [line($0.term)] + filled($0.meaning) }
    case .code(let text):
      return [".PP", ".nf", ".RS"] + text.plainLines.map(RoffText.line) + [".RE", ".fi"]
    case .table(let head, let rows):
      return rows.flatMap { row in
        [".TP", line(row.first ?? [])]
          + zip(head, row).dropFirst().filter { !$0.1.isEmpty }.flatMap { name, cell in
            [RoffText.line("\(name): ") + line(cell), ".br"]
          }.dropLast()
      }
    case .diagram, .contents: return []
    }
  }

  private func filled(_ parts: [Page.Inline]) -> [String] {
    line(parts).filled(first: "", rest: "", width: 80).map(RoffText.guarded)
  }

  private func line(_ parts: [Page.Inline]) -> String {
    RoffText.guarded(
      parts.map { part -> String in
        switch part {
        case .text(let text): return RoffText.spaced(text)
        case .strong(let text), .code(let text):
          return "\\fB\(RoffText.escaped(text.onOneLine).unbreakable)\\fR"
        case .link(let words, _): return "\\fI\(RoffText.escaped(words.onOneLine))\\fR"
        }
      }.joined().breakable)
  }
}

/// Text that roff shows as it is.
enum RoffText {
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\\": "\\e"
      case "-": "\\-"
      case "'": "\\(aq"
      case "`": "\\(ga"
      case "^": "\\(ha"
      case "~": "\\(ti"
      // Not every roff reads UTF-8. Ties between words are none of its characters.
      case _ where !scalar.isASCII:
        "\\[u" + String(repeating: "0", count: max(0, 4 - hex(scalar).count)) + hex(scalar) + "]"
      default: String(scalar)
      }
    }.joined()
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    String(scalar.value, radix: 16, uppercase: true)
  }

  /// The text on one line, with the blanks at its ends, which part it from its neighbours.
  static func spaced(_ text: String) -> String {
    let inner = escaped(text.onOneLine)
    return (text.first == " " ? " " : "") + inner
      + (text.last == " " && !inner.isEmpty ? " " : "")
  }

  /// A line that is no request.
  static func guarded(_ line: String) -> String {
    line.first == "." || line.first == "'" ? "\\&" + line : line
  }

  static func line(_ text: String) -> String { guarded(escaped(text)) }

  /// An argument of a request.
  static func quoted(_ text: String) -> String {
    "\"" + escaped(text.onOneLine).replacing("\"", with: "\\(dq") + "\""
  }
}
