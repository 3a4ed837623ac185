extension Composer {
  static let callsLeft = "calls.left"

  static func budgetVariable(_ name: String) -> String { "budget.\(name)" }

  /// Adds an environment action; one whose budget is 0 is off and leaves nothing behind.
  mutating func add(_ action: EnvironmentAction) throws(CompositionError) {
    var limit = action.budget.map { composition.budgets[$0] ?? 0 }
    if composition.unlimited.contains(action.name) { limit = nil }
    if limit == 0 { return }
    if isUnbounded { limit = nil }
    var builder = GraphBuilder(names: names, task: .element(sort: "task", 0))
    let finish = builder.graph.add(.finish)
    let locals = action.parameters.map { Parameter("\($0.name)#", $0.type) }
    let body = Callable(.step, action.name, action.parameters, site: action.site, body: action.body)
    var start = try builder.inline(
      body, depth: 0, arguments: locals.map { .variable($0) }, result: nil, isUser: false,
      isAtomic: true, place: action.name, returnTo: finish, action.site)
    for local in locals.reversed() {
      start = builder.graph.add(
        .choose(local, where: .bool(true), next: start, otherwise: nil))
    }
    let explorer = PathExplorer(graph: builder.graph)
    for path in try explorer.paths(from: start, SymbolicStore(simplifier: names.simplifier)) {
      system.actions.append(finished(path, of: action, locals, limit))
    }
    if let budget = action.budget, let limit { addBudget(budget, limit) }
  }

  private mutating func addBudget(_ budget: String, _ limit: Int) {
    let name = Self.budgetVariable(budget)
    guard system.variable(name) == nil else { return }
    system.variables.append(
      StateVariable(
        name, [], .integer(0...limit), initial: .integer(limit), role: .budget,
        documentation: "how many '\(budget)' are left"))
  }

  private func finished(
    _ path: PathExplorer.Path, of action: EnvironmentAction, _ locals: [Parameter], _ limit: Int?
  ) -> Action {
    var guards = path.store.guards
    var updates = path.store.writes
    if let budget = action.budget, limit != nil {
      let left = Expression.read(Self.budgetVariable(budget), [])
      guards.insert(.less(.integer(0), left), at: 0)
      updates.append(
        Update(Self.budgetVariable(budget), [], .subtract(left, .integer(1))))
    }
    if action.endsTasks { updates += endOfTasks }
    let places = Array(repeating: "{}", count: locals.count).joined(separator: ", ")
    let told = Operation.Note(
      text: locals.isEmpty ? action.name : "\(action.name)(\(places))",
      values: locals.map { .variable($0) })
    let result = Action(
      name: action.name, parameters: path.store.parameters,
      guard: names.simplifier.simplify(.and(guards)), updates: updates,
      checks: path.store.checks,
      label: label([told], fallback: action.name, lane: .environment, kind: .environment),
      origin: ActionOrigin(
        .event(action.name),
        arguments: path.store.parameters.prefix(locals.count).map { .variable($0) }),
      site: action.site)
    return renamingParameters(result)
  }

  /// What a crash does to tasks: nothing they know or hold survives.
  private var endOfTasks: [Update] {
    var updates: [Update] = []
    let task = Parameter("ended", .sort("task"))
    for lock in names.locks.values.sorted(by: { $0.name < $1.name }) {
      let bound = lock.indices.enumerated().map { Parameter("lock\($0.offset)", .sort($0.element)) }
      updates.append(
        Update(bound: bound, lock.held, bound.map { .variable($0) }, .bool(false)))
      for holders in [lock.exclusiveHolders, lock.sharedHolders] {
        updates.append(
          Update(
            bound: bound + [task], holders, (bound + [task]).map { .variable($0) }, .bool(false)))
      }
    }
    for slot in slots.variables {
      updates.append(Update(bound: [task], slot.name, [.variable(task)], nil))
    }
    return updates + (composition.replication == nil ? endOfNumberedTasks : endOfCastTasks(task))
  }

  private var endOfNumberedTasks: [Update] {
    var updates: [Update] = []
    for (index, role) in roles.enumerated() {
      let location = role.restarts ? idleLocations[index] : "ended"
      for number in firstTasks[index]..<firstTasks[index] + role.count {
        updates.append(
          Update(
            Locations.variable, [.element(sort: "task", number)],
            .value(Locations.type, location)))
      }
    }
    return updates
  }

  /// Every task ends, but those of roles that restart wait for their next call.
  private func endOfCastTasks(_ task: Parameter) -> [Update] {
    func ends(_ location: String, where condition: Expression) -> Update {
      Update(
        bound: [task], Locations.variable, [.variable(task)], when: condition,
        .value(Locations.type, location))
    }
    guard !roles.isEmpty else { return [] }
    let restarting = zip(system.casts, idleLocations).filter { $0.0.restarts }
    return [ends("ended", where: .bool(true))]
      + restarting.map { ends($1, where: .read($0.variable, [.variable(task)])) }
  }

  /// Adds `pc`, the slots and the call counters; all roles are known by now.
  mutating func addControl() {
    guard !roles.isEmpty else { return }
    system.variants.append(VariantType(Locations.type, locations.cases.map { .init($0) }))
    system.variables.append(
      StateVariable(
        Locations.variable, ["task"], .variant(Locations.type),
        initial: byRole { .value(Locations.type, idleLocations[$0]) }, role: .control,
        documentation: "where each task is"))
    system.variables += slots.variables
    let limits = roles.compactMap { calls(of: $0) }
    guard let most = limits.max(), most > 0 else { return }
    system.variables.append(
      StateVariable(
        Self.callsLeft, ["task"], .integer(0...most),
        initial: byRole { .integer(calls(of: roles[$0]) ?? 0) }, role: .budget,
        documentation: "how many calls each task has left"))
  }

  /// An initial value that depends on the role of the task.
  private func byRole(_ value: (Int) -> Expression) -> Expression {
    let task = Expression.variable("index0", .sort("task"))
    let isReplicated = composition.replication != nil
    var result = isReplicated ? .value(Locations.type, "ended") : value(roles.count - 1)
    for index in roles.indices.dropLast(isReplicated ? 0 : 1).reversed() {
      for number in tasks(of: index).joined() {
        result = .ifThenElse(
          .equal(task, .element(sort: "task", number)), value(index), result)
      }
    }
    return result
  }

  /// Once the machine has stopped nothing happens, but what ends all tasks.
  mutating func addHalt() {
    let isStopped = names.simplifier.simplify(
      composition.halted.substituting([:], options: names.options))
    guard isStopped != .bool(false) else { return }
    let endings = Set(composition.environment.filter(\.endsTasks).map(\.name))
    for index in system.actions.indices {
      if case .event(let name) = system.actions[index].origin?.kind, endings.contains(name) {
        continue
      }
      let guardCondition = system.actions[index].guardCondition
      system.actions[index].guardCondition = names.simplifier.simplify(
        .and([guardCondition, .not(isStopped)]))
    }
    if let quiescent = system.quiescent { system.quiescent = .or([quiescent, isStopped]) }
  }

  /// Nothing more need happen when every task has ended or has no call left.
  mutating func addQuiescence() {
    guard !roles.isEmpty, !isUnbounded else { return }
    var done: [Expression] = []
    for (index, role) in roles.enumerated() {
      for number in tasks(of: index).joined() {
        let task = Expression.element(sort: "task", number)
        let place = Expression.read(Locations.variable, [task])
        var ends: [Expression] = [.test(place, type: Locations.type, cases: ["ended"])]
        if calls(of: role) != nil {
          ends.append(
            .and([
              .test(place, type: Locations.type, cases: [idleLocations[index]]),
              .equal(.read(Self.callsLeft, [task]), .integer(0)),
            ]))
        }
        done.append(.or(ends))
      }
    }
    system.quiescent = .and(done)
  }
}
