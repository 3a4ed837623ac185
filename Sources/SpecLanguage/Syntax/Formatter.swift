/// Lays out a spec in the one way that all specs are laid out.
///
/// Works on tokens, not on trees: the output has the same tokens and comments in the same order, so
/// it means the same by construction. Blocks are indented by two spaces; a block that its author
/// wrote on one line stays there if it holds no other block and fits; lines that are too long are
/// broken where the least deeply nested parts meet; single blank lines are kept.
package struct Formatter {
  let source: SourceText
  let tokens: [Token]
  let comments: [Comment]
  var output = ""
  var position = 0
  /// What each open brace encloses, the innermost last.
  var braces: [Enclosure] = []

  static let widest = 100

  /// What stands in braces.
  enum Enclosure {
    /// Members or statements, which end with semicolons.
    case statements
    /// Cases, which are separated by commas.
    case cases
  }

  /// Tokens that stand on one line unless it becomes too long.
  struct Line {
    var tokens: Range<Int>
    var indentation: Int
  }

  private init(source: SourceText, lexed: LexedText) {
    self.source = source
    tokens = lexed.tokens
    comments = lexed.comments
  }

  /// The text in its canonical layout; nil, with the reasons, if it cannot be parsed.
  package static func format(_ source: SourceText) -> (String?, [Diagnostic]) {
    let (_, diagnostics) = Parser.parse(source)
    guard !diagnostics.hasErrors else { return (nil, diagnostics) }
    var formatter = Formatter(source: source, lexed: Lexer.lex(source))
    formatter.run()
    return (formatter.output, diagnostics)
  }

  private mutating func run() {
    while tokens[position].kind != .end {
      let closes = isSymbol(.rightBrace, position)
      writeComments(before: position, indentation: braces.count, isClosing: closes)
      if closes { _ = braces.popLast() }
      let line = nextLine()
      write(line)
      position = line.tokens.upperBound
    }
    writeComments(before: position, indentation: 0, isClosing: true)
  }

  func isSymbol(_ symbol: Symbol, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .symbol(symbol)
  }

  func isWord(_ word: String, _ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .word(word)
  }

  func text(_ index: Int) -> String { source.text(tokens[index].lower, tokens[index].upper) }
}

/// Cutting the tokens into lines.
extension Formatter {
  /// The line that begins here; braces that it leaves open are pushed.
  private mutating func nextLine() -> Line {
    let indentation = braces.count
    let start = position
    var index = position
    var depth = 0
    while tokens[index].kind != .end {
      switch tokens[index].kind {
      case .symbol(.leftParenthesis), .symbol(.leftBracket): depth += 1
      case .symbol(.rightParenthesis), .symbol(.rightBracket): depth -= 1
      case .symbol(.semicolon): return Line(tokens: start..<index + 1, indentation: indentation)
      case .symbol(.comma) where depth == 0 && braces.last == .cases:
        return Line(tokens: start..<index + 1, indentation: indentation)
      case .symbol(.leftBrace):
        let end = inlineEnd(of: index, lineStart: start, indentation)
        if end == nil { braces.append(isEnumeration(index) ? .cases : .statements) }
        if let end, continues(after: end) {
          index = end
          break
        }
        return Line(tokens: start..<(end ?? index) + 1, indentation: indentation)
      case .symbol(.rightBrace):
        // It begins a line, or the last case of an enum has no comma.
        if index > start { return Line(tokens: start..<index, indentation: indentation) }
        if !continues(after: index) {
          return Line(tokens: start..<index + 1, indentation: indentation)
        }
      case .word, .integer, .string, .symbol, .end: break
      }
      index += 1
    }
    return Line(tokens: start..<index, indentation: indentation)
  }

  /// Whether what follows a closing brace stays on its line.
  private func continues(after brace: Int) -> Bool {
    isWord("else", brace + 1) && tokens[brace + 1].comments.isEmpty
  }

  private func isEnumeration(_ brace: Int) -> Bool { isWord("enum", brace - 2) }

  /// The closing brace of a block that stays on one line; what an `else` adds to it stays, too.
  private func inlineEnd(of brace: Int, lineStart: Int, _ indentation: Int) -> Int? {
    guard let end = flatEnd(of: brace) else { return nil }
    if end == brace + 1 && !isWord("else", end + 1) { return end }
    var last = end
    while isWord("else", last + 1) {
      guard let next = branchEnd(after: last + 1) else { return nil }
      last = next
    }
    let line = source.lineIndex(of: tokens[brace].lower)
    guard line == source.lineIndex(of: tokens[last].lower) else { return nil }
    // Behind a closing brace, the block before it did not stay on one line; neither does this.
    if isSymbol(.rightBrace, lineStart) { return nil }
    let whole = Line(tokens: lineStart..<last + 1, indentation: indentation)
    return width(of: whole) <= Self.widest ? end : nil
  }

  /// The closing brace of a block that holds neither blocks nor comments.
  private func flatEnd(of brace: Int) -> Int? {
    var end = brace + 1
    while tokens.indices.contains(end), tokens[end].comments.isEmpty {
      if isSymbol(.rightBrace, end) { return end }
      if isSymbol(.leftBrace, end) || tokens[end].kind == .end { return nil }
      end += 1
    }
    return nil
  }

  /// The last token of the branch behind an `else`.
  private func branchEnd(after start: Int) -> Int? {
    var index = start
    while tokens.indices.contains(index), tokens[index].comments.isEmpty {
      if isSymbol(.leftBrace, index) { return flatEnd(of: index) }
      if isSymbol(.semicolon, index) { return index }
      index += 1
    }
    return nil
  }

  private func width(of line: Line) -> Int {
    var width = line.indentation * 2
    var spacing = Spacing()
    for index in line.tokens {
      if index > line.tokens.lowerBound, needsSpace(before: index, spacing) { width += 1 }
      spacing.enter(tokens[index].kind)
      // Counting stops at the limit, so that the work for a block does not grow with the file.
      width += tokens[index].upper - tokens[index].lower
      if width > Self.widest { return width }
    }
    return width
  }
}

/// Comments.
extension Formatter {
  /// Writes the comments between the last token and this one, each on its line or behind the token,
  /// and keeps a blank line where there was one, except next to braces.
  private mutating func writeComments(before index: Int, indentation: Int, isClosing: Bool) {
    for comment in tokens[index].comments {
      let entry = comments[comment]
      if isTrailing(comment, before: index) {
        if output.hasSuffix("\n") { output.removeLast() }
        output += gap(before: entry) + "\(entry.text)\n"
      } else {
        writeBlankLine(before: entry.lower)
        output += String(repeating: "  ", count: indentation) + entry.text + "\n"
      }
    }
    if !isClosing { writeBlankLine(before: tokens[index].lower) }
  }

  /// The space before a comment behind a token.
  ///
  /// It is as wide as it was if the line is what it was, so that aligned comments stay aligned.
  private func gap(before comment: Comment) -> String {
    let start = output.lastIndex(of: "\n").map { output.index(after: $0) } ?? output.startIndex
    let bounds = source.lineBounds(source.lineIndex(of: comment.lower))
    let code = source.text(bounds.lowerBound, comment.lower)
    let written = code.reversed().drop { $0 == " " }.reversed()
    guard output[start...].elementsEqual(written) else { return "  " }
    let fits = code.count + comment.text.count <= Self.widest
    return String(repeating: " ", count: fits ? max(2, code.count - written.count) : 2)
  }

  /// Whether a comment stands behind a token on its line.
  func isTrailing(_ comment: Int, before index: Int) -> Bool {
    guard index > 0, comment == tokens[index].comments.lowerBound else { return false }
    let previous = tokens[index - 1].upper
    return source.lineIndex(of: previous) == source.lineIndex(of: comments[comment].lower)
  }

  /// A blank line if there is one in the source right before this place.
  private mutating func writeBlankLine(before offset: Int) {
    guard !output.isEmpty, !output.hasSuffix("{\n"), !output.hasSuffix("\n\n") else { return }
    let line = source.lineIndex(of: offset)
    guard line > 0 else { return }
    let bounds = source.lineBounds(line - 1)
    let isBlank = source.bytes[bounds].allSatisfy {
      $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
    }
    if isBlank { output += "\n" }
  }
}
