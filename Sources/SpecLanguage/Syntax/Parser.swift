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

  /// The one setting that a text of the command line is.
  static func parseSetting(_ source: SourceText) -> (SettingSyntax?, [Diagnostic]) {
    var parser = Parser(source: source, file: 0, lexed: Lexer.lex(source))
    do throws(Failure) {
      let setting = try parser.setting()
      if parser.current.kind != .end { throw parser.fail(expected: "the end of the setting") }
      return (setting, parser.diagnostics)
    } catch {
      return (nil, parser.diagnostics)
    }
  }

  /// The one condition that a text of the command line is.
  static func parseCondition(
    _ source: SourceText, file: Int
  ) -> (ExpressionSyntax?, [Diagnostic]) {
    var parser = Parser(source: source, file: file, lexed: Lexer.lex(source, file: file))
    do throws(Failure) {
      let condition = try parser.expression()
      if parser.current.kind != .end { throw parser.fail(expected: "the end of the condition") }
      return (condition, parser.diagnostics)
    } catch {
      return (nil, parser.diagnostics)
    }
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

  /// Whether an item begins here whatever the braces say, so that a brace before it is missing.
  ///
  /// It does at a word in the first column that begins one, with an opening brace behind its head.
  var startsItemAtMargin: Bool {
    guard startsItem, !(itemKind == .model && at("property")) else { return false }
    // One without a name is the evidence of a claim.
    if at("litmus"), at(.leftBrace, ahead: 1) || at("on", ahead: 1) { return false }
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
