import TransitionSystem

/// What the relations are at first.
extension Translation {
  func addInitial() throws(FragmentError) {
    formulas.names = NameSupply()
    var current: [String: Definition] = [:]
    for variable in system.variables {
      guard let shape = formulas.shapes[variable.name] else { continue }
      for definition in try first(shape) { current[definition.relation] = definition }
    }
    let updates = system.casts.isEmpty ? system.initialUpdates : system.initialTemplate
    for update in updates {
      let (update, determined) = lifted(update)
      self.determined = determined
      try apply(update, &current)
    }
    determined = []
    result.initial = result.relations.compactMap { current[$0.name].map(withDomains) }
    for place in places { result.initial.append(try first(place)) }
  }

  private func withDomains(_ definition: Definition) -> Definition {
    guard let cast = system.casts.initial else { return definition }
    var definition = definition
    for domain in system.casts.initialDomains {
      definition.formula = definition.formula.withDomain(domain, of: cast)
    }
    return definition
  }

  /// From the variable's initial value, which may speak of its cell's indices.
  private func first(_ shape: VariableShape) throws(FragmentError) -> [Definition] {
    let keys = shape.variable.indices.map { formulas.names.fresh($0) }
    let bound = zip(Evaluator.indexParameters(shape.variable), keys)
    let values = Dictionary(uniqueKeysWithValues: bound.map { ($0.name, $1.use) })
    let update = Update(
      shape.variable.name, keys.map(\.use),
      shape.variable.initial.map { formulas.names.apart($0, values) })
    var made: [Definition] = []
    for relation in shape.relations {
      let payload = relation.sorts.dropFirst(keys.count).map { formulas.names.fresh($0) }
      made.append(Definition(relation.name, keys + payload, .bool(false)))
    }
    guard update.value != nil else { return made }
    let all = try definitions(shape, [update], Simplifier.Knowledge())
    return made.map { empty in
      guard var found = all.first(where: { $0.relation == empty.relation }) else { return empty }
      // Nothing was there before.
      found.formula = formulas.simplifier.simplify(
        formulas.names.apart(found.formula, [:]).withoutReads(of: found.relation)
          .settingKeys(keys, to: found.parameters))
      return found
    }
  }

  /// One more update of the initial state, which reads what its predecessors left.
  private func apply(
    _ update: Update, _ current: inout [String: Definition]
  ) throws(FragmentError) {
    if update.variable == control.variable || control.slots[update.variable] != nil {
      throw FragmentError("the initial state moves a task")
    }
    guard let shape = formulas.shapes[update.variable] else { return }
    var changed = current
    for definition in try definitions(shape, [update], Simplifier.Knowledge()) {
      var new = definition
      new.formula = formulas.simplifier.simplify(inlined(definition.formula, current))
      changed[new.relation] = new
    }
    current = changed
  }

  /// The formula with every relation replaced by its definition.
  func inlined(_ formula: Expression, _ current: [String: Definition]) -> Expression {
    if case .read(let name, let terms) = formula, let definition = current[name] {
      let values = Dictionary(
        uniqueKeysWithValues: zip(definition.parameters, terms).map { ($0.name, $1) })
      return formulas.names.apart(definition.formula, values)
    }
    return formula.mapChildren { inlined($0, current) }
  }

  /// An initial update with the workload's constants as elements of some copy of the workload, and
  /// those of them that the cell determines, since no two copies have it.
  private func lifted(_ update: Update) -> (update: Update, determined: Set<Parameter>) {
    let apart = formulas.names.apart(update, [:])
    guard let cast = system.casts.initial else {
      return (apart, [])
    }
    var values: [Expression: Expression] = [:]
    let members = cast.members.map { formulas.names.fresh($0.sort) }
    for (member, parameter) in zip(cast.members, members) {
      values[.element(sort: member.sort, member.number)] = parameter.use
    }
    let parts = apart.indices + [apart.condition] + (apart.value.map { [$0] } ?? [])
    guard parts.contains(where: { $0.replacing(values) != $0 }) else { return (apart, []) }
    let indices = apart.indices.map { $0.replacing(values) }
    let isOfOneCopy = cast.keys.contains { key in
      key.allSatisfy { indices.contains(members[$0].use) }
    }
    let update = Update(
      bound: apart.bound + members, apart.variable, indices,
      when: .and([.read(cast.relation.name, members.map(\.use)), apart.condition.replacing(values)]
      ),
      apart.value?.replacing(values))
    return (update, isOfOneCopy ? Set(members) : [])
  }

  private func first(_ place: Control.Place) throws(FragmentError) -> Definition {
    let relation = control.relation(place)
    let parameters = relation.sorts.map { formulas.names.fresh($0) }
    let none = Definition(relation.name, parameters, .bool(false))
    if let cast = control.cast(at: place.location) {
      guard cast.idle == place.location else { return none }
      return Definition(
        relation.name, parameters, .read(cast.relation.name, parameters.map(\.use)))
    }
    guard let name = control.variable, let initial = system.variable(name)?.initial,
      initialPlaces().contains(place)
    else { return none }
    guard control.slots(at: place.location).isEmpty else {
      throw FragmentError("tasks start at '\(place.location)' with locals of their own")
    }
    let isHere = formulas.simplifier.simplify(
      .equal(
        formulas.names.apart(initial, ["index0": parameters[0].use]),
        .value("location", place.location)))
    return Definition(relation.name, parameters, try formulas.formula(isHere))
  }
}

extension Expression {
  /// With the relation empty.
  fileprivate func withoutReads(of relation: String) -> Expression {
    if case .read(relation, _) = self { return .bool(false) }
    return mapChildren { $0.withoutReads(of: relation) }
  }

  /// With variables replaced by those at the same place of another list.
  fileprivate func settingKeys(_ keys: [Parameter], to others: [Parameter]) -> Expression {
    replacing(
      Dictionary(uniqueKeysWithValues: zip(keys, others).map { ($0.use, $1.use) }))
  }
}
