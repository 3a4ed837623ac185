import Relational

/// One condition on its way to text: its assertions and what they name.
struct SecondScript {
  enum State { case now, initial, after(SecondAction) }
  typealias Values = [String: SExpression]

  let model: SecondModel
  /// What other conditions have as well; the lines come after it.
  private var shared = SharedAssertions()
  private var sharedElements: Set<String> = []
  var lines: [SExpression] = []
  /// Whether atoms of constants call for instances of totalities.
  var isGoal = false
  /// Their sorts by their symbols.
  private var constants: [String: String] = [:]
  private var atoms: [(relation: SecondRelation, terms: [SExpression])] = []
  private var boundCount = 0

  init(model: SecondModel) { self.model = model }

  /// Makes what is there so far what conditions share.
  mutating func share() {
    let symbols = Set(lines.flatMap(\.symbols))
    sharedElements.formUnion(symbols.filter { $0.hasPrefix("e:") })
    shared = SharedAssertions(
      shared.declarations.adding(declarations(of: symbols)), shared.commands + commands(lines))
    lines = []
  }

  func condition(_ name: String, _ subject: ConditionSubject) -> ConditionScript {
    var (lines, symbols) = (lines, Set(lines.flatMap(\.symbols)))
    let elements = symbols.filter { $0.hasPrefix("e:") }.union(sharedElements)
    for sort in model.sorts {
      let own = elements.filter { Self.sort(ofElement: $0) == SExpression.escaped(sort) }
      guard own.count > 1 else { continue }
      symbols.formUnion(own)
      lines.append(.form("distinct", own.sorted().map(SExpression.symbol)))
    }
    return ConditionScript(
      name: name, comment: SExpression.escaped(name), subject: subject, shared: shared,
      declarations: declarations(of: symbols), own: commands(lines))
  }

  private func commands(_ lines: [SExpression]) -> [String] {
    lines.map { SExpression.form("assert", [$0]).text }
  }

  private static func sort(ofElement symbol: String) -> String? {
    guard symbol.hasPrefix("e:"), let end = symbol.lastIndex(of: ":") else { return nil }
    return String(symbol[..<end].dropFirst(2))
  }

  private func declarations(of symbols: Set<String>) -> ScriptDeclarations {
    var (sorts, functions) = (symbols, [String]())
    for symbol in symbols.sorted() {
      let places = model.relations[symbol]?.sorts.map(SExpression.escaped) ?? []
      let value = constants[symbol] ?? Self.sort(ofElement: symbol)
      guard value != nil || model.relations[symbol] != nil else { continue }
      sorts.formUnion(places + (value.map { [$0] } ?? []))
      functions.append(
        SExpression.form(
          "declare-fun",
          [.symbol(symbol), .list(places.map(SExpression.symbol)), .symbol(value ?? "Bool")]
        ).text)
    }
    let used = model.sorts.map(SExpression.escaped).filter(sorts.contains)
    return ScriptDeclarations(
      sorts: used.map { SExpression.form("declare-sort", [.symbol($0), .symbol("0")]).text },
      functions: functions)
  }

  /// Constants for variables, by their names.
  mutating func constants(_ prefix: String, _ bound: [SecondParameter]) -> Values {
    var found: Values = [:]
    for (sort, name) in bound {
      let symbol = SExpression.escaped("\(prefix):\(name.dropFirst())")
      constants[symbol] = SExpression.escaped(sort)
      found[name] = .symbol(symbol)
    }
    return found
  }

  /// A formula with its free variables replaced, read in a state.
  mutating func read(
    _ formula: SExpression, _ values: Values, _ state: State = .now
  ) throws(TextError) -> SExpression {
    if let symbol = formula.symbol {
      if let value = values[symbol] { return value }
      if symbol.hasPrefix("?") { throw SecondModel.wrong("a term that is none") }
      return formula
    }
    let parts = formula.list ?? []
    let sign = parts.first?.symbol ?? ""
    if let bound = formula.bound {
      var (inner, fresh) = (values, [SecondParameter]())
      for (sort, name) in bound { inner[name] = bind(sort, &fresh) }
      return .quantified(sign, fresh, try read(parts[2], inner, state))
    }
    var operands: [SExpression] = []
    for part in parts.dropFirst() {
      operands.append(try read(part, values, sign.hasPrefix("r:") ? .now : state))
    }
    return sign.hasPrefix("r:") ? try atom(sign, operands, state) : .form(sign, operands)
  }

  private mutating func bind(_ sort: String, _ bound: inout [SecondParameter]) -> SExpression {
    boundCount += 1
    bound.append((SExpression.escaped(sort), "b\(boundCount)"))
    return .symbol("b\(boundCount)")
  }

  private mutating func atom(
    _ symbol: String, _ terms: [SExpression], _ state: State
  ) throws(TextError) -> SExpression {
    let declared = try model.relation(symbol)
    guard declared.sorts.count == terms.count else { throw SecondModel.wrong("'\(symbol)'") }
    var (definition, values, parts) = (SecondDefinition?.none, Values(), [SExpression]())
    switch state {
    case .now: break
    case .initial: definition = model.initial[symbol]
    case .after(let action):
      definition = action.updates[symbol]
      values = constants("a", action.parameters)
      for clear in action.clears where clear.group == declared.group && definition == nil {
        var equations: [SExpression] = []
        for (key, term) in zip(clear.key, terms) {
          equations.append(.form("=", [term, try read(key, values)]))
        }
        parts.append(
          equations.isEmpty ? .symbol("false") : .form("not", [.form("and", equations)]))
      }
    }
    if let definition {
      for (parameter, term) in zip(definition.parameters, terms) { values[parameter.name] = term }
      return try read(definition.formula, values)
    }
    if isGoal { atoms.append((declared, terms)) }
    parts.append(terms.isEmpty ? .symbol(symbol) : .form(symbol, terms))
    return parts.count == 1 ? parts[0] : .form("and", parts)
  }

  mutating func assume(_ formula: SExpression) throws(TextError) {
    boundCount = 0
    lines.append(try read(formula, [:]).withPatterns)
  }

  /// Asserts that a formula does not hold, of constants for its outermost variables.
  mutating func refute(
    _ formula: SExpression, _ prefix: String, _ state: State = .now
  ) throws(TextError) {
    let (bound, body) = formula.opened
    try refute(body, constants(prefix, bound), state)
  }

  mutating func refute(
    _ formula: SExpression, _ values: Values, _ state: State = .now
  ) throws(TextError) {
    lines.append(.form("not", [try read(formula, values, state)]))
  }

  /// One instance of a totality for each key of constants at which an atom has a relation of its
  /// cell, with whatever value, or of a wide one any relation that begins so; axioms are those of
  /// rigid relations.
  mutating func assumeTotalities(axiomsOnly: Bool) throws(TextError) {
    isGoal = false
    for totality in model.totalities {
      let domain = try model.relation(totality.domain)
      if axiomsOnly && !domain.isRigid { continue }
      let (bound, body) = try model.formula(of: totality).opened
      let groups = [domain.group, try model.relation(totality.relation).group]
      let near = atoms.filter {
        (totality.isWide ? !$0.relation.isRigid : groups.contains($0.relation.group))
          && $0.relation.sorts.starts(with: domain.sorts)
      }
      let keys = Set(near.map { $0.terms.prefix(bound.count).compactMap(\.symbol) })
      for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
      where key.allSatisfy({ $0.contains(":") }) {
        let values = zip(bound, key).map { ($0.name, SExpression.symbol($1)) }
        lines.append(try read(body, Dictionary(values) { $1 }))
      }
    }
  }
}
