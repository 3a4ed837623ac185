internal import TransitionSystem

/// When the reference evaluator finds no error in an expression, as an expression.
///
/// The conditions have no errors themselves: each subexpression is only looked at where those
/// before it are defined, in the evaluator's order.
struct Definedness {
  let layout: Layout
  private let simplifier: Simplifier

  init(_ layout: Layout) {
    self.layout = layout
    simplifier = Simplifier(variants: layout.system.variants)
  }

  /// Whether a step, and the question whether it is possible, are free of errors.
  func condition(of action: Action) -> Expression {
    let step = action.checks.map { condition(of: $0.condition) } + action.updates.map(condition)
    return simplifier.simplify(
      sequence([condition(of: action.guardCondition), after(action.guardCondition, all(step))]))
  }

  func simplified(_ expression: Expression) -> Expression {
    simplifier.simplify(condition(of: expression))
  }

  private func condition(of update: Update) -> Expression {
    let field = layout.field(update.variable)
    var parts = update.indices.map(condition)
    if let value = update.value {
      parts.append(condition(of: value))
      parts.append(bounds(value, field.variable.type))
    }
    let inner = sequence([condition(of: update.condition), after(update.condition, all(parts))])
    return update.bound.isEmpty || inner == .bool(true) ? inner : .forAll(update.bound, inner)
  }

  /// Whether a value is in the range that the type allows.
  private func bounds(_ value: Expression, _ type: ValueType) -> Expression {
    guard case .integer(let range) = type else { return .bool(true) }
    if case .integer(let number) = value, range.contains(number) { return .bool(true) }
    return .and([
      .lessOrEqual(.integer(range.lowerBound), value),
      .lessOrEqual(value, .integer(range.upperBound)),
    ])
  }

  func condition(of expression: Expression) -> Expression {
    switch expression {
    case .bool, .integer, .element, .last, .variable, .option: return .bool(true)
    case .read(let name, let indices):
      let read: Expression =
        layout.field(name).variable.isPartial ? .isDefined(name, indices) : .bool(true)
      return all(indices.map(condition) + [read])
    case .isDefined(_, let indices): return all(indices.map(condition))
    case .and(let operands): return shortCircuit(operands, goesOn: { $0 })
    case .or(let operands): return shortCircuit(operands, goesOn: { .not($0) })
    case .implies(let left, let right):
      return sequence([condition(of: left), after(left, condition(of: right))])
    case .ifThenElse(let test, let then, let otherwise):
      return sequence([
        condition(of: test), after(test, condition(of: then)),
        after(.not(test), condition(of: otherwise)),
      ])
    case .forAll(let bound, let body):
      return quantified(bound, body, goesOn: { $0 })
    case .exists(let bound, let body):
      return quantified(bound, body, goesOn: { .not($0) })
    case .not, .equal, .less, .lessOrEqual, .add, .subtract, .test:
      return all(expression.children.map(condition))
    case .make(let type, let name, let arguments):
      let item = layout.variantLayout(type).type.cases.first { $0.name == name }
      let fits = zip(arguments, item?.fields ?? []).map { bounds($0, $1.type) }
      return all(arguments.map(condition) + fits)
    case .payload(let operand, let type, let field):
      let cases = layout.variantLayout(type).type.cases
        .filter { $0.fields.contains { $0.name == field } }.map(\.name)
      return all([condition(of: operand), .test(operand, type: type, cases: cases)])
    }
  }

  /// A quantifier ends with the first value that decides it, so that its order matters.
  private func quantified(
    _ bound: [Parameter], _ body: Expression, goesOn: (Expression) -> Expression
  ) -> Expression {
    if condition(of: body) == .bool(true) { return .bool(true) }
    let instances = bound.reduce([body]) { bodies, parameter in
      bodies.flatMap { inner in
        literals(of: parameter.type).map { inner.substituting([parameter.name: $0]) }
      }
    }
    return shortCircuit(instances, goesOn: goesOn)
  }

  private func shortCircuit(
    _ operands: [Expression], goesOn: (Expression) -> Expression
  ) -> Expression {
    var rest = Expression.bool(true)
    for operand in operands.reversed() {
      rest = sequence([condition(of: operand), after(goesOn(operand), rest)])
    }
    return rest
  }

  private func after(_ condition: Expression, _ rest: Expression) -> Expression {
    rest == .bool(true) ? rest : .implies(condition, rest)
  }

  private func sequence(_ parts: [Expression]) -> Expression {
    let kept = parts.filter { $0 != .bool(true) }
    return kept.count == 1 ? kept[0] : kept.isEmpty ? .bool(true) : .and(kept)
  }

  private func all(_ parts: [Expression]) -> Expression { sequence(parts) }

  /// The values of a type, as expressions.
  private func literals(of type: ValueType) -> [Expression] {
    switch type {
    case .bool: return [.bool(false), .bool(true)]
    case .integer(let range): return range.map { .integer($0) }
    case .sort(let name):
      return (0..<layout.count(of: type)).map { .element(sort: name, $0) }
    case .variant(let name):
      return layout.variantLayout(name).type.cases.flatMap { item in
        item.fields.reduce([[]]) { lists, field in
          lists.flatMap { list in literals(of: field.type).map { list + [$0] } }
        }.map { .make(type: name, case: item.name, $0) }
      }
    }
  }
}
