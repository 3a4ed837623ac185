/// Tokens.
extension Parser {
  var current: Token { tokens[min(position, tokens.count - 1)] }

  func token(ahead distance: Int) -> Token {
    tokens[min(position + distance, tokens.count - 1)]
  }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  var currentRange: SourceRange { range(of: current) }

  func range(of token: Token) -> SourceRange {
    SourceRange(file: file, lower: token.lower, upper: token.upper)
  }

  /// The range of the token that was consumed last.
  var previousRange: SourceRange { range(of: tokens[max(0, position - 1)]) }

  /// From the start of a range to what was consumed last.
  func range(from start: SourceRange) -> SourceRange {
    guard previousRange.upper >= start.lower else { return start.start }
    return SourceRange(file: file, lower: start.lower, upper: previousRange.upper)
  }

  func at(_ word: String, ahead distance: Int = 0) -> Bool {
    token(ahead: distance).kind == .word(word)
  }

  func at(_ symbol: Symbol, ahead distance: Int = 0) -> Bool {
    token(ahead: distance).kind == .symbol(symbol)
  }

  var atWord: Bool {
    if case .word = current.kind { return true }
    return false
  }

  /// The word here, or the empty text.
  var currentWord: String {
    if case .word(let text) = current.kind { return text }
    return ""
  }

  mutating func skip(_ word: String) -> Bool {
    guard at(word) else { return false }
    advance()
    return true
  }

  mutating func skip(_ symbol: Symbol) -> Bool {
    guard at(symbol) else { return false }
    advance()
    return true
  }

  /// What stands here, for messages.
  var found: String {
    switch current.kind {
    case .word(let text): return "'\(text.prefix(60))'"
    case .integer(let value): return "'\(value)'"
    case .string: return "a text"
    case .symbol(let symbol): return "'\(symbol.rawValue)'"
    case .end: return "the end of the file"
    }
  }
}

/// Small things that everything is made of.
extension Parser {
  mutating func expect(_ symbol: Symbol) throws(Failure) {
    guard !skip(symbol) else { return }
    throw fail(expected: "'\(symbol.rawValue)'")
  }

  mutating func expect(_ word: String) throws(Failure) {
    guard !skip(word) else { return }
    throw fail(expected: "'\(word)'")
  }

  /// The semicolon at the end; one that is missing at the end of a line is taken as written.
  mutating func expectSemicolon() throws(Failure) {
    guard !skip(.semicolon) else { return }
    guard current.startsLine || at(.rightBrace) || current.kind == .end else {
      throw fail(expected: "';'")
    }
    report(.missingSemicolon(found: found, previousRange.end))
  }

  /// A name that the author chose.
  mutating func name(_ what: String = "a name") throws(Failure) -> Name {
    guard case .word(let text) = current.kind else { throw fail(expected: what) }
    if ReservedWords.all.contains(text) { throw fail(.keywordAsName(text, currentRange)) }
    let name = Name(text, currentRange)
    advance()
    return name
  }

  mutating func names(_ what: String = "a name") throws(Failure) -> [Name] {
    var names = [try name(what)]
    while skip(.comma) { names.append(try name(what)) }
    return names
  }

  /// A text in quotes; neighbouring texts are joined, as in C.
  mutating func string(_ what: String = "a text in quotes") throws(Failure) -> Name {
    guard case .string(var text) = current.kind else { throw fail(expected: what) }
    let start = currentRange
    advance()
    while case .string(let more) = current.kind {
      text += more
      advance()
    }
    return Name(text, range(from: start))
  }

  mutating func strings(_ what: String = "a text in quotes") throws(Failure) -> [Name] {
    var names = [try string(what)]
    while skip(.comma) { names.append(try string(what)) }
    return names
  }

  mutating func integer() throws(Failure) -> Int {
    guard case .integer(let value) = current.kind else { throw fail(expected: "an integer") }
    advance()
    return value
  }

  /// The lines of the `///` comments right before the current token.
  var documentation: String {
    let lines = comments[current.comments].filter(\.isDocumentation).map { comment in
      String(comment.text.dropFirst(comment.text.hasPrefix("/// ") ? 4 : 3))
    }
    return lines.joined(separator: "\n")
  }
}
