/// How texts look: which characters may be used.
package struct Style: Sendable {
  /// Only 7-bit characters: for mails and for locales without UTF-8.
  package var isASCII: Bool
  /// Whether lines must not be longer than a mail's.
  package var isMail: Bool

  /// What mails hold is 7-bit, too.
  package init(isASCII: Bool, isMail: Bool = false) {
    self.isASCII = isASCII || isMail
    self.isMail = isMail
  }

  /// The widest line of a table.
  var tableWidth: Int { isMail ? Self.mailWidth : 100 }

  private static let mailWidth = 72

  /// The lines in as many as a mail needs, what is continued indented.
  package func folded(_ lines: [String]) -> [String] {
    guard isMail else { return lines }
    return lines.flatMap { line -> [String] in
      guard line.count > Self.mailWidth else { return [line] }
      let indent = String(line.prefix { $0 == " " })
      return items(String(line.dropFirst(indent.count))).flatMap { item in
        item.wrapped(to: Self.mailWidth - indent.count - 4).enumerated().map { offset, part in
          indent + (offset == 0 ? "" : "    ") + part
        }
      }
    }
  }

  /// What stands side by side in a line, far apart.
  private func items(_ line: String) -> [String] {
    var items: [String] = []
    var rest = Substring(line)
    while let gap = rest.firstRange(of: "    ") {
      items.append(String(rest[..<gap.lowerBound]))
      rest = rest[gap.upperBound...].drop { $0 == " " }
    }
    return (items + [String(rest)]).filter { !$0.isEmpty }
  }

  var violated: String { isASCII ? "x" : "✗" }
  var kept: String { isASCII ? "ok" : "✓" }
  var proved: String { isASCII ? "ok+" : "✓∞" }
  var beyond: String { isASCII ? "(b)" : "‡" }
  var inapplicable: String { isASCII ? "-" : "–" }
  var vacuous: String { isASCII ? "vac" : "∅" }
  var contested: String { isASCII ? "(c)" : "†" }
  var separator: String { isASCII ? "-" : "·" }

  /// The text with only the characters that may be used: authors write what they like.
  package func plain(_ text: String) -> String {
    guard isASCII, !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return text.map { character in
      if character.isASCII { return String(character) }
      return Self.replacements[character] ?? "?"
    }.joined()
  }

  private static let replacements: [Character: String] = [
    "–": "-", "—": "-", "…": "...", "“": "\"", "”": "\"", "‘": "'", "’": "'", "·": "-",
    "×": "x", "→": "->", "≤": "<=", "≥": ">=", "≠": "!=",
  ]
}

extension String {
  /// The text with blanks to the given number of columns.
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }

  var trimmingTrailingBlanks: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text in lines of at most `width` columns, broken at blanks where there are any.
  package func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: true) {
      var word = String(word)
      if !line.isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      while word.count > width {
        let cut = word.breakPoint(before: width)
        lines.append(String(word.prefix(cut)))
        word = String(word.dropFirst(cut))
      }
      line += line.isEmpty ? word : " " + word
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  /// Where a long word is best cut: after a bracket or sign.
  private func breakPoint(before width: Int) -> Int {
    let head = Array(prefix(width))
    let best = head.lastIndex { "([,=+-_/]".contains($0) }
    return best.map { $0 > width / 3 ? $0 + 1 : width } ?? width
  }
}
