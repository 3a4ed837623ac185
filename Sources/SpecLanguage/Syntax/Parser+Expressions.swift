/// Expressions, by precedence climbing.
extension Parser {
  mutating func expression() throws(Failure) -> ExpressionSyntax {
    try nested { (parser) throws(Failure) in
      if parser.at("forall") || parser.at("exists") { return try parser.quantified() }
      let start = parser.currentRange
      let condition = try parser.implication()
      guard parser.skip(.question) else { return condition }
      let then = try parser.expression()
      try parser.expect(.colon)
      let otherwise = try parser.expression()
      return try parser.make(.conditional(condition, then, otherwise), from: start)
    }
  }

  /// A tree node; an error if the tree would become too deep.
  private mutating func make(
    _ kind: ExpressionSyntax.Kind, from start: SourceRange
  ) throws(Failure) -> ExpressionSyntax {
    let made = ExpressionSyntax(kind: kind, range: range(from: start))
    guard made.depth <= Self.deepestExpression else { throw fail(.nestingTooDeep(made.range)) }
    return made
  }

  /// What stands on either side of `~>`; a quantifier at the left reaches over both.
  mutating func response() throws(Failure) -> ResponseSyntax {
    var parameters: [ParameterSyntax] = []
    var condition: ExpressionSyntax?
    if skip("forall") {
      parameters = try parameterList()
      if skip("where") { condition = try expression() }
      try expect(.colon)
    }
    let trigger = try expression()
    try expect(.leadsTo)
    return ResponseSyntax(
      parameters: parameters, condition: condition, trigger: trigger, goal: try expression())
  }

  private mutating func quantified() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    let isUniversal = at("forall")
    advance()
    let parameters = try parameterList()
    let condition = skip("where") ? try expression() : nil
    try expect(.colon)
    let body = try expression()
    return try make(
      .quantified(isUniversal: isUniversal, parameters, where: condition, body), from: start)
  }

  /// `a => b => c` is `a => (b => c)`.
  private mutating func implication() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    let left = try chain(.or)
    guard skip(.implies) else { return left }
    let right = try nested { (parser) throws(Failure) in
      if parser.at("forall") || parser.at("exists") { return try parser.quantified() }
      return try parser.implication()
    }
    return try make(.binary(.implies, left, right), from: start)
  }

  private mutating func chain(
    _ chained: ExpressionSyntax.ChainOperator
  ) throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    let symbol = chained == .or ? Symbol.or : .and
    let first = chained == .or ? try chain(.and) : try comparison()
    guard at(symbol) else { return first }
    var operands = [first]
    while skip(symbol) {
      if at("forall") || at("exists") {
        // A quantifier reaches as far to the right as it can.
        operands.append(try nested { (parser) throws(Failure) in try parser.quantified() })
      } else {
        operands.append(chained == .or ? try chain(.and) : try comparison())
      }
    }
    return try make(.chain(chained, operands), from: start)
  }

  private var comparisonOperator: ExpressionSyntax.BinaryOperator? {
    guard case .symbol(let symbol) = current.kind else { return nil }
    switch symbol {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return ExpressionSyntax.BinaryOperator(rawValue: symbol.rawValue)
    case .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .leftBracket,
      .rightBracket, .semicolon, .comma, .colon, .range, .dot, .implies, .assign, .not, .arrow,
      .leadsTo, .minus, .plus, .star, .question, .and, .or:
      return nil
    }
  }

  private mutating func comparison() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    let left = try sum()
    if skip("is") {
      let isNegated = skip("not")
      var cases = [try testedCase()]
      while skip("or") { cases.append(try testedCase()) }
      return try make(.test(left, isNegated: isNegated, cases), from: start)
    }
    guard let comparison = comparisonOperator else { return left }
    advance()
    let right = try sum()
    if comparisonOperator != nil { throw fail(.chainedComparison(currentRange)) }
    return try make(.binary(comparison, left, right), from: start)
  }

  private mutating func testedCase() throws(Failure) -> Name {
    _ = skip(.minus)
    return try name("the name of a case")
  }

  private mutating func sum() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    var left = try unary()
    while at(.plus) || at(.minus) {
      let isSum = at(.plus)
      advance()
      left = try make(.binary(isSum ? .add : .subtract, left, try unary()), from: start)
    }
    return left
  }

  private mutating func unary() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    if skip(.not) {
      let operand = try nested { (parser) throws(Failure) in try parser.unary() }
      return try make(.not(operand), from: start)
    }
    if skip(.minus) {
      let operand = try nested { (parser) throws(Failure) in try parser.unary() }
      return try make(.negated(operand), from: start)
    }
    return try postfix()
  }

  mutating func postfix() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    var base = try primary()
    while true {
      if skip(.dot) {
        let field = try name("the name of a field or case")
        if skip(.leftParenthesis) {
          base = try make(.memberCall(base, field, try arguments()), from: start)
        } else {
          base = try make(.member(base, field), from: start)
        }
      } else if skip(.leftBracket) {
        let index = try expression()
        try expect(.rightBracket)
        base = try make(.indexed(base, index), from: start)
      } else {
        return base
      }
    }
  }

  private mutating func primary() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    if case .integer(let value) = current.kind {
      advance()
      return try make(.integer(value), from: start)
    }
    if skip(.leftParenthesis) {
      var inner = try expression()
      try expect(.rightParenthesis)
      inner.range = range(from: start)
      return inner
    }
    guard atWord else { throw fail(expected: "an expression") }
    if at(.leftParenthesis, ahead: 1) { return try application() }
    if at("true") || at("false") {
      let value = at("true")
      advance()
      return try make(.boolean(value), from: start)
    }
    let name = try name("an expression")
    return try make(.name(name.text), from: start)
  }

  /// A word with arguments in parentheses.
  private mutating func application() throws(Failure) -> ExpressionSyntax {
    let start = currentRange
    let word = currentWord
    let kind: ExpressionSyntax.Kind
    switch word {
    case "defined", "held", "held_shared":
      advance()
      advance()
      let place = try postfix()
      guard place.isPlace else { throw fail(.placeNeeded(by: word, place.range)) }
      try expect(.rightParenthesis)
      kind = word == "defined" ? .defined(place) : .held(isShared: word == "held_shared", place)
    case "first", "last":
      advance()
      advance()
      let sort = try name("an ordered sort")
      try expect(.rightParenthesis)
      kind = word == "first" ? .first(sort) : .last(sort)
    default:
      let callee = try calleeName()
      try expect(.leftParenthesis)
      kind = .call(callee, try arguments())
    }
    return try make(kind, from: start)
  }

  /// The name of what is called; `base` is what the callable replaces.
  mutating func calleeName() throws(Failure) -> Name {
    if at("base") {
      let name = Name("base", currentRange)
      advance()
      return name
    }
    return try name("the name of a call")
  }

  /// Arguments up to the closing parenthesis; the opening one is consumed already.
  mutating func arguments() throws(Failure) -> [ExpressionSyntax] {
    var arguments: [ExpressionSyntax] = []
    if skip(.rightParenthesis) { return arguments }
    repeat { arguments.append(try expression()) } while skip(.comma)
    try expect(.rightParenthesis)
    return arguments
  }
}
