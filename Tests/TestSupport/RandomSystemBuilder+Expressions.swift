import TransitionSystem

extension RandomSystemBuilder {
  /// A constant of a type, if constants of the type may be named.
  mutating func literal(of type: ValueType) -> Expression? {
    switch type {
    case .bool: return .bool(random.chance(50))
    case .integer(let range): return .integer(random.number(range))
    case .sort("rank"):
      return random.chance(30) ? .last(sort: "rank") : .element(sort: "rank", random.number(0...1))
    case .sort(let name):
      guard namesElements else { return nil }
      features.insert(.namedElement)
      return .element(sort: name, random.number(0...scope[name] - 1))
    case .variant(let name):
      let type = Self.variants.first { $0.name == name } ?? Self.variants[0]
      let plain = type.cases.filter(\.fields.isEmpty)
      return .value(name, random.pick(plain).name)
    }
  }

  /// A value of a type; nil if the bound variables and state give none.
  mutating func value(of type: ValueType, depth: Int, _ bound: [Parameter]) -> Expression? {
    for _ in 0..<6 {
      if let found = tryValue(of: type, depth: depth, bound) { return found }
    }
    if let parameter = bound.first(where: { $0.type == type }) { return .variable(parameter) }
    return literal(of: type)
  }

  private mutating func tryValue(
    of type: ValueType, depth: Int, _ bound: [Parameter]
  ) -> Expression? {
    let fitting = bound.filter { $0.type == type }
    switch random.number(0...9) {
    case 0...3: return fitting.isEmpty ? literal(of: type) : .variable(random.pick(fitting))
    case 4: return literal(of: type)
    case 5, 6: return depth > 0 ? read(type, depth: depth - 1, bound) : nil
    case 7:
      guard depth > 0 else { return nil }
      features.insert(.ifThenElse)
      guard let then = value(of: type, depth: depth - 1, bound),
        let otherwise = value(of: type, depth: depth - 1, bound)
      else { return nil }
      return .ifThenElse(condition(depth: depth - 1, bound), then, otherwise)
    case 8: return depth > 0 ? composed(type, depth: depth - 1, bound) : nil
    default: return depth > 0 ? payload(type, depth: depth - 1, bound) : nil
    }
  }

  /// A read of a cell of the type; a partial one mostly with something to fall back on.
  private mutating func read(
    _ type: ValueType, depth: Int, _ bound: [Parameter]
  ) -> Expression? {
    let fitting = variables.filter { $0.type == type || isInteger($0.type) && isInteger(type) }
    guard !fitting.isEmpty else { return nil }
    let variable = random.pick(fitting)
    guard let indices = indices(of: variable, depth: depth, bound) else { return nil }
    let read = Expression.read(variable.name, indices)
    guard variable.isPartial, !random.chance(carelessness) else { return read }
    guard let otherwise = value(of: type, depth: 0, bound) else { return nil }
    return .ifThenElse(.isDefined(variable.name, indices), read, otherwise)
  }

  func isInteger(_ type: ValueType) -> Bool {
    if case .integer = type { return true }
    return false
  }

  /// Indices for a cell of a variable.
  mutating func indices(
    of variable: StateVariable, depth: Int, _ bound: [Parameter]
  ) -> [Expression]? {
    var indices: [Expression] = []
    for sort in variable.indices {
      guard
        let index = value(
          of: .sort(sort), depth: bound.isEmpty || random.chance(30) ? depth : 0, bound)
      else {
        return nil
      }
      indices.append(index)
    }
    return indices
  }

  /// A value built of parts.
  private mutating func composed(
    _ type: ValueType, depth: Int, _ bound: [Parameter]
  ) -> Expression? {
    switch type {
    case .bool: return condition(depth: depth, bound)
    case .integer(let range):
      guard let operand = value(of: type, depth: depth, bound) else { return nil }
      // Mostly the sum is kept within the bounds.
      let up = Expression.add(operand, .integer(1))
      if random.chance(carelessness) { return up }
      if random.chance(50) {
        return .ifThenElse(.less(operand, .integer(range.upperBound)), up, operand)
      }
      let down = Expression.subtract(operand, .integer(1))
      return .ifThenElse(.lessOrEqual(operand, .integer(range.lowerBound)), operand, down)
    case .sort: return nil
    case .variant(let name):
      let type = Self.variants.first { $0.name == name } ?? Self.variants[0]
      let item = random.pick(type.cases)
      var arguments: [Expression] = []
      for field in item.fields {
        guard let argument = value(of: field.type, depth: depth, bound) else { return nil }
        arguments.append(argument)
      }
      return .make(type: name, case: item.name, arguments)
    }
  }

  /// A payload field, mostly asked of a value that has it.
  private mutating func payload(
    _ type: ValueType, depth: Int, _ bound: [Parameter]
  ) -> Expression? {
    for variant in Self.variants {
      for item in variant.cases {
        guard let field = item.fields.first(where: { $0.type == type }),
          let operand = value(of: .variant(variant.name), depth: depth, bound)
        else { continue }
        let found = Expression.payload(operand, type: variant.name, field: field.name)
        if random.chance(carelessness) { return found }
        guard let otherwise = value(of: type, depth: 0, bound) else { return nil }
        let having = variant.cases.filter { $0.fields.contains { $0.name == field.name } }
        let test = Expression.test(operand, type: variant.name, cases: having.map(\.name))
        return .ifThenElse(test, found, otherwise)
      }
    }
    return nil
  }
}
