import TransitionSystem

/// Integers: each value within constant bounds is a case.
extension Formulas {
  /// The values that an integer expression can have.
  func integers(_ expression: Expression) -> Set<Int> {
    switch expression {
    case .integer(let value): return [value]
    case .ifThenElse(_, let then, let otherwise):
      return integers(then).union(integers(otherwise))
    case .add(let left, let right): return pairs(left, right, +)
    case .subtract(let left, let right): return pairs(left, right, -)
    default:
      guard case .integer(let range)? = type(of: expression) else { return [] }
      return Set(range)
    }
  }

  private func pairs(
    _ left: Expression, _ right: Expression, _ operation: (Int, Int) -> Int
  ) -> Set<Int> {
    let others = integers(right)
    return Set(integers(left).flatMap { first in others.map { operation(first, $0) } })
  }

  /// That an integer expression has the value.
  mutating func isInteger(
    _ expression: Expression, _ wanted: Int
  ) throws(FragmentError) -> Expression {
    switch expression {
    case .integer(let value): return .bool(value == wanted)
    case .ifThenElse(let condition, let then, let otherwise):
      let test = try formula(condition)
      return choice(test, try isInteger(then, wanted), try isInteger(otherwise, wanted))
    case .add(let left, let right):
      return try combined(left, right) { $0 + $1 == wanted }
    case .subtract(let left, let right):
      return try combined(left, right) { $0 - $1 == wanted }
    case .read(let name, let indices):
      guard let item = shapes[name]?.cases.first(where: { $0.shape.label == "\(wanted)" }) else {
        return .bool(false)
      }
      return try withTerms(indices) { (_, terms) throws(FragmentError) in
        .read(item.relation.name, terms)
      }
    default: throw FragmentError("'\(expression.description)' has no relational form")
    }
  }

  mutating func integerOrder(
    _ left: Expression, _ right: Expression
  ) throws(FragmentError) -> Expression {
    guard case .integer? = type(of: left) else {
      throw FragmentError("an order of '\(left.description)' has no relational form")
    }
    return try combined(left, right) { $0 <= $1 }
  }

  /// That two integers are a pair that is wanted.
  mutating func combined(
    _ left: Expression, _ right: Expression, _ isWanted: (Int, Int) -> Bool
  ) throws(FragmentError) -> Expression {
    var parts: [Expression] = []
    for first in integers(left).sorted() {
      for second in integers(right).sorted() where isWanted(first, second) {
        parts.append(.and([try isInteger(left, first), try isInteger(right, second)]))
      }
    }
    return simplifier.simplify(.or(parts))
  }
}
