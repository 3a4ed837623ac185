extension Composer {
  /// The elements that a role's calls name, by role.
  ///
  /// A cast's variables are known before its actions are made: what reads them is as good as a
  /// constant.
  mutating func addCasts() throws(CompositionError) {
    guard composition.replication != nil else { return }
    for (index, role) in roles.enumerated() {
      var constants: Set<Constant> = []
      for menu in offered(role) {
        let named = menu.arguments.reduce(into: Set<Constant>()) {
          $0.formUnion($1?.constants ?? [])
        }
        try reject(named.filter { $0.sort == "task" }, "the call of '\(menu.callee)'", menu.site)
        constants.formUnion(named)
      }
      let cast = cast(
        Cast(role: role.name, isSingle: role.count == 1, restarts: role.restarts), constants)
      try add(cast, playedBy: tasks(of: index), role.site)
    }
  }

  /// The menu entries that the system has calls for.
  func offered(_ role: Role) -> [Role.MenuEntry] {
    role.menu.filter { !$0.isOptional || names.callable($0.callee) != nil }
  }

  private func cast(_ empty: Cast, _ constants: Set<Constant>) -> Cast {
    var cast = empty
    var constants = constants.sorted()
    if cast.role == Cast.initialRole {
      // Positions first: they are the key of what is there, its blocks and data the value.
      let keys = ["file", "page"]
      constants =
        keys.flatMap { key in constants.filter { $0.sort == key } }
        + constants.filter { !keys.contains($0.sort) }
    }
    cast.members = constants.map { constant in
      .init(
        variable: "\(cast.variable).\(constant.sort)\(constant.number)", sort: constant.sort,
        number: constant.number)
    }
    return cast
  }

  /// Adds the cast and says who plays it at first, and so for ever.
  private mutating func add(
    _ cast: Cast, playedBy tasks: [[Int]], _ site: SourceSite?
  ) throws(CompositionError) {
    if let taken = cast.variables.first(where: { system.variable($0) != nil }) {
      throw CompositionError("'\(taken)' is needed for the copies of '\(cast.role)'", site)
    }
    guard let replication = composition.replication else { return }
    names.rigid.formUnion(cast.variables)
    let index = Expression.variable("index0", .sort("task"))
    let players = tasks.joined().map { Expression.equal(index, .element(sort: "task", $0)) }
    system.variables.append(
      StateVariable(
        cast.variable, ["task"], .bool, initial: .or(players), role: .control,
        documentation: "who plays \(cast.role)", site: site))
    for member in cast.members {
      system.variables.append(
        StateVariable(
          member.variable, ["task"], .sort(member.sort), partial: true, role: .control,
          documentation: "what the workload calls \(name(member.sort, member.number))",
          site: site))
      for (copy, numbers) in tasks.enumerated() {
        let element = replication.element(member.sort, member.number, in: copy)
        system.initialUpdates += numbers.map { task in
          Update(
            member.variable, [.element(sort: "task", task)],
            .element(sort: member.sort, element))
        }
      }
    }
    system.casts.append(cast)
  }

  /// The call with what the task has for its constants.
  func casting(
    _ menu: Role.MenuEntry, _ index: Int, _ task: Expression
  ) -> Role.MenuEntry {
    guard composition.replication != nil else { return menu }
    let cast = system.casts[index]
    var result = menu
    result.arguments = menu.arguments.map { argument in
      argument?.replacingConstants { constant in
        let member = cast.members.first {
          $0.sort == constant.sort && $0.number == constant.number
        }
        return member.map { .read($0.variable, [task]) }
          ?? .element(sort: constant.sort, constant.number)
      }
    }
    return result
  }

  /// The numbers of a role's tasks in each copy; copies come one after the other.
  func tasks(of index: Int) -> [[Int]] {
    (0..<copyCount).map { copy in
      let first = copy * tasksOfCopy + firstTasks[index]
      return Array(first..<first + roles[index].count)
    }
  }

  /// Whether there is no end of calls and events.
  var isUnbounded: Bool { composition.replication.map { !$0.isBounded } ?? false }

  var copyCount: Int { composition.replication?.copies.count ?? 1 }

  var tasksOfCopy: Int { roles.reduce(0) { $0 + $1.count } }

  /// Adds the initial updates: what names a constant once for each copy.
  mutating func addInitialUpdates(_ template: [Update]) throws(CompositionError) {
    system.initialTemplate = template
    guard let replication = composition.replication else {
      system.initialUpdates = template
      return
    }
    let site = composition.workload?.site
    let constants = template.reduce(into: Set<Constant>()) { $0.formUnion($1.constants) }
    try reject(constants.filter { $0.sort == "task" }, "the initial state", site)
    if let first = constants.min(), roles.isEmpty {
      throw CompositionError(
        "the initial state names \(name(first.sort, first.number)), but no task has it", site)
    }
    if !constants.isEmpty {
      let all = (0..<copyCount).map { Array($0 * tasksOfCopy..<($0 + 1) * tasksOfCopy) }
      try add(cast(Cast(role: Cast.initialRole), constants), playedBy: all, site)
    }
    for update in template {
      let copies = update.constants.isEmpty ? 0..<1 : replication.copies.indices
      for copy in copies {
        system.initialUpdates.append(
          update.replacingConstants { constant in
            .element(
              sort: constant.sort, replication.element(constant.sort, constant.number, in: copy))
          })
      }
    }
  }

  /// What the actions and properties name has to mean the same in every copy: nothing but the
  /// first element of an ordered sort does, with which a `for` begins.
  func rejectConstants() throws(CompositionError) {
    guard composition.replication != nil else { return }
    for property in system.properties {
      for condition in property.kind.conditions {
        try reject(condition.constants, "the property '\(property.name)'", property.site)
      }
    }
    for action in system.actions {
      var found = action.guardCondition.constants
      for update in action.updates { found.formUnion(update.constants) }
      if action.label.kind != .environment {
        found = found.filter { $0.number > 0 || !(system.sort($0.sort)?.isOrdered ?? false) }
      }
      try reject(found, "the step '\(action.name)'", action.site)
      for check in action.checks {
        try reject(check.condition.constants, "'\(check.property)'", check.site)
      }
    }
  }

  private func reject(
    _ constants: Set<Constant>, _ what: String, _ site: SourceSite?
  ) throws(CompositionError) {
    guard let first = constants.min() else { return }
    throw CompositionError(
      "\(what) names \(name(first.sort, first.number)), but each copy of the workload has its own",
      site)
  }

  private func name(_ sort: String, _ number: Int) -> String {
    guard let sort = system.sort(sort) else { return "\(sort) \(number)" }
    let name = sort.elementName(number)
    return sort.elementNames == .plain ? "\(sort.name) \(name)" : "'\(name)'"
  }
}
