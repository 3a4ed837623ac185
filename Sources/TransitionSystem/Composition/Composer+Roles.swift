/// The places where tasks can be, as cases of one variant type.
struct Locations {
  static let type = "location"
  static let variable = "pc"
  private(set) var cases: [String] = ["ended"]
  private var used: Set<String> = ["ended"]

  /// A new place, its name made unique.
  mutating func add(_ place: String) -> String {
    var name = place
    var number = 2
    while !used.insert(name).inserted {
      name = "\(place) #\(number)"
      number += 1
    }
    cases.append(name)
    return name
  }
}

extension Composer {
  /// Adds the actions of a role's calls.
  mutating func add(_ role: Role, _ index: Int) throws(CompositionError) {
    let idle = locations.add("\(role.name): idle")
    idleLocations.append(idle)
    let single = role.count == 1 && composition.replication == nil
    let task: Expression =
      single ? .element(sort: "task", firstTasks[index]) : .variable(GraphBuilder.taskParameter)
    let before = locations.cases.count - 1
    for menu in offered(role) {
      var builder = GraphBuilder(names: names, task: task)
      let entry = try builder.entry(casting(menu, index, task), role: role.name)
      try addActions(
        RoleGraph(
          graph: builder.graph, entry: entry, idle: idle, task: task, isSingle: single,
          countsCalls: calls(of: role) != nil, condition: role.condition,
          callName: "\(role.name)/\(menu.callee): call",
          call: .init(.call(menu.callee), role: role.name, arguments: builder.entryArguments),
          site: menu.site))
    }
    guard composition.replication != nil else { return }
    system.casts[index].idle = idle
    system.casts[index].locations = Array(locations.cases[before...])
  }

  /// How many calls each task of the role makes; nil: any number.
  func calls(of role: Role) -> Int? {
    role.loops || isUnbounded ? nil : role.calls ?? composition.calls
  }

  private struct RoleGraph {
    var graph: StepGraph
    var entry: Int
    var idle: String
    var task: Expression
    var isSingle: Bool
    var countsCalls: Bool
    /// What must hold for the call to begin, if anything.
    var condition: Expression?
    /// The name of the actions that begin the call.
    var callName: String
    /// What these actions are, for fairness.
    var call: ActionOrigin
    var site: SourceSite?
  }

  /// Where a step starts or ends, and what the task remembers there.
  private struct Point {
    var location: String
    var live: [String: StateVariable]
  }

  private mutating func addActions(_ role: RoleGraph) throws(CompositionError) {
    let explorer = PathExplorer(graph: role.graph)
    let reached = try reachedBoundaries(explorer, role)
    let live = liveParameters(role.graph, reached)
    let assigned = slots.allocate(liveSets: reached.map { live[$0] ?? [] })
    var points: [Int: Point] = [:]
    for node in reached {
      guard case .boundary(let boundary, _) = role.graph.nodes[node] else { continue }
      let slotsHere = Dictionary(
        uniqueKeysWithValues: (live[node] ?? []).compactMap { parameter in
          assigned[parameter.name].map { (parameter.name, $0) }
        })
      let location = locations.add(boundary.place)
      points[node] = Point(location: location, live: slotsHere)
      system.locals[location] = slotsHere.sorted { $0.key < $1.key }.map {
        .init(name: String($0.key.prefix { $0 != "#" }), variable: $0.value.name)
      }
    }
    let idle = Point(location: role.idle, live: [:])
    try addPaths(from: role.entry, at: idle, starts: true, role, explorer, points)
    for node in reached {
      guard let point = points[node] else { continue }
      try addPaths(from: node, at: point, starts: false, role, explorer, points)
    }
  }

  /// The boundaries that some path ends at, in order of discovery.
  private func reachedBoundaries(
    _ explorer: PathExplorer, _ role: RoleGraph
  ) throws(CompositionError) -> [Int] {
    var order: [Int] = []
    var pending = [role.entry]
    while let node = pending.popLast() {
      for path in try explorer.paths(from: node, SymbolicStore(simplifier: names.simplifier)) {
        guard case .boundary = explorer.graph.nodes[path.target], !order.contains(path.target)
        else { continue }
        order.append(path.target)
        pending.append(path.target)
      }
    }
    return order.sorted(by: >)
  }

  /// The live locals of each boundary with their types, sorted by name.
  private func liveParameters(_ graph: StepGraph, _ reached: [Int]) -> [Int: [Parameter]] {
    let live = graph.liveLocals()
    let types = graph.localTypes
    var result: [Int: [Parameter]] = [:]
    for node in reached {
      result[node] = live[node].sorted().compactMap { name in
        types[name].map { Parameter(name, $0) }
      }
    }
    return result
  }

  private mutating func addPaths(
    from node: Int, at point: Point, starts: Bool, _ role: RoleGraph, _ explorer: PathExplorer,
    _ points: [Int: Point]
  ) throws(CompositionError) {
    var store = SymbolicStore(simplifier: names.simplifier)
    for (name, slot) in point.live { store.locals[name] = .read(slot.name, [role.task]) }
    for path in try explorer.paths(from: node, store) {
      let target = points[path.target] ?? Point(location: role.idle, live: [:])
      var action = finished(path, from: point, to: target, role)
      if starts, let condition = role.condition {
        action.guardCondition = .and([action.guardCondition, condition])
      }
      if starts && role.countsCalls { count(&action, role) }
      var boundary: StepGraph.Boundary?
      if case .boundary(let found, _) = explorer.graph.nodes[node] { boundary = found }
      action.label.kind = starts ? .call : boundary?.kind == .returning ? .returning : .step
      action.site = starts ? role.site : boundary?.site
      if starts {
        action.name = role.callName
        action.origin = role.call
        action.origin?.arguments = role.call.arguments.map { $0.substituting(path.store.locals) }
      } else {
        action.origin = ActionOrigin(.step, role: role.call.role)
      }
      system.actions.append(renamingParameters(action))
    }
  }

  private func count(_ action: inout Action, _ role: RoleGraph) {
    let left = Expression.read(Self.callsLeft, [role.task])
    action.guardCondition = .and([action.guardCondition, .less(.integer(0), left)])
    action.updates.append(Update(Self.callsLeft, [role.task], .subtract(left, .integer(1))))
  }

  private func finished(
    _ path: PathExplorer.Path, from: Point, to: Point, _ role: RoleGraph
  ) -> Action {
    let store = path.store
    let here = Expression.test(
      .read(Locations.variable, [role.task]), type: Locations.type, cases: [from.location])
    var updates = store.writes
    let targetSlots = Set(to.live.values.map(\.name))
    for slot in from.live.values.sorted(by: { $0.name < $1.name })
    where !targetSlots.contains(slot.name) {
      updates.append(Update(slot.name, [role.task], nil))
    }
    for (name, slot) in to.live.sorted(by: { $0.key < $1.key }) {
      guard let value = store.locals[name], value != .read(slot.name, [role.task]) else { continue }
      updates.append(Update(slot.name, [role.task], value))
    }
    if from.location != to.location {
      updates.append(
        Update(Locations.variable, [role.task], .value(Locations.type, to.location)))
    }
    let parameters =
      (role.isSingle ? [] : [GraphBuilder.taskParameter]) + store.parameters
    return Action(
      name: from.location, parameters: parameters, guard: .and([here] + store.guards),
      updates: updates, checks: store.checks,
      label: label(store.notes, fallback: from.location, lane: .task(role.task)))
  }
}
