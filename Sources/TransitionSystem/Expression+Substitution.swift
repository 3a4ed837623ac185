extension Expression {
  /// The expression with free variables and options replaced, by name.
  ///
  /// A quantifier that would capture a variable of a replacement binds a new name instead, so
  /// replacements may use any names.
  package func substituting(
    _ variables: [String: Expression], options: [String: Expression] = [:]
  ) -> Expression {
    Substitution(variables: variables, options: options).applied(to: self)
  }

  /// The names of the sorts whose elements are named or whose order is used in it.
  package func collectNamedElements(into found: inout [String: Int]) {
    if case .element(let sort, let index) = self { found[sort] = max(found[sort] ?? 0, index + 1) }
    for child in children { child.collectNamedElements(into: &found) }
  }
}

extension Update {
  /// The update with free variables and options replaced; what it binds gets a new name where it
  /// would capture a variable of a replacement.
  package func substituting(
    _ variables: [String: Expression], options: [String: Expression] = [:]
  ) -> Update {
    let outer = Substitution(variables: variables, options: options)
    let parts = indices + [condition] + [value].compactMap(\.self)
    let (bound, inner) = outer.entering(bound, over: parts)
    return Update(
      bound: bound, variable, indices.map { inner.applied(to: $0) },
      when: inner.applied(to: condition), value.map { inner.applied(to: $0) })
  }
}

/// What is put in place of free variables and of options, by name.
private struct Substitution {
  var variables: [String: Expression]
  /// Constants, so there is nothing in them to capture.
  var options: [String: Expression]

  func applied(to expression: Expression) -> Expression {
    if variables.isEmpty && options.isEmpty { return expression }
    switch expression {
    case .variable(let parameter): return variables[parameter.name] ?? expression
    case .option(let name): return options[name] ?? expression
    case .forAll(let bound, let body):
      let (bound, inner) = entering(bound, over: [body])
      return .forAll(bound, inner.applied(to: body))
    case .exists(let bound, let body):
      let (bound, inner) = entering(bound, over: [body])
      return .exists(bound, inner.applied(to: body))
    case .bool, .integer, .element, .last, .read, .isDefined, .not, .and, .or, .implies, .equal,
      .less, .lessOrEqual, .add, .subtract, .ifThenElse, .make, .test, .payload:
      return expression.mapChildren(applied)
    }
  }

  /// What it becomes where names are bound in the parts, with the names to bind there.
  func entering(_ bound: [Parameter], over parts: [Expression]) -> ([Parameter], Substitution) {
    if variables.isEmpty || bound.isEmpty { return (bound, self) }
    var inner = self
    for parameter in bound { inner.variables[parameter.name] = nil }
    let free = parts.reduce(into: Set<String>()) { $0.formUnion($1.freeVariables.map(\.name)) }
    let captured = free.reduce(into: Set<String>()) { names, name in
      names.formUnion((inner.variables[name]?.freeVariables ?? []).map(\.name))
    }
    var taken = captured.union(free).union(bound.map(\.name))
    let names = bound.map { parameter in
      guard captured.contains(parameter.name) else { return parameter }
      var number = 2
      while taken.contains("\(parameter.name)'\(number)") { number += 1 }
      let renamed = Parameter("\(parameter.name)'\(number)", parameter.type)
      taken.insert(renamed.name)
      inner.variables[parameter.name] = .variable(renamed)
      return renamed
    }
    return (names, inner)
  }
}
