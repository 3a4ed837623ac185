import TransitionSystem

/// A reader of models and invariants that shares only its tokens with ``ModelReader``.
struct SecondReader {
  private var tokens: TokenReader
  private var model = SecondModel()

  static func model(_ text: String) throws(TextError) -> SecondModel {
    var reader = SecondReader(tokens: try TokenReader(file: "model.txt", text: text))
    reader.tokens.deepest = 1200
    try reader.tokens.expect(word: "system")
    _ = try reader.tokens.quoted()
    while reader.tokens.token.kind != .end { try reader.declaration() }
    return reader.model
  }

  private static let invariantFile = "invariant.txt"

  /// Clauses, each for all values of its variables, whose names tell their sorts.
  static func invariant(
    _ text: String, of model: SecondModel
  ) throws(TextError) -> [SExpression] {
    var reader = SecondReader(tokens: try TokenReader(file: Self.invariantFile, text: text))
    reader.model.sorts = model.sorts
    let clauses = reader.tokens.accept(word: "invariant") ? try reader.clauses() : []
    try reader.tokens.expectEnd()
    return clauses
  }

  private mutating func declaration() throws(TextError) {
    guard case .word(let word) = tokens.token.kind else { throw tokens.error("what is this?") }
    tokens.advance()
    switch word {
    case "sort":
      model.sorts.append(try tokens.name())
      for word in ["ordered", "plain", "letters", "numbered"] { _ = tokens.accept(word: word) }
      _ = tokens.acceptQuoted()
    case "relation", "location", "rigid": try relation(isRigid: word == "rigid")
    case "axiom": model.axioms.append(try afterColon())
    case "initially": model.initial = try definitions(model.initial, ":")
    case "action": try action()
    case "goal":
      let name = try tokens.name()
      model.goals.append((name, try afterColon()))
    case "structure": _ = try clauses()
    case "total":
      let (domain, _) = (Self.symbol(try tokens.name()), try tokens.expect("->"))
      let relation = Self.symbol(try tokens.name())
      model.totalities.append((domain, relation, tokens.accept(word: "wide")))
    default: throw tokens.error("what is this?")
    }
  }

  private static func symbol(_ relation: String) -> String { SExpression.escaped("r:" + relation) }

  private mutating func relation(isRigid: Bool) throws(TextError) {
    let (name, _) = (try tokens.name(), try tokens.expect("("))
    var sorts: [String] = []
    while !tokens.accept(")") {
      if !tokens.accept(","), !tokens.accept(";") { sorts.append(try tokens.name()) }
    }
    let group = tokens.accept(word: "in") ? try tokens.name() : name
    if tokens.accept(word: "projects") {
      _ = try tokens.name()
      for _ in sorts { _ = try tokens.number() }
    }
    _ = tokens.acceptQuoted()
    model.add(
      SecondRelation(
        symbol: Self.symbol(name), sorts: sorts, group: group, isRigid: isRigid))
  }

  /// With or without brackets around them.
  private mutating func parameters() throws(TextError) -> [SecondParameter] {
    let isList = tokens.accept("(")
    var found: [SecondParameter] = []
    while tokens.isAtName {
      found.append((try tokens.name(), "?" + (try tokens.name())))
      if !tokens.accept(",") { break }
    }
    if isList { try tokens.expect(")") }
    return found
  }

  /// The definitions, and one more.
  private mutating func definitions(
    _ known: [String: SecondDefinition], _ sign: String
  ) throws(TextError) -> [String: SecondDefinition] {
    let (relation, parameters) = (Self.symbol(try tokens.name()), try parameters())
    try tokens.expect(sign)
    let definition = (parameters, try formula())
    return known.merging([relation: definition]) { $1 }
  }

  /// A formula that comes after a name and whatever is noted of it.
  private mutating func afterColon() throws(TextError) -> SExpression {
    try skip(to: .sign(":"))
    return try formula()
  }

  private mutating func skip(to end: Token.Kind) throws(TextError) {
    while tokens.token.kind != end {
      guard tokens.token.kind != .end else { throw tokens.error("is this all?") }
      tokens.advance()
    }
    tokens.advance()
  }

  private mutating func action() throws(TextError) {
    let (name, parameters) = (try tokens.name(), try parameters())
    try skip(to: .word("when"))
    var action = SecondAction(
      name: name, parameters: parameters, guardCondition: try formula())
    while true {
      if tokens.accept(word: "clear") {
        action.clears.append((try tokens.name(), try list()))
      } else if tokens.accept(word: "require") {
        action.requirements.append(try afterColon())
      } else if tokens.accept(word: "cover") {
        _ = try afterColon()
      } else if tokens.isAtName {
        action.updates = try definitions(action.updates, ":=")
      } else {
        return model.actions.append(action)
      }
    }
  }

  private mutating func clauses() throws(TextError) -> [SExpression] {
    var found: [SExpression] = []
    while case .number = tokens.token.kind {
      tokens.advance()
      try tokens.expect(".")
      let clause = try formula()
      let bound = clause.symbols.filter { $0.hasPrefix("?") }.distinct.map { name in
        (sort: String(name.dropFirst().prefix { $0 != ":" }), name: name)
      }
      found.append(.quantified("forall", bound, clause))
    }
    return found
  }

  /// A variable's symbol: `?file:0` for that of a clause, which is written `FILE0`, or `file?0`
  /// where that is not clear.
  private func variable(_ name: String) throws(TextError) -> SExpression {
    guard tokens.file == Self.invariantFile else { return .symbol("?" + name) }
    let found = model.sorts.flatMap { [($0, $0.uppercased()), ($0, $0 + "?")] }
      .filter { name.hasPrefix($0.1) && Int(name.dropFirst($0.1.count)) != nil }
    guard found.count == 1 else { throw tokens.error("no variable '\(name)'") }
    return .symbol("?\(found[0].0):\(name.dropFirst(found[0].1.count))")
  }
}

/// Formulas.
extension SecondReader {
  private mutating func formula() throws(TextError) -> SExpression {
    try tokens.enter()
    defer { tokens.leave() }
    for word in ["forall", "exists"] where tokens.accept(word: word) {
      let bound = try parameters()
      try tokens.expect(":")
      return .quantified(word, bound, try formula())
    }
    let condition = try chain(0)
    guard tokens.accept("?") else { return condition }
    let then = try chain(0)
    try tokens.expect(":")
    return .form("ite", [condition, then, try chain(0)])
  }

  /// `=>`, which groups to the right, of `||` of `&&` of comparisons.
  private mutating func chain(_ level: Int) throws(TextError) -> SExpression {
    if level == 3 { return try comparison() }
    try tokens.enter()
    defer { tokens.leave() }
    let (sign, name) = [("=>", "=>"), ("||", "or"), ("&&", "and")][level]
    var operands = [try chain(level + 1)]
    while tokens.accept(sign) { operands.append(try chain(level == 0 ? 0 : level + 1)) }
    return operands.count == 1 ? operands[0] : .form(name, operands)
  }

  private mutating func comparison() throws(TextError) -> SExpression {
    var negations = 0
    while tokens.accept("!") { negations += 1 }
    let found = try primary()
    guard negations == 0 else { return negations % 2 == 1 ? .form("not", [found]) : found }
    if tokens.accept("==") { return .form("=", [found, try primary()]) }
    guard tokens.accept("!=") else { return found }
    return .form("not", [.form("=", [found, try primary()])])
  }

  private mutating func primary() throws(TextError) -> SExpression {
    if tokens.accept("(") {
      let inner = try formula()
      try tokens.expect(")")
      return inner
    }
    for word in ["true", "false"] where tokens.accept(word: word) { return .symbol(word) }
    for (word, unit) in [("and", "true"), ("or", "false")] where tokens.accept(word: word) {
      let operands = try list()
      return operands.isEmpty ? .symbol(unit) : .form(word, operands)
    }
    let name = try tokens.name()
    if tokens.token.kind == .sign("(") { return .form(Self.symbol(name), try list()) }
    if tokens.accept("#") {
      return .symbol(SExpression.escaped("e:\(name):\(try tokens.number())"))
    }
    guard tokens.token.kind == .sign("?"), case .number(let number) = tokens.following else {
      return try variable(name)
    }
    tokens.advance()
    tokens.advance()
    return try variable("\(name)?\(number)")
  }

  private mutating func list() throws(TextError) -> [SExpression] {
    try tokens.expect("(")
    var found: [SExpression] = []
    while !tokens.accept(")") {
      if !found.isEmpty { try tokens.expect(",") }
      found.append(try formula())
    }
    return found
  }
}
