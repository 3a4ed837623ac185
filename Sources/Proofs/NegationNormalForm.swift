import TransitionSystem

extension Expression {
  /// The formula, or its negation, of literals, conjunctions, disjunctions and quantifiers only.
  ///
  /// Constants are folded; conjunctions and disjunctions of one kind are joined.
  func negationNormalForm(negated: Bool = false) -> Expression {
    switch self {
    case .bool(let value): return .bool(value != negated)
    case .not(let operand): return operand.negationNormalForm(negated: !negated)
    case .and(let operands):
      let parts = operands.map { $0.negationNormalForm(negated: negated) }
      return negated ? .joinedByOr(parts) : .joinedByAnd(parts)
    case .or(let operands):
      let parts = operands.map { $0.negationNormalForm(negated: negated) }
      return negated ? .joinedByAnd(parts) : .joinedByOr(parts)
    case .implies(let left, let right):
      return Expression.or([.not(left), right]).negationNormalForm(negated: negated)
    case .ifThenElse(let condition, let then, let otherwise):
      // Negation passes through a conditional: it holds of the same branch.
      return .joinedByAnd([
        .joinedByOr([
          condition.negationNormalForm(negated: true), then.negationNormalForm(negated: negated),
        ]),
        .joinedByOr([
          condition.negationNormalForm(), otherwise.negationNormalForm(negated: negated),
        ]),
      ])
    case .forAll(let bound, let body):
      return quantified(negated ? Expression.exists : Expression.forAll, bound, body, negated)
    case .exists(let bound, let body):
      return quantified(negated ? Expression.forAll : Expression.exists, bound, body, negated)
    case .equal(let left, let right):
      if left == right { return .bool(!negated) }
      if case .element = left, case .element = right { return .bool(negated) }
      return negated ? .not(self) : self
    default:
      return negated ? .not(self) : self
    }
  }

  private func quantified(
    _ make: ([Parameter], Expression) -> Expression, _ bound: [Parameter], _ body: Expression,
    _ negated: Bool
  ) -> Expression {
    let inner = body.negationNormalForm(negated: negated)
    // A sort is never empty.
    if case .bool = inner { return inner }
    return bound.isEmpty ? inner : make(bound, inner)
  }

  private static func joinedByAnd(_ operands: [Expression]) -> Expression {
    var parts: [Expression] = []
    for operand in operands {
      switch operand {
      case .bool(true): continue
      case .bool(false): return operand
      case .and(let inner): parts += inner
      default: parts.append(operand)
      }
    }
    return parts.isEmpty ? .bool(true) : parts.count == 1 ? parts[0] : .and(parts)
  }

  private static func joinedByOr(_ operands: [Expression]) -> Expression {
    var parts: [Expression] = []
    for operand in operands {
      switch operand {
      case .bool(false): continue
      case .bool(true): return operand
      case .or(let inner): parts += inner
      default: parts.append(operand)
      }
    }
    return parts.isEmpty ? .bool(false) : parts.count == 1 ? parts[0] : .or(parts)
  }
}
