/// A place in the tokens of a text, and the means to go on from there.
struct TokenReader {
  let file: String
  private let text: [UInt8]
  private let tokens: [Token]
  private var index = 0
  private var depth = 0

  /// No formula that a person can read is deeper, and no stack must overflow.
  var deepest = 300

  init(file: String, text: String) throws(TextError) {
    self.file = file
    self.text = Array(text.utf8)
    tokens = try Lexer.tokens(file: file, text: text)
  }

  var token: Token { tokens[index] }

  /// What comes after the next token.
  var following: Token.Kind { tokens[min(index + 1, tokens.count - 1)].kind }

  mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }

  func error(_ message: String, at token: Token? = nil) -> TextError {
    TextError(message, file: file, text: text, at: (token ?? self.token).start)
  }

  /// Goes on if the sign is next.
  mutating func accept(_ sign: String) -> Bool {
    guard token.kind == .sign(sign) else { return false }
    advance()
    return true
  }

  /// Goes on if the word is next.
  mutating func accept(word: String) -> Bool {
    guard token.kind == .word(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ sign: String) throws(TextError) {
    guard accept(sign) else { throw error("expected '\(sign)'") }
  }

  mutating func expect(word: String) throws(TextError) {
    guard accept(word: word) else { throw error("expected '\(word)'") }
  }

  mutating func expectEnd() throws(TextError) {
    guard token.kind == .end else { throw error("expected the end of the text") }
  }

  var isAtName: Bool {
    switch token.kind {
    case .word(let word): !NameText.keywords.contains(word)
    case .quoted: true
    case .number, .sign, .end: false
    }
  }

  /// Words and texts with dots between.
  mutating func name() throws(TextError) -> String {
    guard isAtName else { throw error("expected a name") }
    var name = try namePart()
    while accept(".") { name += "." + (try namePart()) }
    return name
  }

  private mutating func namePart() throws(TextError) -> String {
    switch token.kind {
    case .word(let text), .quoted(let text):
      advance()
      return text
    case .number, .sign, .end: throw error("expected a name")
    }
  }

  mutating func quoted() throws(TextError) -> String {
    guard let text = acceptQuoted() else { throw error("expected a text in quotes") }
    return text
  }

  mutating func acceptQuoted() -> String? {
    guard case .quoted(let text) = token.kind else { return nil }
    advance()
    return text
  }

  mutating func number() throws(TextError) -> Int {
    guard case .number(let value) = token.kind else { throw error("expected a number") }
    advance()
    return value
  }

  mutating func enter() throws(TextError) {
    depth += 1
    guard depth <= deepest else { throw error("this is nested too deeply") }
  }

  mutating func leave() { depth -= 1 }
}
