/// A Swift text without what its comments and literals say.
///
/// Comments and string literals become blanks, so that braces and words that are found are code.
/// Interpolations count as part of their literal; line breaks stay.
struct CodeView {
  private let source: [UInt8]
  private var position = 0
  private var output: [UInt8] = []

  /// The lines of the text, each with its comments and literals blanked.
  static func lines(of text: String) -> [String] {
    var view = CodeView(text)
    view.run()
    return view.output.split(separator: newline, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private static let newline = UInt8(ascii: "\n")
  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")
  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")
  private static let backslash = UInt8(ascii: "\\")
  private static let opening = UInt8(ascii: "(")
  private static let closing = UInt8(ascii: ")")

  private init(_ text: String) {
    source = Array(text.utf8)
    output.reserveCapacity(source.count)
  }

  private mutating func run() {
    while position < source.count {
      if sees(Self.slash), sees(Self.slash, at: 1) {
        while position < source.count, !sees(Self.newline) { blank(1) }
      } else if sees(Self.slash), sees(Self.star, at: 1) {
        while position < source.count, !(sees(Self.star) && sees(Self.slash, at: 1)) { blank(1) }
        blank(2)
      } else if let delimiter = openingDelimiter() {
        literal(delimiter)
      } else {
        output.append(source[position])
        position += 1
      }
    }
  }

  private func sees(_ byte: UInt8, at offset: Int = 0, times: Int = 1) -> Bool {
    let start = position + offset
    guard start + times <= source.count else { return false }
    for index in start..<start + times where source[index] != byte { return false }
    return true
  }

  private mutating func blank(_ count: Int) {
    let end = min(position + count, source.count)
    while position < end {
      output.append(sees(Self.newline) ? Self.newline : UInt8(ascii: " "))
      position += 1
    }
  }

  /// How a string literal opens: its quotes, with as many `#` as stand before them.
  private struct Delimiter {
    var quotes: Int
    var hashes: Int
  }

  private func openingDelimiter() -> Delimiter? {
    guard sees(Self.quote) || sees(Self.hash) else { return nil }
    var hashes = 0
    while sees(Self.hash, at: hashes) { hashes += 1 }
    if sees(Self.quote, at: hashes, times: 3) { return Delimiter(quotes: 3, hashes: hashes) }
    if sees(Self.quote, at: hashes) { return Delimiter(quotes: 1, hashes: hashes) }
    return nil
  }

  private func closes(_ delimiter: Delimiter) -> Bool {
    sees(Self.quote, times: delimiter.quotes)
      && sees(Self.hash, at: delimiter.quotes, times: delimiter.hashes)
  }

  private mutating func literal(_ delimiter: Delimiter) {
    let length = delimiter.quotes + delimiter.hashes
    blank(length)
    while position < source.count, !closes(delimiter) {
      let escapes = sees(Self.backslash) && sees(Self.hash, at: 1, times: delimiter.hashes)
      if escapes, sees(Self.opening, at: 1 + delimiter.hashes) {
        interpolation(2 + delimiter.hashes)
      } else {
        blank(escapes ? 2 + delimiter.hashes : 1)
      }
    }
    blank(length)
  }

  /// What stands in `\(…)` may hold literals of its own.
  private mutating func interpolation(_ length: Int) {
    blank(length)
    var depth = 1
    while position < source.count, depth > 0 {
      if let inner = openingDelimiter() {
        literal(inner)
        continue
      }
      if sees(Self.opening) { depth += 1 }
      if sees(Self.closing) { depth -= 1 }
      blank(1)
    }
  }
}
