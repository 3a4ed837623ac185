import TransitionSystem

/// Names for variables: the first letter of the sort and a number, each given once.
///
/// Everything that one action binds gets a name of its own, so that no substitution can capture.
struct NameSupply {
  private var counts: [Character: Int] = [:]

  mutating func fresh(_ sort: String) -> Parameter {
    let letter = sort.first ?? "x"
    counts[letter, default: 0] += 1
    return Parameter("\(letter)\(counts[letter] ?? 0)", .sort(sort))
  }

  /// From now on the name is not given.
  mutating func avoid(_ name: String) {
    guard let letter = name.first, let number = Int(name.dropFirst()) else { return }
    counts[letter] = max(counts[letter, default: 0], number)
  }

  mutating func fresh(_ parameter: Parameter) -> Parameter {
    guard case .sort(let sort) = parameter.type else {
      counts["x", default: 0] += 1
      return Parameter("x\(counts["x"] ?? 0)", parameter.type)
    }
    return fresh(sort)
  }

  /// The expression with its free variables replaced and everything that it binds named anew.
  mutating func apart(_ expression: Expression, _ values: [String: Expression]) -> Expression {
    switch expression {
    case .variable(let parameter): return values[parameter.name] ?? expression
    case .forAll(let bound, let body):
      let (bound, inner) = renaming(bound, values)
      return .forAll(bound, apart(body, inner))
    case .exists(let bound, let body):
      let (bound, inner) = renaming(bound, values)
      return .exists(bound, apart(body, inner))
    default:
      var supply = self
      let result = expression.mapChildren { supply.apart($0, values) }
      self = supply
      return result
    }
  }

  mutating func apart(_ update: Update, _ values: [String: Expression]) -> Update {
    let (bound, inner) = renaming(update.bound, values)
    return Update(
      bound: bound, update.variable, update.indices.map { apart($0, inner) },
      when: apart(update.condition, inner), update.value.map { apart($0, inner) })
  }

  private mutating func renaming(
    _ bound: [Parameter], _ values: [String: Expression]
  ) -> ([Parameter], [String: Expression]) {
    var inner = values
    var result: [Parameter] = []
    for parameter in bound {
      let renamed = fresh(parameter)
      inner[parameter.name] = .variable(renamed)
      result.append(renamed)
    }
    return (result, inner)
  }
}
