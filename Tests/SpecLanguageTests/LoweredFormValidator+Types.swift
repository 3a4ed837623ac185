import TransitionSystem

/// Types of expressions.
extension LoweredFormValidator {
  /// The type of an expression; nil after a mistake.
  mutating func type(of expression: Expression) -> ValueType? {
    switch expression {
    case .bool: return .bool
    case .integer(let value): return .integer(value...value)
    case .element(let sort, _), .last(let sort): return .sort(sort)
    case .variable(let parameter):
      if locals[parameter.name] != parameter.type { mistakes.append("free \(parameter.name)") }
      return parameter.type
    case .read(let name, let indices), .isDefined(let name, let indices):
      guard let variable = variables[name] else {
        mistakes.append("unknown state \(name)")
        return nil
      }
      expect(indices, variable.indices.map { .sort($0) })
      if case .isDefined = expression { return .bool }
      return variable.type
    case .option(let name): return options[name]
    case .not, .and, .or, .implies:
      for operand in expression.children { expect(operand, .bool) }
      return .bool
    case .equal(let left, let right), .less(let left, let right), .lessOrEqual(let left, let right):
      if let type = type(of: left) { expect(right, type) }
      return .bool
    case .add(let left, let right), .subtract(let left, let right):
      expect([left, right], [.integer(0...0), .integer(0...0)])
      return .integer(0...0)
    case .ifThenElse(let condition, let then, let otherwise):
      expect(condition, .bool)
      guard let type = type(of: then) else { return nil }
      expect(otherwise, type)
      return type
    case .forAll(let bound, let body), .exists(let bound, let body):
      let outer = locals
      for parameter in bound { locals[parameter.name] = parameter.type }
      expect(body, .bool)
      locals = outer
      return .bool
    case .make, .test, .payload: return typeOfVariantOperation(expression)
    }
  }

  /// The same for what makes, tests and takes apart values of enums.
  private mutating func typeOfVariantOperation(_ expression: Expression) -> ValueType? {
    switch expression {
    case .make(let type, let name, let arguments):
      let fields = variants[type]?.cases.first { $0.name == name }?.fields
      expect(arguments, fields?.map(\.type) ?? [])
      return .variant(type)
    case .test(let operand, let type, let cases):
      expect(operand, .variant(type))
      if !cases.allSatisfy({ variants[type]?.caseIndex($0) != nil }) { mistakes.append("test") }
      return .bool
    case .payload(let operand, let type, let field):
      expect(operand, .variant(type))
      return variants[type]?.cases.flatMap(\.fields).first { $0.name == field }?.type
    case .bool, .integer, .element, .last, .variable, .read, .isDefined, .option, .not, .and, .or,
      .implies, .equal, .less, .lessOrEqual, .add, .subtract, .ifThenElse, .forAll, .exists:
      return nil
    }
  }
}
