extension Expression {
  /// The expression with free variables and options replaced.
  ///
  /// The replacements must not use a name that the expression binds; the composer sees to that by
  /// giving every local a name with a `#`, which no text can write.
  package func substituting(
    _ variables: [String: Expression], options: [String: Expression] = [:]
  ) -> Expression {
    switch self {
    case .variable(let parameter): return variables[parameter.name] ?? self
    case .option(let name): return options[name] ?? self
    case .forAll(let bound, let body):
      return .forAll(bound, body.substituting(variables.hiding(bound), options: options))
    case .exists(let bound, let body):
      return .exists(bound, body.substituting(variables.hiding(bound), options: options))
    default:
      return mapChildren { $0.substituting(variables, options: options) }
    }
  }

  /// The names of the sorts whose elements are named or whose order is used in it.
  package func collectNamedElements(into found: inout [String: Int]) {
    if case .element(let sort, let index) = self { found[sort] = max(found[sort] ?? 0, index + 1) }
    for child in children { child.collectNamedElements(into: &found) }
  }
}

extension [String: Expression] {
  /// Without the names that are bound anew.
  func hiding(_ bound: [Parameter]) -> [String: Expression] {
    guard bound.contains(where: { self[$0.name] != nil }) else { return self }
    return filter { entry in !bound.contains { $0.name == entry.key } }
  }
}

extension Update {
  package func substituting(
    _ variables: [String: Expression], options: [String: Expression] = [:]
  ) -> Update {
    let inner = variables.hiding(bound)
    return Update(
      bound: bound, variable, indices.map { $0.substituting(inner, options: options) },
      when: condition.substituting(inner, options: options),
      value?.substituting(inner, options: options))
  }
}
