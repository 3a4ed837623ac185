package import TransitionSystem

extension RelationalSystem {
  /// The system over finite sorts, to explore: every relation a boolean variable.
  ///
  /// The tuples of the rigid relations must satisfy the axioms (`StructureEvaluator` can tell).
  package func instance(rigid: [String: Set<[Int]>] = [:]) -> TransitionSystem {
    var system = TransitionSystem(name: name, sorts: sorts)
    let definitions = Dictionary(initial.map { ($0.relation, $0) }) { first, _ in first }
    let ordered = relations.filter { $0.kind == .rigid } + relations.filter { $0.kind != .rigid }
    for relation in ordered {
      let places = relation.sorts.enumerated().map {
        Expression.variable("index\($0.offset)", .sort($0.element))
      }
      var first = Expression.bool(false)
      if relation.kind == .rigid {
        first = .or(
          (rigid[relation.name] ?? []).sorted { $0.lexicographicallyPrecedes($1) }.map { tuple in
            .and(
              zip(zip(relation.sorts, places), tuple).map { place, element in
                .equal(place.1, .element(sort: place.0, element))
              })
          })
      } else if let definition = definitions[relation.name] {
        let values = zip(definition.parameters, places).map { ($0.name, $1) }
        first = definition.formula.substituting(Dictionary(uniqueKeysWithValues: values))
      }
      system.variables.append(
        StateVariable(relation.name, relation.sorts, .bool, initial: first))
    }
    system.actions = actions.map(instance)
    var properties: Set<String> = []
    for check in actions.flatMap(\.checks) where properties.insert(check.property).inserted {
      system.properties.append(Property(name: check.property, kind: .stepwise))
    }
    for goal in goals where properties.insert(goal.property).inserted {
      system.properties.append(Property(name: goal.property, kind: .always(goal.formula)))
    }
    return system
  }

  private func instance(_ action: RelationalAction) -> Action {
    var updates: [Update] = []
    for clear in action.clears {
      for relation in relations
      where relation.group == clear.group && action.update(of: relation.name) == nil {
        var bound: [Parameter] = []
        var indices: [Expression] = []
        for (position, sort) in relation.sorts.enumerated() {
          if position < clear.key.count {
            indices.append(clear.key[position])
          } else {
            bound.append(Parameter("any\(position)", .sort(sort)))
            indices.append(.variable("any\(position)", .sort(sort)))
          }
        }
        updates.append(Update(bound: bound, relation.name, indices, .bool(false)))
      }
    }
    for definition in action.updates {
      updates.append(
        Update(
          bound: definition.parameters, definition.relation, definition.parameters.map(\.use),
          definition.formula))
    }
    return Action(
      name: action.name, parameters: action.parameters, guard: action.guardCondition,
      updates: updates, checks: action.checks,
      label: Label(.environment, .environment, action.origin), site: action.site)
  }
}
