import TransitionSystem

extension RandomSystemBuilder {
  /// A condition on the state and the bound variables.
  mutating func condition(depth: Int, _ bound: [Parameter]) -> Expression {
    guard depth > 0 else { return atom(depth: 1, bound) }
    switch random.number(0...11) {
    case 0: return .not(condition(depth: depth - 1, bound))
    case 1: return .and([condition(depth: depth - 1, bound), condition(depth: depth - 1, bound)])
    case 2: return .or([condition(depth: depth - 1, bound), condition(depth: depth - 1, bound)])
    case 3: return .implies(condition(depth: depth - 1, bound), condition(depth: depth - 1, bound))
    case 4, 5: return quantified(depth: depth - 1, bound)
    default: return atom(depth: depth, bound)
    }
  }

  private mutating func quantified(depth: Int, _ bound: [Parameter]) -> Expression {
    features.insert(.quantifier)
    let parameter = Parameter("v\(bound.count)", .sort(random.pick(["item", "task", "rank"])))
    let body = condition(depth: depth, bound + [parameter])
    return random.chance(50) ? .forAll([parameter], body) : .exists([parameter], body)
  }

  private mutating func atom(depth: Int, _ bound: [Parameter]) -> Expression {
    for _ in 0..<8 {
      if let found = tryAtom(depth: depth, bound) { return found }
    }
    return .bool(random.chance(80))
  }

  private mutating func tryAtom(depth: Int, _ bound: [Parameter]) -> Expression? {
    let variable = random.pick(variables)
    guard let indices = indices(of: variable, depth: depth - 1, bound) else { return nil }
    if variable.isPartial, random.chance(40) { return .isDefined(variable.name, indices) }
    let read = Expression.read(variable.name, indices)
    guard let comparison = comparison(read, variable.type, depth: depth, bound) else { return nil }
    guard variable.isPartial, !random.chance(carelessness) else { return comparison }
    return .and([.isDefined(variable.name, indices), comparison])
  }

  /// A comparison of a cell with a value of its type, or a test of its case.
  private mutating func comparison(
    _ read: Expression, _ type: ValueType, depth: Int, _ bound: [Parameter]
  ) -> Expression? {
    if type == .bool { return random.chance(50) ? read : .not(read) }
    if case .variant(let name) = type, random.chance(50) {
      let variant = Self.variants.first { $0.name == name } ?? Self.variants[0]
      let cases = variant.cases.filter { _ in random.chance(50) }.map(\.name)
      return .test(read, type: name, cases: cases.isEmpty ? [variant.cases[0].name] : cases)
    }
    guard let other = value(of: type, depth: depth - 1, bound) else { return nil }
    switch type {
    case .integer where random.chance(60), .sort("rank") where random.chance(60):
      return random.chance(50) ? .less(read, other) : .lessOrEqual(other, read)
    case .bool, .integer, .sort, .variant: return .equal(read, other)
    }
  }
}
