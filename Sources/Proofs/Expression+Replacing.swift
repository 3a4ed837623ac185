import TransitionSystem

extension Expression {
  /// The expression with free variables replaced by name.
  ///
  /// Bound variables whose name a replacement uses are renamed first, so nothing is captured.
  func replacing(_ replacements: [String: Expression]) -> Expression {
    switch self {
    case .variable(let parameter): return replacements[parameter.name] ?? self
    case .forAll(let bound, let body):
      let (fresh, inner) = replacements.entering(bound)
      return .forAll(fresh, body.replacing(inner))
    case .exists(let bound, let body):
      let (fresh, inner) = replacements.entering(bound)
      return .exists(fresh, body.replacing(inner))
    default:
      return mapChildren { $0.replacing(replacements) }
    }
  }
}

extension [String: Expression] {
  /// What binds and what is replaced below a quantifier.
  func entering(_ bound: [Parameter]) -> ([Parameter], [String: Expression]) {
    let names = Set(bound.map(\.name))
    var inner = filter { !names.contains($0.key) }
    let used = inner.values.reduce(into: Set<String>()) { $0.formUnion($1.variableNames) }
    return bound.renamed(avoiding: used, recordedIn: &inner)
  }
}

extension [Parameter] {
  /// The parameters under names that are not taken; what changed is added to the replacements.
  func renamed(
    avoiding taken: Set<String>, recordedIn replacements: inout [String: Expression]
  ) -> ([Parameter], [String: Expression]) {
    var taken = taken
    let fresh = map { parameter in
      var renamed = parameter
      while taken.contains(renamed.name) { renamed.name += "'" }
      if renamed.name != parameter.name { replacements[parameter.name] = .variable(renamed) }
      taken.insert(renamed.name)
      return renamed
    }
    return (fresh, replacements)
  }
}

extension Expression {
  /// The names of all variables in it, bound ones included.
  var variableNames: Set<String> {
    var names: Set<String> = []
    collectVariableNames(into: &names)
    return names
  }

  private func collectVariableNames(into names: inout Set<String>) {
    switch self {
    case .variable(let parameter): names.insert(parameter.name)
    case .forAll(let bound, _), .exists(let bound, _): names.formUnion(bound.map(\.name))
    default: break
    }
    for child in children { child.collectVariableNames(into: &names) }
  }
}
