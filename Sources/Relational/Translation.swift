package import TransitionSystem

/// Makes the relational form of a transition system.
///
/// The form has the same runs: each state of the one stands for one state of the other. What does
/// not fit is an error that names the construct and its place.
package final class Translation {
  let system: TransitionSystem
  let control: Control
  var formulas: Formulas
  var result: RelationalSystem
  /// The places that some action leads to, in order of discovery.
  var places: [Control.Place] = []
  /// Bound variables of the present update that axioms determine by the cell that is written.
  var determined: Set<Parameter> = []
  private var taken: Set<String> = []

  /// The relational form.
  package static func relational(
    _ system: TransitionSystem
  ) throws(FragmentError) -> RelationalSystem {
    let translation = Translation(system)
    try translation.run()
    return translation.result
  }

  init(_ system: TransitionSystem) {
    self.system = system
    control = Control(system)
    let variants = Dictionary(system.variants.map { ($0.name, $0) }) { first, _ in first }
    let rigid = Set(system.casts.flatMap { $0.members.map(\.variable) + [$0.variable] })
    var shapes: [String: VariableShape] = [:]
    for variable in system.variables
    where control.slots[variable.name] == nil && variable.name != control.variable {
      guard !rigid.contains(variable.name) else { continue }
      shapes[variable.name] = VariableShape(variable, variants)
    }
    formulas = Formulas(
      shapes, system.variants, rigid: Set(Self.rigid(system.casts).map(\.name)))
    result = RelationalSystem(name: system.name)
  }

  private static func rigid(_ casts: [Cast]) -> [Relation] {
    casts.map(\.relation) + casts.initialDomains.map(\.relation)
  }

  private func run() throws(FragmentError) {
    result.sorts = system.sorts
    result.relations = Self.rigid(system.casts)
    for variable in system.variables {
      guard let shape = formulas.shapes[variable.name] else { continue }
      result.relations += shape.relations
      addStructure(shape)
    }
    try addActions()
    result.relations += places.map { control.relation($0) }
    for place in places { addStructure(place) }
    addHolders()
    try addInitial()
    addCastAxioms()
    try addProperties()
    addProjections()
    addOrders()
    try requireRelational()
  }

  /// The actions, place by place from those where tasks are at first.
  private func addActions() throws(FragmentError) {
    let environment = system.actions.filter { sourceLocation($0) == nil }
    var next = 0
    for place in initialPlaces() { reach(place) }
    for action in environment { try add(action, at: nil) }
    while next < places.count {
      let place = places[next]
      next += 1
      for action in system.actions where sourceLocation(action)?.location == place.location {
        try add(action, at: place)
      }
    }
  }

  func reach(_ place: Control.Place) {
    if !places.contains(place) { places.append(place) }
  }

  func initialPlaces() -> [Control.Place] {
    guard let name = control.variable, let variable = system.variable(name) else { return [] }
    var found: [String] = []
    func collect(_ expression: Expression) {
      if case .make(_, let location, _) = expression { found.append(location) }
      for child in expression.children { collect(child) }
    }
    if let initial = variable.initial { collect(initial) }
    found += system.casts.map(\.idle)
    var seen: Set<String> = ["", Control.ended]
    return found.filter { seen.insert($0).inserted }.flatMap { control.places($0) }
  }

  /// The location that the guard of a task's step asks for, and the task.
  func sourceLocation(_ action: Action) -> (location: String, task: Expression)? {
    let parts: [Expression]
    if case .and(let operands) = action.guardCondition {
      parts = operands
    } else {
      parts = [action.guardCondition]
    }
    for part in parts {
      if case .test(.read(let name, let indices), _, let cases) = part, name == control.variable,
        cases.count == 1, let task = indices.first
      {
        return (cases[0], task)
      }
    }
    return nil
  }

  private func add(_ action: Action, at place: Control.Place?) throws(FragmentError) {
    formulas.names = NameSupply()
    do throws(FragmentError) {
      for draft in try drafts(of: action, at: place) {
        for part in try split(draft) {
          guard let made = try relational(part) else { continue }
          result.actions.append(made)
        }
      }
    } catch {
      throw FragmentError("\(action.name): \(error.message)", error.site ?? action.site)
    }
  }

  /// The name of an action, with what tells its cases apart, made unique.
  func name(_ action: String, _ words: [String]) -> String {
    let stem = words.isEmpty ? action : "\(action) [\(words.joined(separator: ", "))]"
    var name = stem
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(stem) #\(number)"
      number += 1
    }
    return name
  }
}
