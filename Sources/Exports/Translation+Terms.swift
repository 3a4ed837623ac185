import TransitionSystem

/// Expressions as terms.
extension Translation {
  /// A boolean expression.
  func truth(_ expression: Expression, _ bindings: Bindings) -> Term {
    switch expression {
    case .bool(let value): return .truth(value)
    case .isDefined(let name, let indices):
      let field = layout.field(name)
      guard field.variable.isPartial else { return .truth(true) }
      return .negation(.equality(cell(name, indices, bindings), .number(field.undefined)))
    case .not(let operand): return .negation(truth(operand, bindings))
    case .and(let operands): return .conjunction(operands.map { truth($0, bindings) })
    case .or(let operands): return .disjunction(operands.map { truth($0, bindings) })
    case .implies(let left, let right):
      return .implication(truth(left, bindings), truth(right, bindings))
    case .equal(let left, let right):
      return .equality(number(left, bindings), number(right, bindings))
    case .less(let left, let right):
      return .lessThan(number(left, bindings), number(right, bindings))
    case .lessOrEqual(let left, let right):
      return .lessOrEqual(number(left, bindings), number(right, bindings))
    case .ifThenElse(let condition, let then, let otherwise):
      let test = truth(condition, bindings)
      return .disjunction([
        .conjunction([test, truth(then, bindings)]),
        .conjunction([.negation(test), truth(otherwise, bindings)]),
      ])
    case .forAll(let bound, let body):
      let (binders, inner) = binding(bound, bindings)
      return .forAll(binders, truth(body, inner))
    case .exists(let bound, let body):
      let (binders, inner) = binding(bound, bindings)
      return .exists(binders, truth(body, inner))
    case .test(let operand, let type, let cases):
      return test(number(operand, bindings), type, cases)
    case .integer, .element, .last, .variable, .read, .option, .add, .subtract, .make, .payload:
      return .equality(number(expression, bindings), .number(1))
    }
  }

  /// An expression of any type, as the evaluator numbers its value.
  func number(_ expression: Expression, _ bindings: Bindings) -> Term {
    switch expression {
    case .integer(let value): return .number(value)
    case .element(_, let position): return .number(position)
    case .last(let sort): return .number(layout.scope[sort] - 1)
    case .option(let name): preconditionFailure("option '\(name)' was not resolved")
    case .variable(let parameter):
      guard let term = bindings[parameter.name] else {
        preconditionFailure("'\(parameter.name)' is not bound")
      }
      return term
    case .read(let name, let indices):
      let content = cell(name, indices, bindings)
      return decoded(content, layout.field(name).variable.type)
    case .add(let left, let right): return .plus(number(left, bindings), number(right, bindings))
    case .subtract(let left, let right):
      return .minus(number(left, bindings), number(right, bindings))
    case .ifThenElse(let condition, let then, let otherwise):
      return .either(
        truth(condition, bindings), number(then, bindings), number(otherwise, bindings))
    case .make(let type, let name, let arguments):
      return composed(type, name, arguments, bindings)
    case .payload(let operand, let type, let field):
      return payload(number(operand, bindings), type, field)
    case .bool, .isDefined, .not, .and, .or, .implies, .equal, .less, .lessOrEqual, .forAll,
      .exists, .test:
      return .counted(truth(expression, bindings))
    }
  }

  private func decoded(_ content: Term, _ type: ValueType) -> Term {
    guard case .integer(let range) = type else { return content }
    return .plus(content, .number(range.lowerBound))
  }

  private func cell(_ name: String, _ indices: [Expression], _ bindings: Bindings) -> Term {
    let field = layout.field(name)
    let size = field.variable.isPartial ? field.valueCount + 1 : field.valueCount
    return .cell(
      variable: position(of: name), size: size, index: index(indices, field, bindings))
  }

  /// The place of a cell among those of its variable; nil where the variable has no indices.
  func index(_ indices: [Expression], _ field: Layout.Field, _ bindings: Bindings) -> Term? {
    guard !indices.isEmpty else { return nil }
    var offset = Term.number(0)
    for (extent, index) in zip(field.extents, indices) {
      offset = .plus(.times(offset, extent), number(index, bindings))
    }
    return offset
  }

  private func test(_ value: Term, _ type: String, _ cases: [String]) -> Term {
    let variant = layout.variantLayout(type)
    var ranges: [Range<Int>] = []
    for (position, item) in variant.type.cases.enumerated() where cases.contains(item.name) {
      let end = variant.bases.dropFirst(position + 1).first ?? variant.count
      let base = variant.bases[position]
      if let last = ranges.last, last.upperBound == base {
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(base..<end)
      }
    }
    return .disjunction(
      ranges.map { range in
        if range.count == 1 { return .equality(value, .number(range.lowerBound)) }
        return .conjunction([
          .lessOrEqual(.number(range.lowerBound), value),
          // A partial variable has one more content, which is no value of any case.
          range.upperBound == variant.count
            && value.values.upperBound < variant.count
            ? .truth(true) : .lessThan(value, .number(range.upperBound)),
        ])
      })
  }

  private func composed(
    _ type: String, _ name: String, _ arguments: [Expression], _ bindings: Bindings
  ) -> Term {
    let variant = layout.variantLayout(type)
    guard let position = variant.type.caseIndex(name) else {
      preconditionFailure("'\(type)' has no case '\(name)'")
    }
    var offset = Term.number(0)
    for (argument, (field, size)) in zip(
      arguments, zip(variant.type.cases[position].fields, variant.fieldSizes[position]))
    {
      var part = number(argument, bindings)
      if case .integer(let range) = field.type {
        part = .minus(part, .number(range.lowerBound))
      }
      offset = .plus(.times(offset, size), part)
    }
    return .plus(offset, .number(variant.bases[position]))
  }

  /// The field of a value; where the value's case has none, any number.
  private func payload(_ value: Term, _ type: String, _ name: String) -> Term {
    let variant = layout.variantLayout(type)
    var result: Term?
    for (position, item) in variant.type.cases.enumerated().reversed() {
      guard let place = item.fields.firstIndex(where: { $0.name == name }) else { continue }
      let stride = variant.fieldSizes[position].dropFirst(place + 1).reduce(1, *)
      let content = Term.modulo(
        .divided(.minus(value, .number(variant.bases[position])), by: stride),
        variant.fieldSizes[position][place])
      let number = decoded(place == 0 ? content.withoutModulo : content, item.fields[place].type)
      let end = variant.bases.dropFirst(position + 1).first ?? variant.count
      result = result.map { .either(.lessThan(value, .number(end)), number, $0) } ?? number
    }
    guard let result else { preconditionFailure("'\(type)' has no field '\(name)'") }
    return result
  }
}

extension Term {
  /// The dividend of a remainder: the leading part of a value's payload is in range by itself.
  fileprivate var withoutModulo: Term {
    if case .remainder(let inner, _) = self { return inner }
    return self
  }
}
