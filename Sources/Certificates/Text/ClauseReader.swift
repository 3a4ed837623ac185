package import Relational

/// Reads clauses, whose variables say their sort themselves.
package struct ClauseReader {
  var tokens: TokenReader
  var names: Vocabulary

  /// The clauses of an invariant over the names of a system.
  ///
  /// - Throws: the first thing that is wrong with the text.
  package static func invariant(
    _ text: String, of system: RelationalSystem, file: String = "invariant.txt"
  ) throws(TextError) -> [Clause] {
    let tokens = try TokenReader(file: file, text: text)
    var reader = ClauseReader(tokens: tokens, names: Vocabulary(system))
    guard reader.tokens.accept(word: "invariant") else {
      try reader.tokens.expectEnd()
      return []
    }
    let clauses = try reader.numbered(from: 1)
    try reader.tokens.expectEnd()
    return clauses
  }

  /// Clauses that are numbered one by one.
  mutating func numbered(from first: Int) throws(TextError) -> [Clause] {
    var found: [Clause] = []
    while case .number(let number) = tokens.token.kind {
      guard number == first + found.count else {
        throw tokens.error("expected the number \(first + found.count)")
      }
      tokens.advance()
      try tokens.expect(".")
      found.append(try clause())
    }
    return found
  }

  private mutating func clause() throws(TextError) -> Clause {
    if tokens.accept(word: "false") { return Clause([]) }
    if tokens.accept("!") {
      if tokens.accept("(") {
        let literals = try atoms("&&")
        try tokens.expect(")")
        return Clause(literals.map(\.negated))
      }
      var literals = [try literal().negated]
      while tokens.accept("||") { literals.append(try signedLiteral()) }
      return Clause(literals)
    }
    var literals = [try literal()]
    if tokens.token.kind == .sign("&&") || tokens.token.kind == .sign("=>") {
      while tokens.accept("&&") { literals.append(try literal()) }
      try tokens.expect("=>")
      return Clause(literals.map(\.negated) + (try atoms("||")))
    }
    while tokens.accept("||") { literals.append(try signedLiteral()) }
    return Clause(literals)
  }

  private mutating func atoms(_ sign: String) throws(TextError) -> [Clause.Literal] {
    var found = [try literal()]
    while tokens.accept(sign) { found.append(try literal()) }
    return found
  }

  private mutating func signedLiteral() throws(TextError) -> Clause.Literal {
    tokens.accept("!") ? try literal().negated : try literal()
  }

  /// An atom, or terms that differ.
  private mutating func literal() throws(TextError) -> Clause.Literal {
    let start = tokens.token
    let name = try tokens.name()
    if tokens.token.kind == .sign("(") {
      guard let sorts = names.relations[name] else {
        throw tokens.error("there is no relation '\(name)'", at: start)
      }
      let terms = try terms()
      try tokens.check(terms.map(\.sort), against: sorts, of: name, from: start)
      return Clause.Literal(true, .holds(name, terms))
    }
    let left = try term(name, start)
    let isEqual = tokens.accept("==")
    if !isEqual { try tokens.expect("!=") }
    let place = tokens.token
    let right = try term()
    guard left.sort == right.sort else {
      throw tokens.error("expected a term of the sort '\(left.sort)'", at: place)
    }
    return Clause.Literal(isEqual, .equal(left, right))
  }

  private mutating func terms() throws(TextError) -> [ClauseTerm] {
    try tokens.expect("(")
    if tokens.accept(")") { return [] }
    var found = [try term()]
    while tokens.accept(",") { found.append(try term()) }
    try tokens.expect(")")
    return found
  }

  private mutating func term() throws(TextError) -> ClauseTerm {
    let start = tokens.token
    return try term(try tokens.name(), start)
  }

  private mutating func term(_ name: String, _ start: Token) throws(TextError) -> ClauseTerm {
    let isElement = tokens.accept("#")
    if isElement || tokens.accept("?") {
      guard names.sorts.contains(name) else {
        throw tokens.error("there is no sort '\(name)'", at: start)
      }
      let number = try tokens.number()
      return isElement ? .element(sort: name, number) : .variable(sort: name, number)
    }
    guard let variable = ClauseText.variable(name, sorts: names.sorts) else {
      throw tokens.error("there is no variable '\(name)'", at: start)
    }
    return variable
  }
}
