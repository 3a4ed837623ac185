/// Brings one assertion into normal form.
struct NormalFormBuilder {
  let sorts: Set<String>
  let functions: [String: [String]]
  private var scope: [(name: String, symbol: String, sort: String)] = []
  /// Nested `ite`s double; a text that was written to blow up is refused.
  private var budget = 200_000
  /// The first thing that is wrong.
  private(set) var problem: String?

  static let signs: Set<String> = [
    "and", "or", "not", "=>", "ite", "=", "distinct", "forall", "exists", "true", "false", "let",
    "xor", "!",
  ]

  init(sorts: Set<String>, functions: [String: [String]]) {
    self.sorts = sorts
    self.functions = functions
  }

  /// The normal form, or nil after a problem.
  mutating func formula(_ expression: SExpression, isPositive: Bool) -> NormalFormula? {
    budget -= 1
    guard budget > 0 else { return fail("a formula that is too large") }
    if let name = expression.symbol {
      if name == "true" || name == "false" { return .constant((name == "true") == isPositive) }
      return atom(name, [], isPositive)
    }
    guard let parts = expression.list, let sign = parts.first?.symbol else {
      return fail("a formula that begins with no symbol")
    }
    let operands = Array(parts.dropFirst())
    switch (sign, operands.count) {
    case ("not", 1): return formula(operands[0], isPositive: !isPositive)
    case ("and", _): return join(operands.map { ($0, isPositive) }, isPositive)
    case ("or", _): return join(operands.map { ($0, isPositive) }, !isPositive)
    case ("=>", 2):
      return join([(operands[0], !isPositive), (operands[1], isPositive)], !isPositive)
    case ("ite", 3): return choice(operands, isPositive)
    case ("=", 2): return equation(operands[0], operands[1], isPositive)
    case ("distinct", _): return distinct(operands, isPositive)
    case ("!", 3...) where Self.arePatterns(operands.dropFirst()):
      return formula(operands[0], isPositive: isPositive)
    case ("forall", 2), ("exists", 2):
      return quantified(operands, (sign == "forall") == isPositive, isPositive)
    default: return atom(sign, operands, isPositive)
    }
  }

  /// Patterns say where to look for instances, and nothing of what holds.
  private static func arePatterns(_ attributes: ArraySlice<SExpression>) -> Bool {
    attributes.count % 2 == 0
      && stride(from: attributes.startIndex, to: attributes.endIndex, by: 2).allSatisfy {
        attributes[$0] == .symbol(":pattern") && attributes[$0 + 1].list != nil
      }
  }

  private mutating func fail(_ message: String) -> NormalFormula? {
    if problem == nil { problem = message }
    return nil
  }

  private mutating func join(
    _ operands: [(SExpression, Bool)], _ isConjunction: Bool
  ) -> NormalFormula? {
    var found: [NormalFormula] = []
    for (operand, isPositive) in operands {
      guard let part = formula(operand, isPositive: isPositive) else { return nil }
      found.append(part)
    }
    return .join(found, isConjunction: isConjunction)
  }

  /// The choice is the conjunction of two implications.
  private mutating func choice(
    _ operands: [SExpression], _ isPositive: Bool
  ) -> NormalFormula? {
    guard let then = join([(operands[0], false), (operands[1], isPositive)], false),
      let otherwise = join([(operands[0], true), (operands[2], isPositive)], false)
    else { return nil }
    return .join([then, otherwise], isConjunction: true)
  }

  private mutating func term(_ expression: SExpression) -> (text: String, sort: String)? {
    guard let name = expression.symbol else { return nil }
    if let bound = scope.last(where: { $0.name == name }) { return (bound.symbol, bound.sort) }
    guard let sorts = functions[name], sorts.count == 1, sorts[0] != "Bool" else { return nil }
    return ("|\(name)|", sorts[0])
  }

  private mutating func equation(
    _ left: SExpression, _ right: SExpression, _ isPositive: Bool
  ) -> NormalFormula? {
    guard let one = term(left), let two = term(right), one.sort == two.sort else {
      return fail("an equation of what are no terms of one sort")
    }
    let text = "(= \([one.text, two.text].sorted().joined(separator: " ")))"
    return .literal(isPositive ? text : "(not \(text))")
  }

  private mutating func distinct(
    _ operands: [SExpression], _ isPositive: Bool
  ) -> NormalFormula? {
    var found: [NormalFormula] = []
    for (index, left) in operands.enumerated() {
      for right in operands.dropFirst(index + 1) {
        guard let part = equation(left, right, !isPositive) else { return nil }
        found.append(part)
      }
    }
    return .join(found, isConjunction: isPositive)
  }

  private mutating func quantified(
    _ operands: [SExpression], _ isUniversal: Bool, _ isPositive: Bool
  ) -> NormalFormula? {
    let outer = scope
    defer { scope = outer }
    var bound: [String] = []
    guard let binders = operands[0].list else { return fail("a quantifier that binds nothing") }
    for binder in binders {
      guard let pair = binder.list, pair.count == 2, let name = pair[0].symbol,
        let sort = pair[1].symbol, sorts.contains(sort), !Self.signs.contains(name)
      else { return fail("a wrong bound variable") }
      // The number of variables outside tells them apart, whatever they are called.
      scope.append((name, "v\(scope.count)", sort))
      bound.append("|\(sort)|")
    }
    guard let body = formula(operands[1], isPositive: isPositive) else { return nil }
    return .quantify(bound, body, isUniversal: isUniversal)
  }

  private mutating func atom(
    _ name: String, _ operands: [SExpression], _ isPositive: Bool
  ) -> NormalFormula? {
    guard let places = functions[name], places.last == "Bool",
      !scope.contains(where: { $0.name == name })
    else { return fail("'\(name)' is no relation") }
    var terms: [String] = []
    var found: [String] = []
    for operand in operands {
      guard let term = term(operand) else { return fail("'\(name)' of what is no term") }
      terms.append(term.text)
      found.append(term.sort)
    }
    guard found == places.dropLast() else { return fail("'\(name)' of wrong sorts") }
    let text = terms.isEmpty ? "|\(name)|" : "(|\(name)| \(terms.joined(separator: " ")))"
    return .literal(isPositive ? text : "(not \(text))")
  }
}
