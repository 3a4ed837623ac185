import Relational

/// One condition on its way to text: its assertions and what they name.
struct SecondScript {
  enum State { case now, initial, after(SecondAction) }

  let model: SecondModel
  /// What other conditions have as well; the lines come after it.
  private var shared = SharedAssertions()
  var lines: [String] = []
  /// Whether atoms of constants call for instances of totalities.
  var isGoal = false
  private var constants: [(symbol: String, sort: String)] = []
  /// Symbols, but sorts by their names.
  private var used: Set<String> = []
  /// The same of what is shared.
  private var usedByAll: Set<String> = []
  private var atoms: [(relation: SecondRelation, terms: [String])] = []
  private var boundCount = 0

  init(model: SecondModel) { self.model = model }

  /// Makes what is there so far what conditions share.
  mutating func share() {
    usedByAll.formUnion(used)
    shared = SharedAssertions(
      declarations(of: usedByAll), shared.commands + lines.map { "(assert \($0))" })
    (lines, used) = ([], [])
  }

  func condition(_ name: String, _ subject: ConditionSubject) -> ConditionScript {
    var (used, assertions) = (used, lines)
    for sort in model.sorts {
      let elements = constants.filter { $0.sort == sort && $0.symbol.hasPrefix("|e:") }
        .map(\.symbol).filter { used.contains($0) || usedByAll.contains($0) }
      guard elements.count > 1 else { continue }
      used.formUnion(elements)
      assertions.append("(distinct \(elements.joined(separator: " ")))")
    }
    return ConditionScript(
      name: name, comment: String(Self.symbol(name).dropFirst().dropLast()), subject: subject,
      shared: shared, declarations: declarations(of: used),
      own: assertions.map { "(assert \($0))" })
  }

  private func declarations(of used: Set<String>) -> ScriptDeclarations {
    let symbols = constants.filter { used.contains($0.symbol) }
    var sorts = used.union(symbols.map(\.sort))
    let relations = model.positions(of: used).map { model.relations[$0] }
    for relation in relations { sorts.formUnion(relation.sorts) }
    let functions =
      relations.map(\.command)
      + symbols.map { "(declare-fun \($0.symbol) () \(Self.symbol($0.sort)))" }
    return ScriptDeclarations(
      sorts: model.sorts.filter(sorts.contains).map { "(declare-sort \(Self.symbol($0)) 0)" },
      functions: functions)
  }

  /// What is written between bars.
  static func symbol(_ name: String) -> String {
    let escapes: [Unicode.Scalar: String] = ["!": "!0", "|": "!1", "\\": "!2"]
    let plain = name.utf8.allSatisfy { (32..<127).contains($0) && ![33, 92, 124].contains($0) }
    let parts =
      plain
      ? [name]
      : name.unicodeScalars.map {
        escapes[$0] ?? ((" "..."~").contains($0) ? "\($0)" : "!u\(String($0.value, radix: 16))!")
      }
    return "|\(parts.joined())|"
  }

  mutating func constant(_ name: String, _ sort: String) -> String {
    let symbol = Self.symbol(name)
    if !constants.contains(where: { $0.symbol == symbol }) { constants.append((symbol, sort)) }
    return symbol
  }

  mutating func constants(_ prefix: String, _ bound: [SecondParameter]) -> [String: String] {
    var found: [String: String] = [:]
    for (sort, name) in bound { found[name] = constant("\(prefix):\(name)", sort) }
    return found
  }

  /// A formula with its free variables replaced, read in a state.
  mutating func text(
    _ formula: SecondFormula, _ values: [String: String], _ state: State = .now
  ) throws(TextError) -> String {
    switch formula {
    case .variable, .element:
      let written = try term(formula, values)
      used.insert(written)
      return written
    case .atom(let relation, let terms):
      var written: [String] = []
      for each in terms { written.append(try term(each, values)) }
      return try atom(relation, written, state)
    case .apply(let sign, let operands):
      var written = [sign]
      for operand in operands { written.append(try text(operand, values, state)) }
      if operands.isEmpty { return sign == "and" ? "true" : sign == "or" ? "false" : sign }
      return "(\(written.joined(separator: " ")))"
    case .quantified(let word, let bound, let body):
      var (inner, binders) = (values, [String]())
      for (sort, name) in bound { inner[name] = bind(sort, &binders) }
      return quantified(word, binders, try text(body, inner, state))
    }
  }

  private mutating func term(
    _ term: SecondFormula, _ values: [String: String]
  ) throws(TextError) -> String {
    if case .element(let sort, let number) = term { return constant("e:\(sort):\(number)", sort) }
    guard case .variable(let name) = term, let value = values[name] else {
      throw SecondModel.wrong("a term that is none")
    }
    return value
  }

  private mutating func bind(_ sort: String, _ binders: inout [String]) -> String {
    boundCount += 1
    used.insert(sort)
    binders.append("(b\(boundCount) \(Self.symbol(sort)))")
    return "b\(boundCount)"
  }

  private func quantified(_ word: String, _ binders: [String], _ body: String) -> String {
    binders.isEmpty ? body : "(\(word) (\(binders.joined(separator: " "))) \(body))"
  }

  private mutating func atom(
    _ relation: String, _ terms: [String], _ state: State
  ) throws(TextError) -> String {
    let declared = try model.relation(relation)
    guard declared.sorts.count == terms.count else { throw SecondModel.wrong("'\(relation)'") }
    var (definition, values, parts) = (SecondDefinition?.none, [String: String](), [String]())
    switch state {
    case .now: break
    case .initial: definition = model.initial[relation]
    case .after(let action):
      definition = action.updates[relation]
      values = constants("a", action.parameters)
      for clear in action.clears where clear.group == declared.group && definition == nil {
        var equations = ["(not (and"]
        for (key, term) in zip(clear.key, terms) {
          used.insert(term)
          equations.append("(= \(term) \(try text(key, values)))")
        }
        parts.append(clear.key.isEmpty ? "false" : equations.joined(separator: " ") + "))")
      }
    }
    if let definition {
      for (parameter, term) in zip(definition.parameters, terms) { values[parameter.name] = term }
      return try text(definition.formula, values)
    }
    if isGoal { atoms.append((declared, terms)) }
    used.formUnion(terms)
    used.insert(declared.key)
    let symbol = declared.symbol
    parts.append(terms.isEmpty ? symbol : "(\(symbol) \(terms.joined(separator: " ")))")
    return parts.count == 1 ? parts[0] : "(and \(parts.joined(separator: " ")))"
  }

  mutating func assume(_ clause: SecondFormula) throws(TextError) {
    var (values, binders) = ([String: String](), [String]())
    boundCount = 0
    for name in clause.variables { values[name] = bind(try model.variable(name).sort, &binders) }
    lines.append(quantified("forall", binders, try textWithPatterns(clause, values)))
  }

  mutating func assume(axiom: SecondFormula) throws(TextError) {
    guard case .quantified("forall", let bound, let body) = axiom else {
      return lines.append(try text(axiom, [:]))
    }
    var (values, binders) = ([String: String](), [String]())
    for (sort, name) in bound { values[name] = bind(sort, &binders) }
    lines.append(quantified("forall", binders, try textWithPatterns(body, values)))
  }

  mutating func refute(_ clause: SecondFormula, _ state: State) throws(TextError) {
    var values: [String: String] = [:]
    for name in clause.variables {
      let (sort, number) = try model.variable(name)
      values[name] = constant("c:\(sort):\(number)", sort)
    }
    lines.append("(not \(try text(clause, values, state)))")
  }

  mutating func refute(_ totality: SecondTotality, _ state: State) throws(TextError) {
    let sorts = try model.sorts(of: totality)
    var (keys, values, binders) = ([String](), [String](), [String]())
    for (index, sort) in sorts.key.enumerated() { keys.append(constant("k:\(index)", sort)) }
    for sort in sorts.value { values.append(bind(sort, &binders)) }
    lines.append(try atom(totality.domain, keys, state))
    let found = try atom(totality.relation, keys + values, state)
    lines.append("(not \(quantified("exists", binders, found)))")
  }

  /// One instance of a totality for each key of constants at which an atom has a relation of its
  /// cell, with whatever value, or of a wide one any relation that begins so; axioms are those of
  /// rigid relations.
  mutating func assumeTotalities(axiomsOnly: Bool = false) throws(TextError) {
    isGoal = false
    for totality in model.totalities {
      let domain = try model.relation(totality.domain)
      if axiomsOnly && !domain.isRigid { continue }
      let sorts = try model.sorts(of: totality)
      let groups = [domain.group, try model.relation(totality.relation).group]
      let near = atoms.filter {
        (totality.isWide ? !$0.relation.isRigid : groups.contains($0.relation.group))
          && $0.relation.sorts.starts(with: sorts.key)
      }
      let keys = Set(near.map { Array($0.terms.prefix(sorts.key.count)) })
      for key in keys.sorted(by: { $0.lexicographicallyPrecedes($1) })
      where key.allSatisfy({ $0.hasPrefix("|") }) {
        var binders: [String] = []
        let values = sorts.value.map { bind($0, &binders) }
        let found = quantified("exists", binders, try atom(totality.relation, key + values, .now))
        lines.append("(=> \(try atom(totality.domain, key, .now)) \(found))")
      }
    }
  }
}
