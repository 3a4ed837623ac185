/// A word, a sign or a text, with the bytes that it occupies.
struct Token: Hashable {
  var kind: Kind
  var start: Int
  var end: Int

  enum Kind: Hashable {
    case word(String)
    case quoted(String)
    case number(Int)
    case sign(String)
    case end
  }
}

/// Cuts a text into tokens; blanks and `//` comments separate them.
struct Lexer {
  let file: String
  let text: [UInt8]
  private var position = 0

  private static let signs = [
    "==", "!=", "&&", "||", "=>", ":=", "->", "(", ")", ",", ":", ";", ".", "#", "?", "!",
  ].map { (text: $0, bytes: Array($0.utf8)) }

  init(file: String, text: String) {
    self.file = file
    self.text = Array(text.utf8)
  }

  /// All tokens, the last of which is the end.
  static func tokens(file: String, text: String) throws(TextError) -> [Token] {
    var lexer = Lexer(file: file, text: text)
    var found: [Token] = []
    while true {
      let token = try lexer.next()
      found.append(token)
      if token.kind == .end { return found }
    }
  }

  private mutating func next() throws(TextError) -> Token {
    skip()
    let start = position
    guard let byte = peek() else { return Token(kind: .end, start: start, end: start) }
    let kind: Token.Kind
    if Self.isLetter(byte) {
      while let next = peek(), Self.isLetter(next) || Self.isDigit(next) { position += 1 }
      kind = .word(String(decoding: text[start..<position], as: UTF8.self))
    } else if Self.isDigit(byte) {
      kind = .number(try number())
    } else if byte == UInt8(ascii: "\"") {
      kind = .quoted(try quoted())
    } else {
      kind = .sign(try sign())
    }
    return Token(kind: kind, start: start, end: position)
  }

  private mutating func skip() {
    while let byte = peek() {
      if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while let next = peek(), next != UInt8(ascii: "\n") { position += 1 }
      } else if byte == UInt8(ascii: " ") || (9...13).contains(byte) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func number() throws(TextError) -> Int {
    let start = position
    while let next = peek(), Self.isDigit(next) { position += 1 }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    guard let value = Int(digits), value <= 1_000_000, digits == "\(value)" else {
      throw error("'\(digits)' is no number from 0 to 1000000", at: start)
    }
    return value
  }

  private mutating func sign() throws(TextError) -> String {
    for sign in Self.signs where text[position...].starts(with: sign.bytes) {
      position += sign.bytes.count
      return sign.text
    }
    throw error("a character that means nothing here", at: position)
  }

  private mutating func quoted() throws(TextError) -> String {
    let start = position
    var bytes: [UInt8] = []
    position += 1
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let found = String(validating: bytes, as: UTF8.self) else {
          throw error("a text that is not UTF-8", at: start)
        }
        return found
      case UInt8(ascii: "\\"): bytes += try escape()
      default: bytes.append(byte)
      }
    }
    throw error("a text without an end", at: start)
  }

  /// What stands for a character after a backslash: `n`, `"`, `\` or `u` and hexadecimal digits.
  private mutating func escape() throws(TextError) -> [UInt8] {
    let start = position - 1
    let letter = peek()
    position += 1
    switch letter {
    case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [letter ?? 0]
    case UInt8(ascii: "u"):
      let rest = text[position...].prefix(10)
      if rest.first == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
        let digits = String(decoding: rest[(position + 1)..<end], as: UTF8.self)
        if let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) {
          position = end + 1
          return Array(String(Character(scalar)).utf8)
        }
      }
    default: break
    }
    throw error("an escape that means nothing", at: start)
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < text.count ? text[position + distance] : nil
  }

  private func error(_ message: String, at offset: Int) -> TextError {
    TextError(message, file: file, text: text, at: offset)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
