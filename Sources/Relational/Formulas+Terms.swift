import TransitionSystem

/// Terms: what stands at the places of relations.
extension Formulas {
  /// A formula about the term that the expression is, through cases and quantifiers if need be.
  mutating func withTerm(
    _ expression: Expression, _ body: Continuation
  ) throws(FragmentError) -> Expression {
    switch expression {
    case .variable, .element: return try body(&self, expression)
    case .ifThenElse(let condition, let then, let otherwise):
      let test = try formula(condition)
      return choice(test, try withTerm(then, body), try withTerm(otherwise, body))
    case .last(let sort):
      let (last, other) = (names.fresh(sort), names.fresh(sort))
      let order = Expression.read(RelationalSystem.orderName(sort), [other.use, last.use])
      return .exists([last], .and([.forAll([other], order), try body(&self, last.use)]))
    case .read(let name, let indices):
      guard case .sort(let sort)? = type(of: expression), let item = shapes[name]?.cases.first
      else { throw FragmentError("'\(expression.description)' is no element of a sort") }
      let value = names.fresh(sort)
      let holds = try withTerms(indices) { (_, terms) throws(FragmentError) in
        .read(item.relation.name, terms + [value.use])
      }
      return .exists([value], .and([holds, try body(&self, value.use)]))
    case .payload(let operand, let type, let field):
      return try withPayload(operand, type, field, body)
    default: throw FragmentError("'\(expression.description)' has no relational form")
    }
  }

  private mutating func withPayload(
    _ operand: Expression, _ type: String, _ field: String, _ body: Continuation
  ) throws(FragmentError) -> Expression {
    var parts: [Expression] = []
    for item in variants[type]?.cases ?? [] {
      guard let position = item.fields.firstIndex(where: { $0.name == field }) else { continue }
      var bound: [Parameter] = []
      for part in item.fields {
        guard case .sort(let sort) = part.type else {
          throw FragmentError("'\(operand.description).\(field)' has no relational form")
        }
        bound.append(names.fresh(sort))
      }
      let holds = try isCase(operand, item.name, bound.map(\.use))
      let rest = try body(&self, bound[position].use)
      parts.append(.exists(bound, .and([holds, rest])))
    }
    return .or(parts)
  }

  mutating func withTerms(
    _ expressions: [Expression],
    _ body: (inout Formulas, [Expression]) throws(FragmentError) -> Expression
  ) throws(FragmentError) -> Expression {
    try withTerms(expressions[...], [], body)
  }

  private mutating func withTerms(
    _ pending: ArraySlice<Expression>, _ found: [Expression],
    _ body: (inout Formulas, [Expression]) throws(FragmentError) -> Expression
  ) throws(FragmentError) -> Expression {
    guard let first = pending.first else { return try body(&self, found) }
    return try withTerm(first) { (formulas, term) throws(FragmentError) in
      try formulas.withTerms(pending.dropFirst(), found + [term], body)
    }
  }
}
