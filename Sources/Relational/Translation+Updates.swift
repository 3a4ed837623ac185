import TransitionSystem

extension Translation {
  /// What the relations of a variable are after the updates, in order; unchanged ones are left out.
  func definitions(
    _ shape: VariableShape, _ updates: [Update], _ known: Simplifier.Knowledge
  ) throws(FragmentError) -> [Definition] {
    var made: [Definition] = []
    for item in shape.cases {
      let isDomain = !item.shape.payload.isEmpty
      if isDomain {
        made += try definition(item.domain, shape, item, payload: [], updates, known)
      }
      let payload = item.shape.payload.map { formulas.names.fresh($0) }
      made += try definition(item.relation, shape, item, payload: payload, updates, known)
    }
    return made
  }

  private func definition(
    _ relation: Relation, _ shape: VariableShape, _ item: VariableShape.Case,
    payload: [Parameter], _ updates: [Update], _ known: Simplifier.Knowledge
  ) throws(FragmentError) -> [Definition] {
    let keys = shape.variable.indices.map { formulas.names.fresh($0) }
    let own = Expression.read(relation.name, (keys + payload).map(\.use))
    var result = own
    for update in updates {
      result = try after(update, result, keys) { (value) throws(FragmentError) in
        guard let value else { return .bool(false) }
        let isDomainOnly = relation == item.domain && !item.shape.payload.isEmpty
        if isDomainOnly { return try self.isDomain(value, item.shape) }
        return try self.formulas.matches(value, item.shape.value(payload.map(\.use)))
      }
      result = formulas.simplifier.simplify(result, known)
    }
    guard result != own else { return [] }
    return [Definition(relation.name, keys + payload, result)]
  }

  /// That a value is of the case, whatever its payload.
  func isDomain(_ value: Expression, _ item: Shape.Case) throws(FragmentError) -> Expression {
    let payload = item.payload.map { formulas.names.fresh($0) }
    guard case .make(_, let name, let arguments) = item.value(payload.map(\.use)) else {
      // A sort has one case, so every value is of it.
      return .bool(true)
    }
    let fixed = arguments.contains { argument in
      if case .variable = argument { false } else { true }
    }
    if !fixed { return try formulas.isCase(value, name) }
    let exact = try formulas.isCase(value, name, arguments)
    return payload.isEmpty ? exact : .exists(payload, exact)
  }

  /// A relation at the keys after one update, given what it was before it.
  func after(
    _ update: Update, _ old: Expression, _ keys: [Parameter],
    _ value: (Expression?) throws(FragmentError) -> Expression
  ) throws(FragmentError) -> Expression {
    var binding: [String: Expression] = [:]
    var matches: [(target: Expression, key: Parameter)] = []
    for (target, key) in zip(update.indices, keys) {
      if case .variable(let parameter) = target, update.bound.contains(parameter),
        binding[parameter.name] == nil
      {
        binding[parameter.name] = key.use
      } else {
        matches.append((target, key))
      }
    }
    // A bound variable that no index determines stays quantified, under a name of its own.
    let rest = update.bound.filter { binding[$0.name] == nil }
    if let value = update.value,
      !value.freeVariables.subtracting(determined).isDisjoint(with: rest)
    {
      throw FragmentError("one cell of '\(update.variable)' is given many values at once")
    }
    let fresh = rest.map { formulas.names.fresh($0) }
    for (parameter, renamed) in zip(rest, fresh) { binding[parameter.name] = renamed.use }
    func bound(_ expression: Expression) -> Expression {
      formulas.simplifier.simplify(formulas.names.apart(expression, binding))
    }
    let equalities = matches.map { Expression.equal(bound($0.target), $0.key.use) }
    let hit = try formulas.formula(.and(equalities + [bound(update.condition)]))
    let now = try value(update.value.map(bound))
    func closed(_ formula: Expression) -> Expression {
      let simple = formulas.simplifier.simplify(formula)
      return fresh.isEmpty ? simple : formulas.simplifier.simplify(.exists(fresh, simple))
    }
    return .or([closed(.and([hit, now])), .and([.not(closed(hit)), old])])
  }
}
