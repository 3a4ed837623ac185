/// Folds constants and uses what is already known to hold.
///
/// It keeps the value of an expression wherever that is defined. It may drop a subexpression that
/// would have been an undefined read (`m[f] == m[f]` is true).
package struct Simplifier: Sendable {
  /// What is known to hold at a point.
  package struct Knowledge: Sendable {
    var facts: [Expression: Bool] = [:]
    /// The cases that a variant value can still be.
    var cases: [Expression: Set<String>] = [:]

    package init() {}
  }

  private let variants: [String: VariantType]

  package init(variants: [VariantType]) {
    self.variants = Dictionary(
      variants.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func caseNames(_ type: String) -> [String]? { variants[type]?.cases.map(\.name) }

  func fieldPosition(_ type: String, _ name: String, _ field: String) -> Int? {
    variants[type]?.cases.first { $0.name == name }?.fields.firstIndex { $0.name == field }
  }

  /// What is known once the condition is found to be `value`.
  package func learning(
    _ condition: Expression, is value: Bool, _ knowledge: Knowledge
  ) -> Knowledge {
    var result = knowledge
    learn(condition, is: value, &result)
    return result
  }

  private func learn(_ condition: Expression, is value: Bool, _ knowledge: inout Knowledge) {
    switch (condition, value) {
    case (.not(let operand), _): learn(operand, is: !value, &knowledge)
    case (.and(let operands), true), (.or(let operands), false):
      for operand in operands { learn(operand, is: value, &knowledge) }
    case (.test(let operand, let type, let cases), _):
      let all = Set(variants[type]?.cases.map(\.name) ?? [])
      let known = knowledge.cases[operand] ?? all
      knowledge.cases[operand] =
        value ? known.intersection(cases) : known.subtracting(cases)
    default: knowledge.facts[condition] = value
    }
  }

  /// The simplified expression.
  package func simplify(_ expression: Expression, _ known: Knowledge = Knowledge()) -> Expression {
    switch expression {
    case .and(let operands): return conjunction(operands, known)
    case .or(let operands):
      return negation(conjunction(operands.map { .not($0) }, known))
    case .implies(let left, let right):
      return simplify(.or([.not(left), right]), known)
    case .not(let operand): return negation(simplify(operand, known))
    case .ifThenElse(let condition, let then, let otherwise):
      let test = simplify(condition, known)
      if case .bool(let value) = test { return simplify(value ? then : otherwise, known) }
      return choice(
        test, simplify(then, learning(test, is: true, known)),
        simplify(otherwise, learning(test, is: false, known)))
    case .forAll(let bound, let body): return quantified(bound, body, known, universal: true)
    case .exists(let bound, let body): return quantified(bound, body, known, universal: false)
    default:
      let inner = expression.mapChildren { simplify($0, known) }
      return looked(up: folded(inner), known)
    }
  }

  private func looked(up expression: Expression, _ known: Knowledge) -> Expression {
    if case .test(let operand, _, let cases) = expression, let possible = known.cases[operand] {
      if possible.isSubset(of: cases) { return .bool(true) }
      if possible.isDisjoint(with: cases) { return .bool(false) }
    }
    return known.facts[expression].map { .bool($0) } ?? expression
  }

  private func conjunction(_ operands: [Expression], _ known: Knowledge) -> Expression {
    var knowledge = known
    var kept: [Expression] = []
    for operand in operands {
      let simple = simplify(operand, knowledge)
      if simple == .bool(false) { return simple }
      guard simple != .bool(true) else { continue }
      if case .and(let inner) = simple { kept += inner } else { kept.append(simple) }
      learn(simple, is: true, &knowledge)
    }
    if kept.isEmpty { return .bool(true) }
    return kept.count == 1 ? kept[0] : .and(kept)
  }

  /// The negation, in negation normal form.
  private func negation(_ operand: Expression) -> Expression {
    switch operand {
    case .bool(let value): return .bool(!value)
    case .not(let inner): return inner
    case .and(let operands):
      return .or(operands.map(negation))
    case .or(let operands): return .and(operands.map(negation))
    default: return .not(operand)
    }
  }

  private func quantified(
    _ bound: [Parameter], _ body: Expression, _ known: Knowledge, universal: Bool
  ) -> Expression {
    // A fact about a variable of the same name outside must not leak in.
    let names = Set(bound)
    var inner = known
    inner.facts = known.facts.filter { $0.key.freeVariables.isDisjoint(with: names) }
    inner.cases = known.cases.filter { $0.key.freeVariables.isDisjoint(with: names) }
    let simple = simplify(body, inner)
    let used = bound.filter { simple.freeVariables.contains($0) }
    if used.isEmpty { return simple }
    let result: Expression = universal ? .forAll(used, simple) : .exists(used, simple)
    return looked(up: result, known)
  }
}
