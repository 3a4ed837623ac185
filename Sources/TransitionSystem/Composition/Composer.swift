/// Composes layers, observers and a workload into a transition system.
///
/// Each way from one boundary of atomic steps to the next becomes an action with a guard and
/// simultaneous updates. Where each task is stands in `pc`, its live locals in slots.
package struct Composer {
  var names: Names
  let composition: Composition
  var system: TransitionSystem
  var slots = SlotAllocation()
  var locations = Locations()
  /// Where the tasks of each role wait for their next call.
  var idleLocations: [String] = []
  /// The number of the first task of each role.
  let firstTasks: [Int]

  /// The system of a composition.
  package static func compose(
    _ composition: Composition
  ) throws(CompositionError) -> TransitionSystem {
    var composer = Composer(composition)
    return try composer.run()
  }

  private init(_ composition: Composition) {
    self.composition = composition
    names = Names(composition)
    let all = composition.merged
    var first = 0
    firstTasks = (composition.workload?.roles ?? []).map { role in
      defer { first += role.count }
      return first
    }
    system = TransitionSystem(
      name: composition.name, sorts: all.sorts, variants: all.variants, variables: all.variables,
      properties: composition.properties)
    let copies = composition.replication?.copies.count ?? 1
    if first > 0 { system.minimumSizes["task"] = first * copies }
  }

  var roles: [Role] { composition.workload?.roles ?? [] }

  private mutating func run() throws(CompositionError) -> TransitionSystem {
    addLocks()
    try resolveInitialValues()
    try addCasts()
    for (index, role) in roles.enumerated() { try add(role, index) }
    addControl()
    for action in composition.environment { try add(action) }
    try addInitialization()
    resolveProperties()
    try rejectConstants()
    addQuiescence()
    addHalt()
    nameApart()
    collectMinimumSizes()
    return system
  }

  private mutating func addLocks() {
    for lock in names.locks.values.sorted(by: { $0.name < $1.name }) {
      system.variables.append(
        StateVariable(
          lock.held, lock.indices, .bool, initial: .bool(false), role: .control,
          documentation: "Whether a task holds \(lock.name) exclusively.", site: lock.site))
      for holders in [lock.exclusiveHolders, lock.sharedHolders] {
        system.variables.append(
          StateVariable(
            holders, lock.indices + ["task"], .bool, initial: .bool(false), role: .control,
            documentation: lock.documentation, site: lock.site))
      }
    }
  }

  /// The default of each type, where a declaration gives none.
  private mutating func resolveInitialValues() throws(CompositionError) {
    for index in system.variables.indices {
      let variable = system.variables[index]
      if let initial = variable.initial {
        system.variables[index].initial = names.simplifier.simplify(
          initial.substituting([:], options: names.options))
      } else if !variable.isPartial {
        system.variables[index].initial = defaultValue(of: variable.type)
      }
    }
  }

  private func defaultValue(of type: ValueType) -> Expression {
    switch type {
    case .bool: return .bool(false)
    case .integer(let range): return .integer(range.lowerBound)
    case .sort(let name): return .element(sort: name, 0)
    case .variant(let name):
      guard let first = names.variants[name]?.cases.first else { return .bool(false) }
      return .make(
        type: name, case: first.name, first.fields.map { defaultValue(of: $0.type) })
    }
  }

  private mutating func resolveProperties() {
    for index in system.properties.indices {
      system.properties[index].kind = system.properties[index].kind.mapConditions {
        names.simplifier.simplify($0.substituting([:], options: names.options))
      }
    }
  }

  private mutating func addInitialization() throws(CompositionError) {
    var builder = GraphBuilder(names: names, task: .element(sort: "task", 0))
    let statements =
      composition.layers.flatMap(\.initialization) + (composition.workload?.initialization ?? [])
      + composition.observers.flatMap(\.initialization)
    let callable = Callable(.step, "init", body: statements)
    guard builder.isSimple(statements) else {
      throw CompositionError("an 'init' can only assign", composition.workload?.site)
    }
    var frame = GraphBuilder.Frame(
      callable: callable, depth: 0, instance: 0, locals: [:], isUser: false, isAtomic: true,
      place: "init", returnTo: 0)
    _ = builder.bind(callable, [], &frame)
    var template: [Update] = []
    for operation in try builder.operations(statements, frame) {
      guard case .write(let update, _) = operation else {
        throw CompositionError("an 'init' can only assign", composition.workload?.site)
      }
      template.append(update)
    }
    try addInitialUpdates(template)
  }

  /// Makes action names unique, in order.
  private mutating func nameApart() {
    var seen: [String: Int] = [:]
    for index in system.actions.indices {
      let name = system.actions[index].name
      let count = (seen[name] ?? 0) + 1
      seen[name] = count
      if count > 1 { system.actions[index].name = "\(name) (\(count))" }
    }
  }

  private mutating func collectMinimumSizes() {
    var found = system.minimumSizes
    for variable in system.variables { variable.initial?.collectNamedElements(into: &found) }
    for update in system.initialUpdates { update.collectNamedElements(into: &found) }
    for action in system.actions {
      action.guardCondition.collectNamedElements(into: &found)
      for update in action.updates { update.collectNamedElements(into: &found) }
      for check in action.checks { check.condition.collectNamedElements(into: &found) }
    }
    for property in system.properties {
      for condition in property.kind.conditions { condition.collectNamedElements(into: &found) }
    }
    system.minimumSizes = found
  }
}

extension Update {
  fileprivate func collectNamedElements(into found: inout [String: Int]) {
    for expression in indices + [condition] + (value.map { [$0] } ?? []) {
      expression.collectNamedElements(into: &found)
    }
  }
}
