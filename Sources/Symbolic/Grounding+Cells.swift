import TransitionSystem

/// Reads of cells, and values of variant types.
extension Grounding {
  /// The content of a cell, numbered as in a state.
  private mutating func content(
    _ field: Layout.Field, _ indices: [Expression], _ bindings: Bindings
  ) -> NodeID {
    let nodes = indices.map { ground($0, bindings) }
    return program.intern(
      .contentAt(CellRange(base: field.base, extents: field.extents), nodes))
  }

  mutating func read(_ name: String, _ indices: [Expression], _ bindings: Bindings) -> NodeID {
    let field = layout.field(name)
    let content = content(field, indices, bindings)
    let lower = numbers(of: field.variable.type).lowerBound
    if lower == 0 && !field.variable.isPartial { return content }
    let table =
      (0..<field.valueCount).map { $0 + lower } + (field.variable.isPartial ? [lower] : [])
    return program.intern(.map(content, table: table))
  }

  mutating func isDefined(
    _ name: String, _ indices: [Expression], _ bindings: Bindings
  ) -> NodeID {
    let field = layout.field(name)
    guard field.variable.isPartial else { return program.constant(1) }
    let content = content(field, indices, bindings)
    return program.intern(
      .map(content, table: Array(repeating: 1, count: field.valueCount) + [0]))
  }

  /// The content of a cell of the field that holds the value; nil stands for undefined.
  mutating func content(
    of expression: Expression?, for field: Layout.Field, _ bindings: Bindings
  ) -> NodeID {
    guard let expression else {
      return program.constant(field.variable.isPartial ? field.undefined : 0)
    }
    let value = ground(expression, bindings)
    guard case .integer = field.variable.type else { return value }
    return digit(value, of: field.variable.type, weight: 1)
  }

  mutating func make(
    _ type: String, _ name: String, _ arguments: [Expression], _ bindings: Bindings
  ) -> NodeID {
    let variant = layout.variantLayout(type)
    guard let index = variant.type.caseIndex(name) else {
      preconditionFailure("'\(type)' has no case '\(name)'")
    }
    var sum = program.constant(variant.bases[index])
    var weight = variant.fieldSizes[index].reduce(1, *)
    for (position, argument) in arguments.enumerated() {
      weight /= variant.fieldSizes[index][position]
      let fieldType = variant.type.cases[index].fields[position].type
      let digit = digit(ground(argument, bindings), of: fieldType, weight: weight)
      sum = program.intern(.add(sum, digit))
    }
    return sum
  }

  private mutating func digit(_ value: NodeID, of type: ValueType, weight: Int) -> NodeID {
    let numbers = numbers(of: type)
    if numbers.lowerBound == 0 && weight == 1, case .sort = type { return value }
    return program.intern(
      .digit(value, lower: numbers.lowerBound, count: numbers.count, weight: weight))
  }

  mutating func test(
    _ operand: Expression, _ type: String, _ cases: [String], _ bindings: Bindings
  ) -> NodeID {
    let variant = layout.variantLayout(type)
    let table = (0..<variant.count).map { number in
      cases.contains(variant.type.cases[variant.decompose(number).caseIndex].name) ? 1 : 0
    }
    return program.intern(.map(ground(operand, bindings), table: table))
  }

  mutating func payload(
    _ operand: Expression, _ type: String, _ name: String, _ bindings: Bindings
  ) -> NodeID {
    let variant = layout.variantLayout(type)
    let table = (0..<variant.count).map { number in
      let (index, payload) = variant.decompose(number)
      let fields = variant.type.cases[index].fields
      guard let position = fields.firstIndex(where: { $0.name == name }) else { return 0 }
      return numbers(of: fields[position].type).lowerBound + payload[position]
    }
    return program.intern(.map(ground(operand, bindings), table: table))
  }
}
