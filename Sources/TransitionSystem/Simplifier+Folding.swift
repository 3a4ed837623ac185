extension Simplifier {
  /// `condition ? then : otherwise`, with boolean and equal branches folded.
  func choice(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression
  ) -> Expression {
    if then == otherwise { return then }
    switch (then, otherwise) {
    case (.bool(true), .bool(false)): return condition
    case (.bool(false), .bool(true)): return simplify(.not(condition))
    case (.bool(true), _): return simplify(.or([condition, otherwise]))
    case (.bool(false), _): return simplify(.and([.not(condition), otherwise]))
    case (_, .bool(true)): return simplify(.or([.not(condition), then]))
    case (_, .bool(false)): return simplify(.and([condition, then]))
    default: return .ifThenElse(condition, then, otherwise)
    }
  }

  /// Folds the outermost operator of an expression with simple operands.
  func folded(_ expression: Expression) -> Expression {
    switch expression {
    case .equal(let left, let right): return equality(left, right)
    case .less(.integer(let left), .integer(let right)): return .bool(left < right)
    case .lessOrEqual(.integer(let left), .integer(let right)): return .bool(left <= right)
    case .less(.element(_, let left), .element(_, let right)): return .bool(left < right)
    case .lessOrEqual(.element(_, let left), .element(_, let right)): return .bool(left <= right)
    case .add(.integer(let left), .integer(let right)): return .integer(left + right)
    case .subtract(.integer(let left), .integer(let right)): return .integer(left - right)
    case .test(let operand, let type, let cases): return tested(operand, type, cases)
    case .payload(let operand, let type, let field): return payload(operand, type, field)
    default: return expression
    }
  }

  private func equality(_ left: Expression, _ right: Expression) -> Expression {
    if left == right { return .bool(true) }
    switch (left, right) {
    case (.bool(let value), let other), (let other, .bool(let value)):
      return value ? other : simplify(.not(other))
    case (.integer, .integer), (.element, .element): return .bool(false)
    case (.make(_, let first, let these), .make(_, let second, let those)):
      guard first == second else { return .bool(false) }
      return simplify(.and(zip(these, those).map { .equal($0, $1) }))
    case (.make(let type, let name, let arguments), let other),
      (let other, .make(let type, let name, let arguments)):
      if arguments.isEmpty { return tested(other, type, [name]) }
      return distributed(other, over: left == other ? right : left)
    case (.ifThenElse, _): return distributed(left, over: right)
    case (_, .ifThenElse): return distributed(right, over: left)
    default: return .equal(left, right)
    }
  }

  /// `(c ? a : b) == other`, pushed into the branches where one of them folds.
  private func distributed(_ choice: Expression, over other: Expression) -> Expression {
    guard case .ifThenElse(let condition, let then, let otherwise) = choice else {
      return .equal(choice, other)
    }
    let first = equality(then, other)
    let second = equality(otherwise, other)
    if case .bool = first { return self.choice(condition, first, second) }
    if case .bool = second { return self.choice(condition, first, second) }
    return .equal(choice, other)
  }

  private func tested(_ operand: Expression, _ type: String, _ cases: [String]) -> Expression {
    switch operand {
    case .make(_, let name, _): return .bool(cases.contains(name))
    case .ifThenElse(let condition, let then, let otherwise):
      return choice(condition, tested(then, type, cases), tested(otherwise, type, cases))
    default:
      if let all = caseNames(type), all.allSatisfy(cases.contains) { return .bool(true) }
      return .test(operand, type: type, cases: cases)
    }
  }

  private func payload(_ operand: Expression, _ type: String, _ field: String) -> Expression {
    switch operand {
    case .make(_, let name, let arguments):
      guard let position = fieldPosition(type, name, field) else {
        return .payload(operand, type: type, field: field)
      }
      return arguments[position]
    case .ifThenElse(let condition, let then, let otherwise):
      return choice(condition, payload(then, type, field), payload(otherwise, type, field))
    default: return .payload(operand, type: type, field: field)
    }
  }
}
