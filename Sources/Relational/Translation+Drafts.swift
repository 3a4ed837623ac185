import TransitionSystem

extension Translation {
  /// The action at a place: its own names apart, its locals replaced, its parameters elements.
  func drafts(of action: Action, at place: Control.Place?) throws(FragmentError) -> [Draft] {
    var names = formulas.names
    var options: [(values: [String: Expression], parameters: [Parameter])] = [([:], [])]
    for parameter in action.parameters {
      if case .sort = parameter.type {
        let renamed = names.fresh(parameter)
        for index in options.indices {
          options[index].values[parameter.name] = renamed.use
          options[index].parameters.append(renamed)
        }
        continue
      }
      options = options.flatMap { option in
        Shape(parameter.type, formulas.variants).cases.map { item in
          let payload = item.payload.map { names.fresh($0) }
          var option = option
          option.values[parameter.name] = item.value(payload.map(\.use))
          option.parameters += payload
          return option
        }
      }
    }
    let drafts = options.map { option in
      var renamed = action
      renamed.guardCondition = names.apart(action.guardCondition, option.values)
      renamed.updates = action.updates.map { names.apart($0, option.values) }
      for index in renamed.checks.indices {
        renamed.checks[index].condition = names.apart(
          action.checks[index].condition, option.values)
      }
      return Draft(action: renamed, parameters: option.parameters, atoms: [])
    }
    formulas.names = names
    return drafts.map { located($0, at: place) }
  }

  /// The draft with the acting task's place and locals known.
  private func located(_ draft: Draft, at place: Control.Place?) -> Draft {
    guard let place, let variable = control.variable,
      let task = sourceLocation(draft.action)?.task
    else {
      var result = draft
      result.action = simplified(draft.action)
      return result
    }
    var result = draft
    let relation = control.relation(place)
    let tuple = relation.sorts.dropFirst().map { formulas.names.fresh($0) }
    result.parameters += tuple
    let terms = tuple.map(\.use)
    result.atoms.append(.read(relation.name, [task] + terms))
    result.source = (place, task, terms)
    var values: [Expression: Expression] = [
      .read(variable, [task]): .value("location", place.location)
    ]
    for (read, value) in control.values(place, task: task, terms) {
      values[read] = value
      if case .read(let name, let indices) = read {
        values[.isDefined(name, indices)] = .bool(true)
        result.locals[name] = value
      }
    }
    if let cast = control.cast(at: place.location) {
      values[.read(cast.variable, [task])] = .bool(true)
    }
    result.action = simplified(draft.action.mapExpressions { $0.replacing(values) })
    return result
  }

  /// The finished action of a draft; nil if it can never happen.
  func relational(_ draft: Draft) throws(FragmentError) -> RelationalAction? {
    let simplifier = formulas.simplifier
    var (guards, parameters) = (draft.atoms, draft.parameters)
    hoist(try formulas.formula(draft.action.guardCondition), &guards, &parameters)
    let condition = simplifier.simplify(.and(guards))
    guard condition != .bool(false) else { return nil }
    let known = simplifier.learning(condition, is: true, Simplifier.Knowledge())
    var made = RelationalAction(
      name: "", parameters: parameters, guard: condition, origin: draft.action.name,
      site: draft.action.site)
    for (variable, updates) in grouped(draft.action.updates) {
      guard let shape = formulas.shapes[variable] else { continue }
      made.updates += try definitions(shape, updates, known)
    }
    try addMove(draft, known, &made)
    for check in draft.action.checks {
      var check = check
      check.condition = simplifier.simplify(try formulas.formula(check.condition), known)
      if check.condition != .bool(check.kind == .require) { made.checks.append(check) }
    }
    guard !made.updates.isEmpty || !made.clears.isEmpty || !made.checks.isEmpty else { return nil }
    made.name = name(draft.action.name, draft.words)
    return made
  }

  /// Existential conjuncts of a guard become parameters.
  private func hoist(
    _ formula: Expression, _ guards: inout [Expression], _ parameters: inout [Parameter]
  ) {
    let simple = formulas.simplifier.simplify(formula)
    switch simple {
    case .and(let operands): for operand in operands { hoist(operand, &guards, &parameters) }
    case .not(.forAll(let bound, let body)):
      hoist(.exists(bound, .not(body)), &guards, &parameters)
    case .exists(let bound, let body):
      var values: [String: Expression] = [:]
      for parameter in bound {
        let renamed = formulas.names.fresh(parameter)
        parameters.append(renamed)
        values[parameter.name] = renamed.use
      }
      hoist(formulas.names.apart(body, values), &guards, &parameters)
    default: guards.append(simple)
    }
  }

  /// The updates of each variable, variables in order of first write.
  private func grouped(_ updates: [Update]) -> [(String, [Update])] {
    var order: [String] = []
    var found: [String: [Update]] = [:]
    for update in updates {
      if found[update.variable] == nil { order.append(update.variable) }
      found[update.variable, default: []].append(update)
    }
    return order.map { ($0, found[$0] ?? []) }
  }
}
