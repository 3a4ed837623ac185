/// Cuts a source text into tokens; it never fails, what it cannot read becomes a diagnostic.
package struct Lexer {
  let source: SourceText
  let file: Int
  var offset = 0
  private var tokens: [Token] = []
  private var comments: [Comment] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var firstComment = 0
  private var startsLine = true

  /// A larger file is no spec; the limit keeps the time and memory for any input small.
  package static let largestFile = 4 << 20
  /// State cells have 16 bits, so larger integers have no use, and sums of these never overflow.
  package static let largestInteger = 65_535
  /// After so many mistakes of a file the rest are not worth reading.
  package static let mostDiagnostics = 100

  private init(source: SourceText, file: Int) {
    self.source = source
    self.file = file
  }

  /// The tokens, comments and mistakes of a text; `file` is its position among the sources.
  package static func lex(_ source: SourceText, file: Int = 0) -> LexedText {
    var lexer = Lexer(source: source, file: file)
    lexer.run()
    return LexedText(
      tokens: lexer.tokens, comments: lexer.comments, diagnostics: lexer.diagnostics)
  }

  private mutating func run() {
    if source.hadInvalidBytes {
      report(.invalidEncoding(SourceRange(file: file, lower: 0, upper: 0)))
    }
    if source.bytes.count > Self.largestFile {
      report(.fileTooLarge(SourceRange(file: file, lower: 0, upper: 0)))
      offset = source.bytes.count
    }
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"):
        startsLine = true
        offset += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
      case UInt8(ascii: "/") where peek(1) == byte: comment()
      default: token(startingWith: byte)
      }
    }
    append(.end, from: offset)
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    let position = offset + distance
    return position < source.bytes.count ? source.bytes[position] : nil
  }

  func range(from lower: Int) -> SourceRange {
    SourceRange(file: file, lower: lower, upper: offset)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Self.mostDiagnostics { diagnostics.append(diagnostic) }
  }

  private mutating func append(_ kind: Token.Kind, from lower: Int) {
    tokens.append(
      Token(
        kind: kind, lower: lower, upper: offset, comments: firstComment..<comments.count,
        startsLine: startsLine))
    firstComment = comments.count
    startsLine = false
  }

  private mutating func comment() {
    let lower = offset
    while let byte = peek(), byte != UInt8(ascii: "\n") { offset += 1 }
    var text = source.text(lower, offset)
    while text.last?.isWhitespace == true { text.removeLast() }
    let isDocumentation = text.hasPrefix("///") && !text.hasPrefix("////")
    comments.append(
      Comment(lower: lower, upper: offset, text: text, isDocumentation: isDocumentation))
  }

  private mutating func token(startingWith byte: UInt8) {
    let lower = offset
    if Self.beginsWord(byte) {
      while let next = peek(), Self.beginsWord(next) || Self.isDigit(next) { offset += 1 }
      append(.word(source.text(lower, offset)), from: lower)
    } else if Self.isDigit(byte) {
      append(.integer(integer()), from: lower)
    } else if byte == UInt8(ascii: "\"") {
      append(.string(string()), from: lower)
    } else if let symbol = symbol(startingWith: byte) {
      offset += symbol.rawValue.utf8.count
      append(.symbol(symbol), from: lower)
    } else {
      badCharacter()
    }
  }

  private static func beginsWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The longest symbol here.
  private func symbol(startingWith byte: UInt8) -> Symbol? {
    if let next = peek(1), next < 0x80 {
      let pair = String(decoding: [byte, next], as: UTF8.self)
      if let symbol = Symbol(rawValue: pair) { return symbol }
    }
    return Symbol(rawValue: String(decoding: [byte], as: UTF8.self))
  }

  /// Reports a run of characters that begin no token, once.
  private mutating func badCharacter() {
    let lower = offset
    let first = source.bytes[offset]
    offset += 1
    if first >= 0x80 {
      while let byte = peek(), byte >= 0x80 { offset += 1 }
    } else {
      while let byte = peek(), byte == first { offset += 1 }
    }
    report(.badCharacter(source.text(lower, min(offset, lower + 40)), range(from: lower)))
  }
}

/// Numbers and texts.
extension Lexer {
  private mutating func integer() -> Int {
    let lower = offset
    var value = 0
    while let byte = peek(), Self.isDigit(byte) {
      value = min(value * 10 + Int(byte - UInt8(ascii: "0")), Self.largestInteger + 1)
      offset += 1
    }
    guard value > Self.largestInteger else { return value }
    report(.integerTooLarge(source.text(lower, min(offset, lower + 40)), range(from: lower)))
    return Self.largestInteger
  }

  /// A text in double quotes; one that its line does not close ends with the line.
  private mutating func string() -> String {
    let lower = offset
    var content: [UInt8] = []
    offset += 1
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      offset += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        content.append(byte)
        continue
      }
      content.append(escape())
    }
    report(.unterminatedString(range(from: lower)))
    while content.last == UInt8(ascii: "\r") { content.removeLast() }
    return String(decoding: content, as: UTF8.self)
  }

  /// What stands behind a backslash.
  private mutating func escape() -> UInt8 {
    switch peek() {
    case UInt8(ascii: "n"):
      offset += 1
      return UInt8(ascii: "\n")
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      let byte = source.bytes[offset]
      offset += 1
      return byte
    default:
      report(.unknownEscape(range(from: offset - 1)))
      return UInt8(ascii: "\\")
    }
  }
}
