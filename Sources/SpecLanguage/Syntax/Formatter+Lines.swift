/// Writing a line: spaces between tokens, and breaks where it is too long.
extension Formatter {
  /// What the spaces between tokens depend on besides their neighbours.
  struct Spacing {
    /// The operators `?`, `forall` and `exists` that wait for their colon, the innermost last.
    private var pending: [Token.Kind] = []
    /// Whether the last colon belonged to a `?`.
    private(set) var colonIsConditional = false
    private(set) var lastMinusIsPrefix = false
    private var last: Token.Kind?

    var nextColonIsConditional: Bool { pending.last == .symbol(.question) }

    mutating func enter(_ kind: Token.Kind) {
      if kind == .symbol(.minus) { lastMinusIsPrefix = Self.isPrefix(after: last) }
      switch kind {
      case .symbol(.question), .word("forall"), .word("exists"): pending.append(kind)
      case .symbol(.colon):
        colonIsConditional = nextColonIsConditional
        _ = pending.popLast()
      case .symbol(.semicolon), .symbol(.leftBrace): pending = []
      case .word, .integer, .string, .symbol, .end: break
      }
      last = kind
    }

    /// Whether a minus after the token is a sign.
    private static func isPrefix(after kind: Token.Kind?) -> Bool {
      switch kind {
      case .integer, .symbol(.rightParenthesis), .symbol(.rightBracket): false
      case .word(let word): operatorWords.contains(word)
      case .string, .symbol, .end, nil: true
      }
    }
  }

  /// Words behind which an expression begins.
  private static let operatorWords: Set<String> = [
    "always", "cover", "else", "int", "is", "leadsTo", "never", "not", "or", "reachable", "require",
    "return",
    "returns", "wait", "when", "where",
  ]

  /// Words between which and a parenthesis there is a space: it does not hold arguments.
  private static let wordsBeforeParentheses = operatorWords.union(["if"])

  /// Whether a space stands between the token and the one before it; `spacing` has seen the latter.
  func needsSpace(before index: Int, _ spacing: Spacing) -> Bool {
    let previous = tokens[index - 1].kind
    switch tokens[index].kind {
    case .symbol(.semicolon), .symbol(.comma), .symbol(.rightParenthesis), .symbol(.rightBracket),
      .symbol(.leftBracket), .symbol(.dot), .symbol(.range):
      return false
    case .symbol(.colon): return spacing.nextColonIsConditional
    case .symbol(.rightBrace): return previous != .symbol(.leftBrace)
    case .symbol(.leftParenthesis):
      switch previous {
      case .word(let word): return Self.wordsBeforeParentheses.contains(word)
      case .symbol(let symbol): return Self.spaceFollows(symbol, spacing)
      case .integer, .string, .end: return true
      }
    case .word, .integer, .string, .symbol, .end:
      if case .symbol(let symbol) = previous { return Self.spaceFollows(symbol, spacing) }
      return true
    }
  }

  private static func spaceFollows(_ symbol: Symbol, _ spacing: Spacing) -> Bool {
    switch symbol {
    case .leftParenthesis, .leftBracket, .dot, .range, .not: false
    case .minus: !spacing.lastMinusIsPrefix
    case .leftBrace, .rightBrace, .rightParenthesis, .rightBracket, .semicolon, .comma, .colon,
      .implies, .equal, .assign, .notEqual, .lessOrEqual, .less, .greaterOrEqual, .greater, .arrow,
      .leadsTo, .plus, .star, .question, .and, .or:
      true
    }
  }

  /// A part of a line that is never broken, and how good the place before it is for a break.
  private struct Piece {
    var text: String
    var hasSpace: Bool
    /// How bad a break before it is: twice the number of open brackets, and one more behind a
    /// `=`, from which a list of settings should not be torn; nil: no break here.
    var breakCost: Int?
    /// A comment before it ends the line.
    var isForced = false
  }

  /// Writes a line, broken where it is too long.
  mutating func write(_ line: Line) {
    let prefix = String(repeating: "  ", count: line.indentation)
    let continuation = prefix + "    "
    var row: [Piece] = []
    var width = prefix.count
    var isFirst = true
    func indentation() -> String { isFirst ? prefix : continuation }
    for piece in pieces(of: line) {
      if piece.isForced, !row.isEmpty {
        output += indentation() + Self.joined(row) + "\n"
        (row, isFirst, width) = ([], false, continuation.count)
      }
      row.append(piece)
      width += piece.text.count + (piece.hasSpace && row.count > 1 ? 1 : 0)
      while width > Self.widest, let place = Self.bestBreak(row) {
        output += indentation() + Self.joined(row[..<place]) + "\n"
        isFirst = false
        row = Array(row[place...])
        width = continuation.count + Self.joined(row[...]).count
      }
    }
    output += indentation() + Self.joined(row) + "\n"
  }

  private static func joined(_ row: some Collection<Piece>) -> String {
    var text = ""
    for piece in row { text += (piece.hasSpace && !text.isEmpty ? " " : "") + piece.text }
    return text
  }

  /// The last of the best places for a break.
  private static func bestBreak(_ row: [Piece]) -> Int? {
    var best: (cost: Int, place: Int)?
    for (place, piece) in row.enumerated().dropFirst() {
      guard let cost = piece.breakCost, cost <= best?.cost ?? .max else { continue }
      best = (cost, place)
    }
    return best?.place
  }

  private func pieces(of line: Line) -> [Piece] {
    var pieces: [Piece] = []
    var spacing = Spacing()
    var depth = 0
    for index in line.tokens {
      let isFirst = index == line.tokens.lowerBound
      let space = !isFirst && needsSpace(before: index, spacing)
      var piece = Piece(text: text(index), hasSpace: space, breakCost: nil)
      if !isFirst {
        addComments(before: index, to: &pieces, &piece)
        if mayBreak(before: index, spacing) {
          piece.breakCost = depth * 2 + (isSymbol(.assign, index - 1) ? 1 : 0)
        }
      }
      switch tokens[index].kind {
      case .symbol(.leftParenthesis), .symbol(.leftBracket): depth += 1
      case .symbol(.rightParenthesis), .symbol(.rightBracket): depth -= 1
      case .word, .integer, .string, .symbol, .end: break
      }
      spacing.enter(tokens[index].kind)
      pieces.append(piece)
    }
    return pieces
  }

  /// Comments inside a line end it: the first may stand behind what is before it.
  private func addComments(before index: Int, to pieces: inout [Piece], _ piece: inout Piece) {
    for comment in tokens[index].comments {
      let text = comments[comment].text
      if isTrailing(comment, before: index), let last = pieces.indices.last {
        pieces[last].text += "  \(text)"
      } else {
        pieces.append(Piece(text: text, hasSpace: true, breakCost: nil, isForced: true))
      }
      piece.isForced = true
    }
  }

  /// Whether a line may be broken before the token.
  private func mayBreak(before index: Int, _ spacing: Spacing) -> Bool {
    switch tokens[index].kind {
    case .symbol(.and), .symbol(.or), .symbol(.implies), .symbol(.question), .symbol(.arrow):
      return true
    case .symbol(.colon): return spacing.nextColonIsConditional
    case .string:
      if case .string = tokens[index - 1].kind { return true }
    case .word("because"), .word("where"), .word("when"), .word("returns"), .word("by"),
      .word("on"), .word("or"):
      return true
    case .word, .integer, .symbol, .end: break
    }
    switch tokens[index - 1].kind {
    case .symbol(.comma), .symbol(.assign): return true
    case .symbol(.colon): return !spacing.colonIsConditional
    case .symbol(.rightParenthesis):
      if case .word = tokens[index].kind { return true }
      return false
    case .word, .integer, .string, .symbol, .end: return false
    }
  }
}
