import TransitionSystem

extension RandomSystemBuilder {
  /// A stepwise property with the checks that actions may carry for it.
  struct Observer {
    var property: Property
  }

  mutating func makeObservers() -> [Observer] {
    (0..<random.number(0...2)).map { number in
      features.insert(.stepwise)
      return Observer(property: Property(name: "stepwise\(number)", kind: .stepwise))
    }
  }

  mutating func makeAction(_ name: String, observers: [Observer]) -> Action {
    var move = random.chance(65) ? makeMove() : Move()
    for number in 0..<random.number(0...(move.updates.isEmpty ? 2 : 1)) {
      features.insert(.parameter)
      let types: [ValueType] = [
        .sort("item"), .sort("item"), .sort("task"), .sort("task"), .sort("rank"),
        .variant("color"), .variant("box"), .integer(1...2), .bool,
      ]
      move.parameters.append(Parameter("p\(number)", random.pick(types)))
    }
    if move.conjuncts.isEmpty || random.chance(35) {
      move.conjuncts.append(condition(depth: 2, move.parameters))
    }
    for _ in 0..<random.number(move.updates.isEmpty ? 1...3 : 0...2) {
      if let update = makeUpdate(move.parameters) { move.updates.append(update) }
    }
    var checks: [Check] = []
    for observer in observers where random.chance(60) {
      checks.append(makeCheck(observer.property.name, move.parameters))
    }
    let conjuncts = move.conjuncts.shuffled(using: &random)
    return Action(
      name: name, parameters: move.parameters,
      guard: conjuncts.count == 1 ? conjuncts[0] : .and(conjuncts), updates: move.updates,
      checks: checks, label: Label(.environment, .step, name))
  }

  private mutating func makeCheck(_ property: String, _ bound: [Parameter]) -> Check {
    guard random.chance(30) else {
      // A demand that mostly holds: violations should not all be at the first step.
      let condition = Expression.or([condition(depth: 1, bound), condition(depth: 1, bound)])
      return Check(property: property, kind: .require, condition: condition, message: "demand")
    }
    features.insert(.cover)
    let condition = condition(depth: 1, bound)
    return Check(
      property: property, kind: .cover, condition: condition,
      message: random.pick(["this way", "that way"]))
  }

  private mutating func makeUpdate(_ parameters: [Parameter]) -> Update? {
    let variable = random.pick(variables)
    var bound: [Parameter] = []
    if random.chance(25), let sort = variable.indices.last ?? (random.chance(20) ? "item" : nil) {
      features.insert(.bulkUpdate)
      bound = [Parameter("u", .sort(sort))]
    }
    var indices: [Expression] = []
    for (axis, sort) in variable.indices.enumerated() {
      if axis == variable.indices.count - 1, !bound.isEmpty, random.chance(80) {
        indices.append(.variable(bound[0]))
      } else {
        guard let index = value(of: .sort(sort), depth: 1, parameters + bound) else { return nil }
        indices.append(index)
      }
    }
    let scope = parameters + bound
    let isConditional = random.chance(25) || !bound.isEmpty && random.chance(50)
    let condition = isConditional ? condition(depth: 1, scope) : .bool(true)
    if variable.isPartial, random.chance(30) {
      features.insert(.undefining)
      return Update(bound: bound, variable.name, indices, when: condition, nil)
    }
    guard let value = value(of: variable.type, depth: 2, scope) else { return nil }
    return Update(bound: bound, variable.name, indices, when: condition, value)
  }

  mutating func makeProperties() -> [Property] {
    var properties: [Property] = []
    for number in 0..<random.number(0...3) {
      features.insert(.always)
      let expression = Expression.or([condition(depth: 2, []), condition(depth: 1, [])])
      properties.append(Property(name: "always\(number)", kind: .always(expression)))
    }
    for number in 0..<random.number(0...2) {
      features.insert(.reachable)
      let expression = Expression.and([condition(depth: 2, []), condition(depth: 1, [])])
      properties.append(Property(name: "reachable\(number)", kind: .reachable(expression)))
    }
    return properties
  }
}
