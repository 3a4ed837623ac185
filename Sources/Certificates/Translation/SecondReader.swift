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

  static func invariant(_ text: String) throws(TextError) -> [SecondFormula] {
    var reader = SecondReader(tokens: try TokenReader(file: "invariant.txt", text: text))
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
    case "relation", "location": try relation()
    case "rigid": try relation(isRigid: true)
    case "axiom":
      _ = try tokens.name()
      model.axioms.append(try afterColon())
    case "initially": model.initial[try tokens.name()] = try definition(":")
    case "action": try action()
    case "goal":
      model.goals.append((try tokens.name(), try afterColon()))
    case "structure": _ = try clauses()
    case "total":
      let (domain, _) = (try tokens.name(), try tokens.expect("->"))
      model.totalities.append((domain, try tokens.name(), tokens.accept(word: "wide")))
    default: throw tokens.error("what is this?")
    }
  }

  private mutating func relation(isRigid: Bool = false) throws(TextError) {
    let relation = try tokens.name()
    try tokens.expect("(")
    var sorts: [String] = []
    while !tokens.accept(")") {
      if !tokens.accept(","), !tokens.accept(";") { sorts.append(try tokens.name()) }
    }
    let group = tokens.accept(word: "in") ? try tokens.name() : relation
    if tokens.accept(word: "projects") {
      _ = try tokens.name()
      for _ in sorts { _ = try tokens.number() }
    }
    _ = tokens.acceptQuoted()
    model.add(SecondRelation(relation, sorts, in: group, isRigid: isRigid))
  }

  private mutating func parameters() throws(TextError) -> [SecondParameter] {
    var found: [SecondParameter] = []
    if !tokens.isAtName { return found }
    repeat { found.append((try tokens.name(), try tokens.name())) } while tokens.accept(",")
    return found
  }

  private mutating func parameterList() throws(TextError) -> [SecondParameter] {
    try tokens.expect("(")
    let found = try parameters()
    try tokens.expect(")")
    return found
  }

  private mutating func definition(_ sign: String) throws(TextError) -> SecondDefinition {
    let parameters = try parameterList()
    try tokens.expect(sign)
    return (parameters, try formula())
  }

  private mutating func afterColon() throws(TextError) -> SecondFormula {
    try tokens.expect(":")
    return try formula()
  }

  private mutating func action() throws(TextError) {
    let name = try tokens.name()
    let parameters = try parameterList()
    if tokens.accept(word: "from") { _ = try tokens.quoted() }
    try skipSite()
    try tokens.expect(word: "when")
    var action = SecondAction(
      name: name, parameters: parameters, guardCondition: try formula())
    while true {
      if tokens.accept(word: "clear") {
        let group = try tokens.name()
        action.clears.append((group, try list()))
      } else if tokens.accept(word: "require") {
        action.requirements.append(try check())
      } else if tokens.accept(word: "cover") {
        _ = try check()
      } else if tokens.isAtName {
        action.updates[try tokens.name()] = try definition(":=")
      } else {
        break
      }
    }
    model.actions.append(action)
  }

  private mutating func check() throws(TextError) -> SecondFormula {
    _ = try tokens.name()
    _ = tokens.acceptQuoted()
    try skipSite()
    return try afterColon()
  }

  private mutating func skipSite() throws(TextError) {
    guard tokens.accept(word: "site") else { return }
    _ = (try tokens.quoted(), try tokens.number(), try tokens.number())
  }

  private mutating func clauses() throws(TextError) -> [SecondFormula] {
    var found: [SecondFormula] = []
    while case .number = tokens.token.kind {
      tokens.advance()
      try tokens.expect(".")
      found.append(try formula())
    }
    return found
  }
}

/// Formulas.
extension SecondReader {
  private mutating func formula() throws(TextError) -> SecondFormula {
    try tokens.enter()
    defer { tokens.leave() }
    for word in ["forall", "exists"] where tokens.accept(word: word) {
      let bound = try parameters()
      return .quantified(word, bound, try afterColon())
    }
    let condition = try chain(0)
    guard tokens.accept("?") else { return condition }
    let then = try chain(0)
    try tokens.expect(":")
    return .apply("ite", [condition, then, try chain(0)])
  }

  /// `=>`, which groups to the right, of `||` of `&&` of comparisons.
  private mutating func chain(_ level: Int) throws(TextError) -> SecondFormula {
    if level == 3 { return try comparison() }
    try tokens.enter()
    defer { tokens.leave() }
    let (sign, name) = [("=>", "=>"), ("||", "or"), ("&&", "and")][level]
    var operands = [try chain(level + 1)]
    while tokens.accept(sign) { operands.append(try chain(level == 0 ? 0 : level + 1)) }
    return operands.count == 1 ? operands[0] : .apply(name, operands)
  }

  private mutating func comparison() throws(TextError) -> SecondFormula {
    var negations = 0
    while tokens.accept("!") { negations += 1 }
    let found = try primary()
    guard negations == 0 else { return negations % 2 == 1 ? .apply("not", [found]) : found }
    if tokens.accept("==") { return .apply("=", [found, try primary()]) }
    guard tokens.accept("!=") else { return found }
    return .apply("not", [.apply("=", [found, try primary()])])
  }

  private mutating func primary() throws(TextError) -> SecondFormula {
    if tokens.accept("(") {
      let inner = try formula()
      try tokens.expect(")")
      return inner
    }
    for word in ["true", "false"] where tokens.accept(word: word) { return .apply(word, []) }
    for word in ["and", "or"] where tokens.accept(word: word) { return .apply(word, try list()) }
    let name = try tokens.name()
    if tokens.token.kind == .sign("(") { return .atom(name, try list()) }
    if tokens.accept("#") { return .element(sort: name, try tokens.number()) }
    guard tokens.token.kind == .sign("?"), case .number(let number) = tokens.following else {
      return .variable(name)
    }
    tokens.advance()
    tokens.advance()
    return .variable("\(name)?\(number)")
  }

  private mutating func list() throws(TextError) -> [SecondFormula] {
    try tokens.expect("(")
    var found: [SecondFormula] = []
    while !tokens.accept(")") {
      if !found.isEmpty { try tokens.expect(",") }
      found.append(try formula())
    }
    return found
  }
}
