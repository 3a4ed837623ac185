/// How names and texts are written, so that they read back as they were.
enum NameText {
  /// The words that begin something, and so are no names unless quoted.
  static let keywords: Set<String> = [
    "action", "and", "axiom", "clear", "cover", "exists", "false", "forall", "from", "goal", "in",
    "initially", "invariant", "letters", "location", "numbered", "or", "ordered", "plain",
    "relation", "require", "rigid", "site", "sort", "structure", "system", "total", "true", "when",
  ]

  /// The words of the name up to a dot stay as they are, and what is no word is quoted.
  static func name(_ name: String) -> String {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    let words = parts.prefix { isWord($0) }
    guard let first = words.first, !keywords.contains(String(first)) else { return quoted(name) }
    let plain = words.joined(separator: ".")
    if words.count == parts.count { return plain }
    return plain + "." + quoted(parts.dropFirst(words.count).joined(separator: "."))
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 32 || scalar.value == 127:
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func isWord(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, Lexer.isLetter(first) else { return false }
    return text.utf8.allSatisfy { Lexer.isLetter($0) || Lexer.isDigit($0) }
  }
}
