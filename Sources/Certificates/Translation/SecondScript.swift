/// One condition on its way to text: its assertions and what they name.
struct SecondScript {
  enum State { case now, initial, after(SecondAction) }

  let model: SecondModel
  var lines: [String] = []
  /// Whether atoms of constants call for instances of totalities.
  var isGoal = false
  private var constants: [(symbol: String, sort: String)] = []
  private var atoms: [(relation: String, terms: [String])] = []
  private var boundCount = 0

  init(model: SecondModel) { self.model = model }

  func document(_ name: String) -> String {
    let body = lines.joined(separator: "\n")
    let used = constants.filter { body.contains($0.symbol) }
    var assertions = lines
    for sort in model.sorts {
      let elements = used.filter { $0.sort == sort && $0.symbol.hasPrefix("|e:") }.map(\.symbol)
      if elements.count > 1 {
        assertions.append("(distinct \(elements.sorted().joined(separator: " ")))")
      }
    }
    let functions = model.relations.filter { body.contains(Self.symbol("r:" + $0.name)) }.map {
      "(declare-fun \(Self.symbol("r:" + $0.name)) "
        + "(\($0.sorts.map(Self.symbol).joined(separator: " "))) Bool)"
    }
    let names = used.map { "(declare-fun \($0.symbol) () \(Self.symbol($0.sort)))" }
    let users = functions + names + lines
    let sorts = model.sorts.filter { sort in users.contains { $0.contains(Self.symbol(sort)) } }
    let comment = Self.symbol(name).dropFirst().dropLast()
    return
      (["; \(comment)", "(set-logic UF)"] + sorts.map { "(declare-sort \(Self.symbol($0)) 0)" }
      + functions + names + assertions.map { "(assert \($0))" } + ["(check-sat)", ""])
      .joined(separator: "\n")
  }

  /// What is written between bars.
  static func symbol(_ name: String) -> String {
    let parts = name.unicodeScalars.map { scalar in
      switch scalar {
      case "!": "!0"
      case "|": "!1"
      case "\\": "!2"
      case " "..."~": String(Character(scalar))
      default: "!u" + String(scalar.value, radix: 16)
      }
    }
    return "|" + parts.joined() + "|"
  }

  mutating func constant(_ name: String, _ sort: String) -> String {
    let symbol = Self.symbol(name)
    if !constants.contains(where: { $0.symbol == symbol }) { constants.append((symbol, sort)) }
    return symbol
  }

  mutating func constants(_ prefix: String, _ named: [SecondParameter]) -> [String: String] {
    var found: [String: String] = [:]
    for each in named { found[each.name] = constant("\(prefix):\(each.name)", each.sort) }
    return found
  }

  /// A formula with its free variables replaced, read in a state.
  mutating func text(
    _ formula: SecondFormula, _ values: [String: String], _ state: State = .now
  ) throws(TextError) -> String {
    switch formula {
    case .variable(let name):
      guard let value = values[name] else {
        throw wrong("there is no variable '\(name)'")
      }
      return value
    case .element(let sort, let number): return constant("e:\(sort):\(number)", sort)
    case .atom(let relation, let terms):
      var written: [String] = []
      for term in terms { written.append(try text(term, values)) }
      return try atom(relation, written, state)
    case .apply(let sign, let operands):
      var written = [sign]
      for operand in operands { written.append(try text(operand, values, state)) }
      if operands.isEmpty { return sign == "and" ? "true" : sign == "or" ? "false" : sign }
      return "(\(written.joined(separator: " ")))"
    case .quantified(let word, let bound, let body):
      var (inner, binders) = (values, [String]())
      for each in bound { inner[each.name] = bind(each.sort, &binders) }
      let written = try text(body, inner, state)
      return binders.isEmpty ? written : quantified(word, binders, written)
    }
  }

  private mutating func bind(_ sort: String, _ binders: inout [String]) -> String {
    boundCount += 1
    binders.append("(b\(boundCount) \(Self.symbol(sort)))")
    return "b\(boundCount)"
  }

  private mutating func atom(
    _ relation: String, _ terms: [String], _ state: State
  ) throws(TextError) -> String {
    guard let declared = model.relations.first(where: { $0.name == relation }),
      declared.sorts.count == terms.count
    else { throw wrong("no relation '\(relation)' of \(terms.count) places") }
    var (definition, values, clears) = (SecondDefinition?.none, [String: String](), [String]())
    switch state {
    case .now: break
    case .initial: definition = model.initial[relation]
    case .after(let action):
      definition = action.updates[relation]
      values = constants("a", action.parameters)
      for clear in action.clears where clear.group == declared.group && definition == nil {
        var equations = ["and"]
        for (key, term) in zip(clear.key, terms) {
          equations.append("(= \(term) \(try text(key, values)))")
        }
        let equal = equations.joined(separator: " ")
        clears.append(equations.count == 1 ? "false" : "(not (\(equal)))")
      }
    }
    if let definition {
      for (parameter, term) in zip(definition.parameters, terms) { values[parameter.name] = term }
      return try text(definition.formula, values)
    }
    if isGoal, terms.allSatisfy({ $0.hasPrefix("|") }),
      !atoms.contains(where: { $0.relation == relation && $0.terms == terms })
    {
      atoms.append((relation, terms))
    }
    let symbol = Self.symbol("r:" + relation)
    let plain = terms.isEmpty ? symbol : "(\(symbol) \(terms.joined(separator: " ")))"
    return clears.isEmpty ? plain : "(and \(clears.joined(separator: " ")) \(plain))"
  }

  mutating func assume(_ clause: SecondFormula) throws(TextError) {
    var (values, binders) = ([String: String](), [String]())
    for name in clause.variables {
      values[name] = bind(try variable(name).sort, &binders)
    }
    let written = try text(clause, values)
    lines.append(binders.isEmpty ? written : quantified("forall", binders, written))
  }

  mutating func refute(_ clause: SecondFormula, _ state: State) throws(TextError) {
    var values: [String: String] = [:]
    for name in clause.variables {
      let (sort, number) = try variable(name)
      values[name] = constant("c:\(sort):\(number)", sort)
    }
    lines.append("(not \(try text(clause, values, state)))")
  }

  mutating func refute(
    _ totality: (domain: String, relation: String), _ state: State
  ) throws(TextError) {
    guard let sorts = model.sorts(of: totality) else { throw wrong("a wrong totality") }
    var (keys, values, binders) = ([String](), [String](), [String]())
    for (index, sort) in sorts.key.enumerated() { keys.append(constant("k:\(index)", sort)) }
    for sort in sorts.value { values.append(bind(sort, &binders)) }
    lines.append(try atom(totality.domain, keys, state))
    let found = try atom(totality.relation, keys + values, state)
    lines.append("(not \(binders.isEmpty ? found : quantified("exists", binders, found)))")
  }

  /// One instance of a totality for each atom of its domain at constants.
  mutating func assumeTotalities() throws(TextError) {
    isGoal = false
    for totality in model.totalities {
      guard let sorts = model.sorts(of: totality) else { throw wrong("a wrong totality") }
      for (relation, key) in atoms where relation == totality.domain {
        let place = key.map { $0.dropFirst().dropLast() }.joined(separator: ",")
        let name = Self.symbol("w:" + totality.relation).dropLast()
        var values = key
        for (index, sort) in sorts.value.enumerated() {
          values.append("\(name)(\(place)):\(index)|")
          constants.append((values[values.count - 1], sort))
        }
        let domain = try atom(totality.domain, key, .now)
        lines.append("(=> \(domain) \(try atom(totality.relation, values, .now)))")
      }
    }
  }

  private func quantified(_ word: String, _ binders: [String], _ body: String) -> String {
    "(\(word) (\(binders.joined(separator: " "))) \(body))"
  }

  private func variable(_ name: String) throws(TextError) -> (sort: String, number: Int) {
    guard let found = model.variable(name) else { throw wrong("no variable '\(name)'") }
    return found
  }

  private func wrong(_ message: String) -> TextError {
    TextError(message, file: "model.txt", text: [], at: 0)
  }
}
