import TransitionSystem

/// Values and terms.
extension Formulas {
  /// The type of an expression; nil for one that is ill-typed.
  func type(of expression: Expression) -> ValueType? {
    switch expression {
    case .integer(let value): return .integer(value...value)
    case .element(let sort, _), .last(let sort): return .sort(sort)
    case .variable(let parameter): return parameter.type
    case .read(let name, _): return shapes[name]?.variable.type
    case .ifThenElse(_, let then, _): return type(of: then)
    case .make(let type, _, _): return .variant(type)
    case .payload(_, let name, let field):
      return variants[name]?.cases.flatMap(\.fields).first { $0.name == field }?.type
    case .add(let left, _), .subtract(let left, _): return type(of: left)
    default: return .bool
    }
  }

  mutating func equality(
    _ left: Expression, _ right: Expression
  ) throws(FragmentError) -> Expression {
    let found: ValueType? = type(of: left)
    switch found {
    case .bool?:
      let (first, second) = (try formula(left), try formula(right))
      return .or([.and([first, second]), .and([.not(first), .not(second)])])
    case .sort?:
      return try withTerm(left) { (formulas, first) throws(FragmentError) in
        try formulas.withTerm(right) { (_, second) throws(FragmentError) in
          first == second ? .bool(true) : .equal(first, second)
        }
      }
    case .integer?: return try combined(left, right) { $0 == $1 }
    default:
      if case .make(_, let name, let arguments) = right {
        return try isCase(left, name, arguments)
      }
      if case .make(_, let name, let arguments) = left {
        return try isCase(right, name, arguments)
      }
      return try sameCase(left, right, found)
    }
  }

  /// Two values that are both read.
  private mutating func sameCase(
    _ left: Expression, _ right: Expression, _ type: ValueType?
  ) throws(FragmentError) -> Expression {
    guard let type else { throw FragmentError("'\(left.description)' has no type") }
    var parts: [Expression] = []
    for item in Shape(type, variants).cases {
      let payload = item.payload.map { names.fresh($0) }
      let value = item.value(payload.map(\.use))
      let both = Expression.and([try matches(left, value), try matches(right, value)])
      parts.append(payload.isEmpty ? both : .exists(payload, both))
    }
    return .or(parts)
  }

  /// That an expression has the value, given with terms as its payload.
  mutating func matches(
    _ expression: Expression, _ value: Expression
  ) throws(FragmentError) -> Expression {
    switch value {
    case .make(_, let name, let arguments): return try isCase(expression, name, arguments)
    case .bool(let wanted):
      let holds = try formula(expression)
      return wanted ? holds : .not(holds)
    case .integer(let wanted): return try isInteger(expression, wanted)
    default: return try equality(expression, value)
    }
  }

  /// That a variant value is of the case; with arguments, that it has exactly these.
  mutating func isCase(
    _ expression: Expression, _ name: String, _ arguments: [Expression]? = nil
  ) throws(FragmentError) -> Expression {
    switch expression {
    case .make(_, let own, let values):
      guard own == name else { return .bool(false) }
      guard let arguments else { return .bool(true) }
      var parts: [Expression] = []
      for (value, argument) in zip(values, arguments) {
        parts.append(try matches(value, argument))
      }
      return .and(parts)
    case .ifThenElse(let condition, let then, let otherwise):
      let test = try formula(condition)
      return choice(
        test, try isCase(then, name, arguments), try isCase(otherwise, name, arguments))
    case .read(let variable, let indices):
      return try isCase(ofCell: variable, indices, name, arguments)
    default: throw FragmentError("'\(expression.description)' has no relational form")
    }
  }

  private mutating func isCase(
    ofCell variable: String, _ indices: [Expression], _ name: String, _ arguments: [Expression]?
  ) throws(FragmentError) -> Expression {
    guard let shape = shapes[variable] else {
      throw FragmentError("'\(variable)' has no relational form here")
    }
    let cases = shape.cases.filter {
      $0.shape.label == name || $0.shape.label.hasPrefix("\(name).")
    }
    return try withTerms(indices) { (formulas, terms) throws(FragmentError) in
      var parts: [Expression] = []
      for item in cases {
        guard let arguments else {
          parts.append(.read(item.domain.name, terms))
          continue
        }
        let payload = item.shape.payload.map { formulas.names.fresh($0) }
        guard case .make(_, _, let values) = item.shape.value(payload.map(\.use)) else { continue }
        parts.append(
          try formulas.reading(item.relation.name, terms, payload, values, arguments))
      }
      return .or(parts)
    }
  }

  /// That a tuple is in the relation whose values are the arguments.
  private mutating func reading(
    _ relation: String, _ key: [Expression], _ payload: [Parameter], _ values: [Expression],
    _ arguments: [Expression]
  ) throws(FragmentError) -> Expression {
    var conditions: [Expression] = []
    var found: [String: Expression] = [:]
    var pending: [(Parameter, Expression)] = []
    for (value, argument) in zip(values, arguments) {
      if case .variable(let parameter) = value, payload.contains(parameter) {
        pending.append((parameter, argument))
      } else {
        conditions.append(try matches(argument, value))
      }
    }
    return try bind(pending[...], &found) { (_, found) throws(FragmentError) in
      .and(conditions + [.read(relation, key + payload.map { found[$0.name] ?? $0.use })])
    }
  }

  private mutating func bind(
    _ pending: ArraySlice<(Parameter, Expression)>, _ found: inout [String: Expression],
    _ body: (inout Formulas, [String: Expression]) throws(FragmentError) -> Expression
  ) throws(FragmentError) -> Expression {
    guard let (parameter, argument) = pending.first else { return try body(&self, found) }
    let outer = found
    return try withTerm(argument) { (formulas, term) throws(FragmentError) in
      var inner = outer
      inner[parameter.name] = term
      return try formulas.bind(pending.dropFirst(), &inner, body)
    }
  }
}
