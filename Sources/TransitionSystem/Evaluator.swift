/// The reference evaluator: the meaning of a transition system, slow and plain.
///
/// Every engine is compared with it, and every counterexample is replayed by it before it is shown.
package struct Evaluator: Sendable {
  package let layout: Layout
  package var system: TransitionSystem { layout.system }

  /// Values of bound variables, by name.
  package typealias Bindings = [String: Int]

  package init(system: TransitionSystem, scope: Scope) {
    layout = Layout(system: system, scope: scope)
  }

  /// The value of an expression, as `Layout` numbers it (integers as themselves, bools as 0 and 1).
  package func value(
    of expression: Expression, in state: State, _ bindings: Bindings = [:]
  ) throws(EvaluationError) -> Int {
    switch expression {
    case .bool(let value): return value ? 1 : 0
    case .integer(let value): return value
    case .element(_, let index): return index
    case .last(let sort): return layout.scope[sort] - 1
    case .option(let name): preconditionFailure("option '\(name)' was not resolved")
    case .variable(let parameter):
      guard let value = bindings[parameter.name] else {
        preconditionFailure("'\(parameter.name)' is not bound")
      }
      return value
    case .read(let name, let indices):
      let field = layout.field(name)
      let content = Int(state.cells[try cell(field, indices, state, bindings)])
      if field.variable.isPartial && content == field.undefined {
        throw EvaluationError(.undefinedRead, expression.description)
      }
      return Self.decoded(content, field.variable.type)
    case .isDefined(let name, let indices):
      let field = layout.field(name)
      let content = Int(state.cells[try cell(field, indices, state, bindings)])
      return content == field.undefined && field.variable.isPartial ? 0 : 1
    case .not, .and, .or, .implies, .forAll, .exists, .equal, .less, .lessOrEqual, .test:
      return try holds(expression, in: state, bindings) ? 1 : 0
    case .add(let left, let right):
      return try value(of: left, in: state, bindings) + value(of: right, in: state, bindings)
    case .subtract(let left, let right):
      return try value(of: left, in: state, bindings) - value(of: right, in: state, bindings)
    case .ifThenElse(let condition, let then, let otherwise):
      let branch = try holds(condition, in: state, bindings) ? then : otherwise
      return try value(of: branch, in: state, bindings)
    case .make(let type, let name, let arguments):
      return try composed(type, name, arguments, state, bindings)
    case .payload(let operand, let type, let field):
      return try payload(of: operand, type, field, expression, state, bindings)
    }
  }

  /// Whether a boolean expression holds.
  package func holds(
    _ expression: Expression, in state: State, _ bindings: Bindings = [:]
  ) throws(EvaluationError) -> Bool {
    switch expression {
    case .not(let operand): return try !holds(operand, in: state, bindings)
    case .and(let operands):
      for operand in operands where try !holds(operand, in: state, bindings) { return false }
      return true
    case .or(let operands):
      for operand in operands where try holds(operand, in: state, bindings) { return true }
      return false
    case .implies(let left, let right):
      if try !holds(left, in: state, bindings) { return true }
      return try holds(right, in: state, bindings)
    case .equal(let left, let right):
      return try value(of: left, in: state, bindings) == value(of: right, in: state, bindings)
    case .less(let left, let right):
      return try value(of: left, in: state, bindings) < value(of: right, in: state, bindings)
    case .lessOrEqual(let left, let right):
      return try value(of: left, in: state, bindings) <= value(of: right, in: state, bindings)
    case .forAll(let bound, let body):
      for inner in assignments(of: bound, extending: bindings)
      where try !holds(body, in: state, inner) { return false }
      return true
    case .exists(let bound, let body):
      for inner in assignments(of: bound, extending: bindings)
      where try holds(body, in: state, inner) { return true }
      return false
    case .test(let operand, let type, let cases):
      let layout = layout.variantLayout(type)
      let number = try value(of: operand, in: state, bindings)
      return cases.contains(layout.type.cases[layout.decompose(number).caseIndex].name)
    case .bool, .integer, .element, .last, .variable, .read, .isDefined, .option, .add, .subtract,
      .ifThenElse, .make, .payload:
      return try value(of: expression, in: state, bindings) != 0
    }
  }

  /// All values of the parameters, the last one fastest, each added to the given bindings.
  package func assignments(of bound: [Parameter], extending outer: Bindings) -> [Bindings] {
    bound.reduce([outer]) { partial, parameter in
      let values = Self.values(of: parameter.type, count: layout.count(of: parameter.type))
      return partial.flatMap { bindings in
        values.map { bindings.merging([parameter.name: $0]) { $1 } }
      }
    }
  }

  private static func values(of type: ValueType, count: Int) -> Range<Int> {
    if case .integer(let range) = type { return range.lowerBound..<range.upperBound + 1 }
    return 0..<count
  }

  /// The value that a cell's content stands for.
  package static func decoded(_ content: Int, _ type: ValueType) -> Int {
    if case .integer(let range) = type { return content + range.lowerBound }
    return content
  }

  /// The position of a cell.
  func cell(
    _ field: Layout.Field, _ indices: [Expression], _ state: State, _ bindings: Bindings
  ) throws(EvaluationError) -> Int {
    var offset = 0
    for (extent, index) in zip(field.extents, indices) {
      offset = offset * extent + (try value(of: index, in: state, bindings))
    }
    return field.base + offset
  }

  private func composed(
    _ type: String, _ name: String, _ arguments: [Expression], _ state: State, _ bindings: Bindings
  ) throws(EvaluationError) -> Int {
    let variant = layout.variantLayout(type)
    guard let index = variant.type.caseIndex(name) else {
      preconditionFailure("'\(type)' has no case '\(name)'")
    }
    var payload: [Int] = []
    for (argument, field) in zip(arguments, variant.type.cases[index].fields) {
      let number = try value(of: argument, in: state, bindings)
      guard case .integer(let range) = field.type else {
        payload.append(number)
        continue
      }
      guard range.contains(number) else {
        throw EvaluationError(.outOfRange, "\(name).\(field.name)")
      }
      payload.append(number - range.lowerBound)
    }
    return variant.compose(caseIndex: index, payload: payload)
  }

  private func payload(
    of operand: Expression, _ type: String, _ name: String, _ whole: Expression, _ state: State,
    _ bindings: Bindings
  ) throws(EvaluationError) -> Int {
    let variant = layout.variantLayout(type)
    let (index, payload) = variant.decompose(try value(of: operand, in: state, bindings))
    let fields = variant.type.cases[index].fields
    guard let position = fields.firstIndex(where: { $0.name == name }) else {
      throw EvaluationError(.missingPayload, whole.description)
    }
    return Self.decoded(payload[position], fields[position].type)
  }
}
