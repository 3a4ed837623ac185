/// Rules and terms without parameters and quantifiers.
extension Term {
  /// The term with bound variables replaced by numbers, its quantifiers written out.
  func grounded(_ numbers: [String: Int]) -> Term {
    switch self {
    case .bound(let name, _): return numbers[name].map { .number($0) } ?? self
    case .all(let binders, let body):
      return .conjunction(binders.assignments(extending: numbers).map { body.grounded($0) })
    case .some(let binders, let body):
      return .disjunction(binders.assignments(extending: numbers).map { body.grounded($0) })
    default: return mapChildren { $0.grounded(numbers) }
    }
  }

  /// Whether a truth without bound variables holds with the initial contents.
  func holds(in variables: [RuleSystem.Variable]) -> Bool {
    grounded([:]).replacingCells(variables) == .truth(true)
  }

  /// The cells of a term without bound variables replaced by their initial contents.
  private func replacingCells(_ variables: [RuleSystem.Variable]) -> Term {
    guard case .cell(let variable, _, let index) = self else {
      return mapChildren { $0.replacingCells(variables) }
    }
    let contents = variables[variable].initial
    guard let index else { return .number(contents.first ?? 0) }
    guard case .number(let place) = index.replacingCells(variables),
      contents.indices.contains(place)
    else { return .number(0) }
    return .number(contents[place])
  }

  /// The same with each direct subterm replaced, and folded.
  private func mapChildren(_ transform: (Term) -> Term) -> Term {
    switch self {
    case .truth, .number, .bound: self
    case .cell(let variable, let size, let index):
      .cell(variable: variable, size: size, index: index.map(transform))
    case .not(let operand): .negation(transform(operand))
    case .and(let operands): .conjunction(operands.map(transform))
    case .or(let operands): .disjunction(operands.map(transform))
    case .equal(let left, let right): .equality(transform(left), transform(right))
    case .less(let left, let right): .lessThan(transform(left), transform(right))
    case .atMost(let left, let right): .lessOrEqual(transform(left), transform(right))
    case .sum(let left, let right): .plus(transform(left), transform(right))
    case .difference(let left, let right): .minus(transform(left), transform(right))
    case .product(let operand, let factor): .times(transform(operand), factor)
    case .quotient(let operand, let divisor): .divided(transform(operand), by: divisor)
    case .remainder(let operand, let divisor): .modulo(transform(operand), divisor)
    case .choice(let condition, let then, let otherwise):
      .either(transform(condition), transform(then), transform(otherwise))
    case .all(let binders, let body): .forAll(binders, transform(body))
    case .some(let binders, let body): .exists(binders, transform(body))
    }
  }
}

extension [Binder] {
  /// All choices of values, the last binder fastest, each added to the given numbers.
  func assignments(extending outer: [String: Int]) -> [[String: Int]] {
    reduce([outer]) { partial, binder in
      partial.flatMap { numbers in
        binder.values.map { value in numbers.merging([binder.name: value]) { $1 } }
      }
    }
  }
}

extension RuleSystem.Assignment {
  /// One assignment for each choice of what it binds, without those that never happen.
  func grounded(_ numbers: [String: Int]) -> [RuleSystem.Assignment] {
    bound.assignments(extending: numbers).compactMap { inner in
      let condition = condition.grounded(inner)
      if condition == .truth(false) { return nil }
      return RuleSystem.Assignment(
        bound: [], variable: variable, index: index?.grounded(inner), condition: condition,
        value: value.grounded(inner))
    }
  }
}

extension RuleSystem.Rule {
  /// One rule for each choice of its parameters, named as a call of it.
  var grounded: [RuleSystem.Rule] {
    parameters.assignments(extending: [:]).map { numbers in
      let texts = parameters.map { $0.text(of: numbers[$0.name] ?? 0) }
      return RuleSystem.Rule(
        name: parameters.isEmpty ? name : "\(name)(\(texts.joined(separator: ", ")))",
        parameters: [], guardTerm: guardTerm.grounded(numbers),
        isDefined: isDefined.grounded(numbers),
        demands: demands.map {
          RuleSystem.Demand(property: $0.property, condition: $0.condition.grounded(numbers))
        },
        assignments: assignments.flatMap { $0.grounded(numbers) })
    }
  }
}
