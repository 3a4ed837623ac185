/// Statements.
extension Parser {
  /// A body in braces, with an optional `source` first.
  mutating func block() throws(Failure) -> BlockSyntax {
    try nested { (parser) throws(Failure) in
      var block = BlockSyntax(source: nil, statements: [], end: parser.currentRange)
      var isFirst = true
      block.end = try parser.braced { parser in
        do throws(Failure) {
          if parser.at("source"), case .string = parser.token(ahead: 1).kind {
            let source = try parser.sourceStatement(isFirst: isFirst)
            block.source = block.source ?? source
          } else {
            block.statements.append(try parser.statement())
          }
        } catch {
          parser.skipStatement()
        }
        isFirst = false
      }
      return block
    }
  }

  private mutating func sourceStatement(isFirst: Bool) throws(Failure) -> Name {
    if !isFirst { report(.misplacedSource(currentRange)) }
    advance()
    let text = try string()
    try expectSemicolon()
    return text
  }

  /// A block that may not have a `source`.
  private mutating func inner() throws(Failure) -> [StatementSyntax] {
    let block = try block()
    if let source = block.source { report(.misplacedSource(source.range)) }
    return block.statements
  }

  /// A statement; a block counts as several.
  private mutating func branch() throws(Failure) -> [StatementSyntax] {
    if at(.leftBrace) { return try inner() }
    return [try nested { (parser) throws(Failure) in try parser.statement() }]
  }

  mutating func statement() throws(Failure) -> StatementSyntax {
    let start = currentRange
    let kind = try statementKind()
    return StatementSyntax(kind: kind, range: range(from: start))
  }

  private mutating func statementKind() throws(Failure) -> StatementSyntax.Kind {
    if at(.leftBrace) { return .block(try inner()) }
    switch currentWord {
    case "forall": return try update()
    case "if": return try conditional()
    case "choose": return try choose()
    case "with": return try with()
    case "for": return try iterate()
    case "atomic":
      advance()
      return .atomic(try inner())
    case "wait":
      advance()
      let condition = try expression()
      try expectSemicolon()
      return .wait(condition)
    case "return": return try returning()
    case "retry":
      advance()
      try expectSemicolon()
      return .retry
    case "try": return try attempt()
    case "emit": return try emit()
    case "require", "cover": return try observation()
    case "bool", "int": return try declaration()
    default: return try simple()
    }
  }

  private mutating func update() throws(Failure) -> StatementSyntax.Kind {
    advance()
    let parameters = try parameterList()
    let condition = skip("where") ? try expression() : nil
    try expect(.colon)
    let place = try place()
    try expect(.assign)
    let value = try expression()
    try expectSemicolon()
    return .update(parameters, where: condition, place, value)
  }

  private mutating func conditional() throws(Failure) -> StatementSyntax.Kind {
    advance()
    try expect(.leftParenthesis)
    let condition = try expression()
    try expect(.rightParenthesis)
    let then = try branch()
    let otherwise = skip("else") ? try branch() : []
    return .conditional(condition, then, otherwise)
  }

  private mutating func choose() throws(Failure) -> StatementSyntax.Kind {
    advance()
    let type = try type()
    let name = try name()
    let condition = skip("where") ? try expression() : nil
    let body = try inner()
    let otherwise = skip("else") ? try branch() : nil
    return .choose(
      ParameterSyntax(type: type, name: name), where: condition, body, otherwise: otherwise)
  }

  private mutating func with() throws(Failure) -> StatementSyntax.Kind {
    advance()
    guard at("exclusive") || at("shared") else { throw fail(expected: "'exclusive' or 'shared'") }
    let isShared = at("shared")
    advance()
    try expect(.leftParenthesis)
    let lock = try name("the name of a lock")
    var indices: [ExpressionSyntax] = []
    while skip(.leftBracket) {
      indices.append(try expression())
      try expect(.rightBracket)
    }
    try expect(.rightParenthesis)
    return .with(isShared: isShared, lock: lock, indices, try inner())
  }

  private mutating func iterate() throws(Failure) -> StatementSyntax.Kind {
    advance()
    let sort = try name("an ordered sort")
    let name = try name()
    return .iterate(sort: sort, name, try inner())
  }

  private mutating func returning() throws(Failure) -> StatementSyntax.Kind {
    advance()
    if skip(.semicolon) { return .returning(nil) }
    if at(.rightBrace) {
      try expectSemicolon()
      return .returning(nil)
    }
    let value = try expression()
    try expectSemicolon()
    return .returning(value)
  }

  private mutating func attempt() throws(Failure) -> StatementSyntax.Kind {
    let attempt = currentRange
    advance()
    let (callee, arguments) = try call()
    try expectSemicolon()
    return .call(callee, arguments, attempt: attempt)
  }

  private mutating func emit() throws(Failure) -> StatementSyntax.Kind {
    advance()
    let (event, arguments) = try call()
    try expectSemicolon()
    return .emit(event, arguments)
  }

  private mutating func call() throws(Failure) -> (Name, [ExpressionSyntax]) {
    let callee = try calleeName()
    try expect(.leftParenthesis)
    return (callee, try arguments())
  }

  private mutating func observation() throws(Failure) -> StatementSyntax.Kind {
    let isRequire = at("require")
    advance()
    var condition: ExpressionSyntax?
    let hasCondition = if case .string = current.kind { false } else { !at(.semicolon) }
    if isRequire || hasCondition { condition = try expression() }
    var message = ""
    if case .string = current.kind { message = try string().text }
    try expectSemicolon()
    guard isRequire, let condition else { return .cover(condition, message: message) }
    return .require(condition, message: message)
  }

  private mutating func declaration() throws(Failure) -> StatementSyntax.Kind {
    let type = try type()
    let name = try name()
    let value = skip(.assign) ? try expression() : nil
    try expectSemicolon()
    return .declare(ParameterSyntax(type: type, name: name), value)
  }

  /// What begins with a name: a local, an assignment or a call.
  private mutating func simple() throws(Failure) -> StatementSyntax.Kind {
    guard case .word(let word) = current.kind else {
      throw fail(.statementExpected(found: found, suggestion: nil, currentRange))
    }
    if word != "base" && ReservedWords.all.contains(word) {
      throw fail(.statementExpected(found: found, suggestion: nil, currentRange))
    }
    if case .word(let next) = token(ahead: 1).kind {
      let isName = !ReservedWords.all.contains(next)
      let follows = [Symbol.assign, .semicolon].contains { at($0, ahead: 2) }
      if follows || isName && Self.keyword(near: word) == nil { return try declaration() }
      throw fail(
        .statementExpected(found: found, suggestion: Self.keyword(near: word), currentRange))
    }
    if at(.leftParenthesis, ahead: 1) {
      let (callee, arguments) = try call()
      try expectSemicolon()
      return .call(callee, arguments, attempt: nil)
    }
    let place = try place()
    guard skip(.assign) else { throw fail(expected: "'='") }
    let value = try expression()
    try expectSemicolon()
    return .assign(place, value)
  }

  private static func keyword(near word: String) -> String? {
    Suggestion.nearest(
      to: word,
      among: [
        "atomic", "choose", "cover", "emit", "for", "forall", "if", "require", "retry", "return",
        "try", "wait", "with",
      ])
  }

  /// What can be assigned to.
  private mutating func place() throws(Failure) -> ExpressionSyntax {
    let place = try postfix()
    guard place.isPlace else { throw fail(.placeExpected(place.range)) }
    return place
  }
}

extension ExpressionSyntax {
  /// Whether it is a name with indices.
  var isPlace: Bool {
    switch kind {
    case .name: true
    case .indexed(let base, _): base.isPlace
    case .integer, .boolean, .call, .member, .memberCall, .defined, .first, .last, .held, .not,
      .negated, .binary, .chain, .test, .conditional, .quantified:
      false
    }
  }
}
