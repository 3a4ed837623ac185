import TransitionSystem

/// Where tasks go, and what they take along.
extension Translation {
  func addMove(
    _ draft: Draft, _ known: Simplifier.Knowledge, _ made: inout RelationalAction
  ) throws(FragmentError) {
    guard let variable = control.variable else { return }
    let moves = draft.action.updates.filter { $0.variable == variable }
    let stores = draft.action.updates.filter { control.slots[$0.variable] != nil }
    guard !moves.isEmpty || !stores.isEmpty else { return }
    guard let source = draft.source else {
      try addBulkMove(moves, stores, known, &made)
      return
    }
    var location = source.place.location
    for move in moves {
      guard move.bound.isEmpty, move.indices == [source.task], move.condition == .bool(true),
        case .make(_, let target, _)? = move.value
      else { throw FragmentError("a step moves another task, or its task to one of two places") }
      location = target
    }
    made.clears.append(Clear(control.variable ?? "pc", [source.task]))
    guard location != Control.ended else { return }
    let values = try slotValues(location, source.task, stores, draft.locals)
    for place in control.places(location) {
      guard
        let definition = try arrival(
          at: place, source.task, values, source.tuple, known)
      else { continue }
      reach(place)
      made.updates.append(definition)
    }
  }

  /// What each live local of the location is after the step.
  private func slotValues(
    _ location: String, _ task: Expression, _ stores: [Update], _ locals: [String: Expression]
  ) throws(FragmentError) -> [Expression] {
    var found: [Expression] = []
    for slot in control.slots(at: location) {
      var value = locals[slot.variable]
      for store in stores where store.variable == slot.variable {
        guard store.bound.isEmpty, store.indices == [task], let new = store.value else {
          throw FragmentError("the local '\(slot.name)' is not set by its own task")
        }
        value =
          store.condition == .bool(true)
          ? new : .ifThenElse(store.condition, new, value ?? new)
      }
      guard let value else { throw FragmentError("the local '\(slot.name)' is never set") }
      found.append(value)
    }
    return found
  }

  /// The relation of a place after a task may have come there; nil if it does not.
  private func arrival(
    at place: Control.Place, _ task: Expression, _ values: [Expression], _ tuple: [Expression],
    _ known: Simplifier.Knowledge
  ) throws(FragmentError) -> Definition? {
    let relation = control.relation(place)
    let parameters = relation.sorts.map { formulas.names.fresh($0) }
    let terms = parameters.map(\.use)
    let members = control.cast(at: place.location)?.members.count ?? 0
    var conditions: [Expression] = [.equal(terms[0], task)]
    for position in 0..<members {
      conditions.append(.equal(terms[position + 1], tuple[position]))
    }
    var rest = terms.dropFirst(members + 1)
    for (index, slot) in control.slots(at: place.location).enumerated() {
      let item = control.shape(slot.variable).cases[place.cases[index]]
      let payload = Array(rest.prefix(item.payload.count))
      rest = rest.dropFirst(item.payload.count)
      conditions.append(try formulas.matches(values[index], item.value(payload)))
    }
    let arrives = formulas.simplifier.simplify(.and(conditions), known)
    guard arrives != .bool(false) else { return nil }
    let stays = Expression.and([
      .not(.equal(terms[0], task)), .read(relation.name, terms),
    ])
    return Definition(relation.name, parameters, .or([arrives, stays]))
  }

  /// A crash: all tasks leave their places, and those of some roles begin anew.
  private func addBulkMove(
    _ moves: [Update], _ stores: [Update], _ known: Simplifier.Knowledge,
    _ made: inout RelationalAction
  ) throws(FragmentError) {
    guard stores.allSatisfy({ $0.value == nil }) else {
      throw FragmentError("an environment action sets a local")
    }
    guard moves.contains(where: \.movesEveryTask) else {
      throw FragmentError("an environment action moves some tasks only")
    }
    made.clears.append(Clear(control.variable ?? "pc", []))
    for place in initialPlaces() {
      let relation = control.relation(place)
      let parameters = relation.sorts.map { formulas.names.fresh($0) }
      guard place.cases.isEmpty else {
        throw FragmentError("tasks wait at '\(place.location)' with locals of their own")
      }
      var arrives = Expression.bool(false)
      var stays = Expression.bool(true)
      for move in moves {
        let condition = try moved(move, to: place, parameters)
        let isTarget = move.value == .value("location", place.location)
        arrives = .or([
          .and([condition, .bool(isTarget)]), .and([.not(condition), arrives]),
        ])
        stays = .and([stays, .not(condition)])
      }
      let own = Expression.read(relation.name, parameters.map(\.use))
      let formula = formulas.simplifier.simplify(.or([arrives, .and([stays, own])]), known)
      if formula != .bool(false) {
        made.updates.append(Definition(relation.name, parameters, formula))
      }
    }
  }

  /// That the move concerns the task of a tuple of the place.
  private func moved(
    _ move: Update, to place: Control.Place, _ parameters: [Parameter]
  ) throws(FragmentError) -> Expression {
    guard let cast = control.cast(at: place.location) else {
      return try hit(move, parameters[0], .bool(true))
    }
    // Only a task of the role is ever at its places, with the elements that its role gives it.
    let plays = Expression.read(cast.relation.name, parameters.map(\.use))
    let asked = Set(system.casts.map { $0.variable })
    var values: [Expression: Expression] = [:]
    let task = move.bound.first?.use ?? parameters[0].use
    for name in asked { values[.read(name, [task])] = Expression.bool(name == cast.variable) }
    for member in system.casts.flatMap(\.members) {
      values[.isDefined(member.variable, [task])] = .bool(cast.members.contains(member))
    }
    let condition = formulas.simplifier.simplify(move.condition.replacing(values))
    var known = move
    known.condition = condition
    return try hit(known, parameters[0], plays)
  }

  private func hit(
    _ move: Update, _ task: Parameter, _ extra: Expression
  ) throws(FragmentError) -> Expression {
    var move = move
    move.value = .bool(true)
    let found = try after(move, .bool(false), [task]) { (_) throws(FragmentError) in .bool(true) }
    return formulas.simplifier.simplify(.and([extra, found]))
  }
}

extension Update {
  fileprivate var movesEveryTask: Bool {
    bound.count == 1 && indices == bound.map(\.use) && condition == .bool(true)
  }
}
