/// Reads the tokens of a file by recursive descent.
///
/// Each mistake becomes a diagnostic and ends the statement, member or item that it is in; reading
/// goes on behind it. Every loop consumes at least one token in each round or ends, and nesting is
/// bounded, so any input is read in linear time with a bounded stack.
package struct Parser {
  let source: SourceText
  let file: Int
  let tokens: [Token]
  let comments: [Comment]
  var position = 0
  var nesting = 0
  /// What kind of item the members being read belong to.
  var itemKind = ItemSyntax.Kind.kernel
  private(set) var diagnostics: [Diagnostic]
  private var gaveUp = false

  /// How deep blocks and parentheses may be nested.
  static let deepestNesting = 64
  /// How deep the tree of an expression may be; operators in a row make trees deep, too.
  static let deepestExpression = 100

  /// A mistake was reported; the construct that it is in is given up.
  struct Failure: Error {}

  private init(source: SourceText, file: Int, lexed: LexedText) {
    self.source = source
    self.file = file
    tokens = lexed.tokens
    comments = lexed.comments
    diagnostics = lexed.diagnostics
  }

  /// The tree of a file and its mistakes; a part with a mistake is missing from the tree.
  package static func parse(_ source: SourceText, file: Int = 0) -> (SyntaxFile, [Diagnostic]) {
    var parser = Parser(source: source, file: file, lexed: Lexer.lex(source, file: file))
    let items = parser.items()
    return (SyntaxFile(items: items), parser.diagnostics)
  }

  private mutating func items() -> [ItemSyntax] {
    var items: [ItemSyntax] = []
    while current.kind != .end {
      let before = position
      nesting = 0
      do throws(Failure) {
        items.append(try item())
      } catch {
        skipToItem()
      }
      if position == before { advance() }
    }
    return items
  }
}

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

/// Mistakes.
extension Parser {
  mutating func report(_ diagnostic: Diagnostic) {
    guard !gaveUp else { return }
    diagnostics.append(diagnostic)
    guard diagnostics.count >= Lexer.mostDiagnostics else { return }
    gaveUp = true
    diagnostics.append(.tooManyMistakes(diagnostic.range.end))
    position = tokens.count - 1
  }

  mutating func fail(_ diagnostic: Diagnostic) -> Failure {
    report(diagnostic)
    return Failure()
  }

  mutating func fail(expected what: String) -> Failure {
    fail(.expected(what, found: found, currentRange))
  }

  /// Runs a part one level deeper.
  mutating func nested<Result>(
    _ part: (inout Parser) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard nesting < Self.deepestNesting else { throw fail(.nestingTooDeep(currentRange)) }
    nesting += 1
    defer { nesting -= 1 }
    return try part(&self)
  }

  /// Goes to the next item: a word that begins one, first on its line and outside of braces, or in
  /// the first column whatever the braces say.
  private mutating func skipToItem() {
    var depth = 0
    while current.kind != .end {
      if startsItem && (depth == 0 || startsItemAtMargin) { return }
      if at(.leftBrace) { depth += 1 }
      if at(.rightBrace) { depth = max(0, depth - 1) }
      advance()
    }
  }

  var startsItem: Bool {
    guard current.startsLine else { return false }
    return currentWord == "abstract" || ItemSyntax.Kind(rawValue: currentWord) != nil
  }

  /// Whether an item begins here whatever the braces say: a word in the first column that begins
  /// one, with an opening brace behind its head. A brace before it must be missing.
  var startsItemAtMargin: Bool {
    guard startsItem, !(itemKind == .model && at("property")) else { return false }
    guard current.lower == 0 || source.bytes[current.lower - 1] == UInt8(ascii: "\n") else {
      return false
    }
    for distance in 1...12 {
      if at(.leftBrace, ahead: distance) { return true }
      if at(.semicolon, ahead: distance) || at(.rightBrace, ahead: distance) { return false }
    }
    return false
  }

  /// Goes behind the statement or member with the mistake: behind its `;` or its block, or before
  /// the brace that closes what it stands in.
  mutating func skipStatement() {
    var depth = 0
    while current.kind != .end {
      if startsItemAtMargin { return }
      if at(.rightBrace) && depth == 0 { return }
      if at(.leftBrace) { depth += 1 }
      let closes = at(.rightBrace)
      let ends = at(.semicolon)
      advance()
      if closes { depth -= 1 }
      if depth == 0 && (ends || closes && !at("else") && !at(.semicolon)) { return }
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

  mutating func strings() throws(Failure) -> [Name] {
    var names = [try string()]
    while skip(.comma) { names.append(try string()) }
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
