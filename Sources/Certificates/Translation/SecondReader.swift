/// A formula of a readable model, as the second translation sees it.
indirect enum SecondFormula {
  case variable(String)
  case element(sort: String, Int)
  case atom(String, [SecondFormula])
  /// `true`, `false`, `not`, `and`, `or`, `=>`, `ite`, `=`.
  case apply(String, [SecondFormula])
  /// `forall` or `exists`.
  case quantified(String, [SecondParameter], SecondFormula)
}

typealias SecondParameter = (sort: String, name: String)
typealias SecondDefinition = (parameters: [SecondParameter], formula: SecondFormula)
typealias SecondTotality = (domain: String, relation: String)
typealias SecondMention = (relation: String, isPositive: Bool)

struct SecondAction {
  var name: String
  var parameters: [SecondParameter]
  var guardCondition: SecondFormula
  var updates: [String: SecondDefinition] = [:]
  var clears: [(group: String, key: [SecondFormula])] = []
  var requirements: [SecondFormula] = []
}

struct SecondModel {
  var sorts: [String] = []
  var relations: [(name: String, sorts: [String], group: String)] = []
  var axioms: [SecondFormula] = []
  var initial: [String: SecondDefinition] = [:]
  var actions: [SecondAction] = []
  var goals: [(name: String, formula: SecondFormula)] = []
  var totalities: [SecondTotality] = []
}

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
    case "relation", "location", "rigid": try relation()
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
      model.totalities.append((domain, try tokens.name()))
    default: throw tokens.error("what is this?")
    }
  }

  private mutating func relation() throws(TextError) {
    let relation = try tokens.name()
    try tokens.expect("(")
    var sorts: [String] = []
    while !tokens.accept(")") {
      if !tokens.accept(","), !tokens.accept(";") { sorts.append(try tokens.name()) }
    }
    let group = tokens.accept(word: "in") ? try tokens.name() : relation
    _ = tokens.acceptQuoted()
    model.relations.append((relation, sorts, group))
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

/// What clauses mention.
extension SecondFormula {
  /// The names of the variables, by first use.
  var variables: [String] {
    if case .variable(let name) = self { return [name] }
    var found: [String] = []
    for part in parts {
      for name in part.variables where !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// The relations of its atoms, and whether it affirms or denies them.
  func relations(_ isPositive: Bool = true) -> [SecondMention] {
    if case .atom(let name, _) = self { return [(name, isPositive)] }
    var turnsFirst = false
    if case .apply(let sign, _) = self { turnsFirst = sign == "not" || sign == "=>" }
    return parts.enumerated().flatMap { $1.relations((turnsFirst && $0 == 0) != isPositive) }
  }

  private var parts: [SecondFormula] {
    switch self {
    case .variable, .element: []
    case .atom(_, let parts), .apply(_, let parts): parts
    case .quantified(_, _, let body): [body]
    }
  }
}

extension SecondModel {
  /// The sort and the number of a clause's variable: `FILE0`, or `file?0` where that is not clear.
  func variable(_ name: String) throws(TextError) -> (sort: String, number: Int) {
    let found = sorts.flatMap { sort in
      [sort.uppercased(), sort + "?"].filter(name.hasPrefix).compactMap { prefix in
        Int(name.dropFirst(prefix.count)).map { (sort: sort, number: $0) }
      }
    }
    guard found.count == 1 else { throw Self.wrong("no variable '\(name)'") }
    return found[0]
  }

  func relation(
    _ name: String
  ) throws(TextError) -> (name: String, sorts: [String], group: String) {
    guard let found = relations.first(where: { $0.name == name }) else {
      throw Self.wrong("no relation '\(name)'")
    }
    return found
  }

  /// The sorts of a totality's key and value.
  func sorts(of totality: SecondTotality) throws(TextError) -> (key: [String], value: [String]) {
    let (key, all) = (try relation(totality.domain).sorts, try relation(totality.relation).sorts)
    guard all.starts(with: key) else { throw Self.wrong("a totality of '\(totality.relation)'") }
    return (key, Array(all.dropFirst(key.count)))
  }

  static func wrong(_ message: String) -> TextError {
    TextError(message, file: "model.txt", text: [], at: 0)
  }
}
