/// A Swift text without what its comments and literals say.
///
/// Comments and the insides of string literals become blanks, so that braces and words that are
/// found are code. Interpolations count as part of their literal; line breaks stay.
struct CodeView {
  private let source: [Character]
  private var position = 0
  private var output: [Character] = []

  /// The lines of the text, each with its comments and literals blanked.
  static func lines(of text: String) -> [String] {
    var view = CodeView(text)
    view.run()
    return String(view.output).components(separatedByLineBreak: "\n")
  }

  private init(_ text: String) {
    source = Array(text)
    output.reserveCapacity(source.count)
  }

  private mutating func run() {
    while position < source.count {
      if sees("//") {
        blank { $0.sees("\n") }
      } else if sees("/*") {
        blank { $0.sees("*/") }
      } else if let delimiter = openingDelimiter() {
        literal(delimiter)
      } else {
        output.append(source[position])
        position += 1
      }
    }
  }

  private func sees(_ text: String, at offset: Int = 0) -> Bool {
    source.dropFirst(position + offset).starts(with: text)
  }

  /// Blanks everything up to where the condition holds.
  private mutating func blank(until isEnd: (Self) -> Bool) {
    while position < source.count, !isEnd(self) {
      output.append(source[position] == "\n" ? "\n" : " ")
      position += 1
    }
  }

  /// The quotes that open a literal here, with as many `#` as stand before them.
  private func openingDelimiter() -> (quotes: String, hashes: Int)? {
    var hashes = 0
    while sees("#", at: hashes) { hashes += 1 }
    if sees("\"\"\"", at: hashes) { return ("\"\"\"", hashes) }
    if sees("\"", at: hashes) { return ("\"", hashes) }
    return nil
  }

  private mutating func literal(_ delimiter: (quotes: String, hashes: Int)) {
    let hashes = String(repeating: "#", count: delimiter.hashes)
    let closing = delimiter.quotes + hashes
    let escape = "\\" + hashes
    blank(count: closing.count)
    while position < source.count, !sees(closing) {
      if sees(escape + "(") {
        interpolation(escape.count + 1)
      } else if sees(escape) {
        blank(count: escape.count + 1)
      } else {
        blank(count: 1)
      }
    }
    blank(count: closing.count)
  }

  /// What stands in `\(…)` may hold literals of its own.
  private mutating func interpolation(_ opening: Int) {
    blank(count: opening)
    var depth = 1
    while position < source.count, depth > 0 {
      if let inner = openingDelimiter() {
        literal(inner)
        continue
      }
      if sees("(") { depth += 1 }
      if sees(")") { depth -= 1 }
      blank(count: 1)
    }
  }

  private mutating func blank(count: Int) {
    let end = min(position + count, source.count)
    blank { $0.position == end }
  }
}

extension String {
  /// The pieces between the separators, empty ones included.
  func components(separatedByLineBreak separator: Character) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
