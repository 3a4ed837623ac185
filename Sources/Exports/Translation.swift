package import TransitionSystem

extension RuleSystem {
  /// The system at a scope, with the same states and steps as the reference evaluator gives it.
  ///
  /// - Throws: What no notation has: a demand on infinite runs, numbers beyond 32 bits, an error of
  ///   the spec in the initial state.
  package init(_ system: TransitionSystem, scope: Scope) throws(ExportError) {
    let translation = Translation(Layout(system: system, scope: scope))
    name = system.name
    variables = try translation.variables()
    rules = []
    invariants = []
    for action in system.actions { rules.append(translation.rule(action)) }
    for property in system.properties {
      if let invariant = try translation.invariant(property) { invariants.append(invariant) }
    }
    try requireSmallNumbers()
  }
}

/// The one walk from a system's expressions to terms.
struct Translation {
  let layout: Layout
  private let definedness: Definedness
  private let positions: [String: Int]

  /// What bound variables stand for.
  typealias Bindings = [String: Term]

  init(_ layout: Layout) {
    self.layout = layout
    definedness = Definedness(layout)
    var positions: [String: Int] = [:]
    for (position, field) in layout.fields.enumerated() {
      positions[field.variable.name] = position
    }
    self.positions = positions
  }

  func position(of variable: String) -> Int {
    guard let position = positions[variable] else {
      preconditionFailure("'\(variable)' is no state variable of '\(layout.system.name)'")
    }
    return position
  }

  func variables() throws(ExportError) -> [RuleSystem.Variable] {
    let evaluator = Evaluator(system: layout.system, scope: layout.scope)
    let initial: State
    do throws(EvaluationError) { initial = try evaluator.initialState() } catch {
      throw ExportError("the initial state is an error of the spec: \(error.message)")
    }
    return layout.fields.map { field in
      let size = layout.cellSizes.indices.contains(field.base) ? layout.cellSizes[field.base] : 1
      return RuleSystem.Variable(
        name: field.variable.name, extents: field.extents, size: size,
        initial: initial.cells[field.base..<field.base + field.count].map { Int($0) },
        legend: legend(field))
    }
  }

  /// What the contents of a variable stand for, where they are not what they seem.
  private func legend(_ field: Layout.Field) -> [String] {
    if case .integer(let range) = field.variable.type {
      guard range.lowerBound != 0 || field.variable.isPartial else { return [] }
      let end = field.variable.isPartial ? ["\(field.undefined) undefined"] : []
      return ["0 is \(range.lowerBound)"] + end
    }
    let texts = (0..<field.valueCount).map {
      "\($0) \(layout.text(of: $0, field.variable.type))"
    }
    return texts + (field.variable.isPartial ? ["\(field.undefined) undefined"] : [])
  }

  func rule(_ action: Action) -> RuleSystem.Rule {
    let (binders, bindings) = binding(action.parameters, [:])
    let demands = action.checks.filter { $0.kind == .require }.map {
      RuleSystem.Demand(property: $0.property, condition: truth($0.condition, bindings))
    }
    return RuleSystem.Rule(
      name: action.name, parameters: binders, guardTerm: truth(action.guardCondition, bindings),
      isDefined: truth(definedness.condition(of: action), bindings), demands: demands,
      assignments: action.updates.map { assignment($0, bindings) })
  }

  private func assignment(_ update: Update, _ bindings: Bindings) -> RuleSystem.Assignment {
    let field = layout.field(update.variable)
    let (bound, inner) = binding(update.bound, bindings)
    var content = Term.number(field.variable.isPartial ? field.undefined : 0)
    if let value = update.value {
      content = number(value, inner)
      if case .integer(let range) = field.variable.type {
        content = .minus(content, .number(range.lowerBound))
      }
    }
    return RuleSystem.Assignment(
      bound: bound, variable: position(of: update.variable),
      index: index(update.indices, field, inner), condition: truth(update.condition, inner),
      value: content)
  }

  /// Nil: it says something of steps alone, or nothing.
  func invariant(_ property: Property) throws(ExportError) -> RuleSystem.Invariant? {
    switch property.kind {
    case .stepwise: return nil
    case .leadsTo:
      throw ExportError(
        "'\(property.name)' is about runs that never end (leadsTo): only properties of states and "
          + "steps can be exported")
    case .always(let condition):
      return RuleSystem.Invariant(
        property: property.name, isWitness: false, condition: truth(condition, [:]),
        isDefined: truth(definedness.simplified(condition), [:]))
    case .reachable(let condition):
      return RuleSystem.Invariant(
        property: property.name, isWitness: true,
        condition: .negation(truth(condition, [:])),
        isDefined: truth(definedness.simplified(condition), [:]))
    }
  }

  /// Brings parameters into scope, under names that nothing outside of them has.
  func binding(_ parameters: [Parameter], _ outer: Bindings) -> ([Binder], Bindings) {
    var bindings = outer
    var taken: Set<String> = []
    for case .bound(let name, _) in outer.values { taken.insert(name) }
    var binders: [Binder] = []
    for parameter in parameters {
      var name = parameter.name
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(parameter.name)_\(number)"
        number += 1
      }
      let count = layout.count(of: parameter.type)
      var values = 0...max(0, count - 1)
      if case .integer(let range) = parameter.type { values = range }
      let binder = Binder(
        name: name, values: values,
        texts: values.map { layout.text(of: $0, parameter.type) })
      binders.append(binder)
      bindings[parameter.name] = binder.term
    }
    return (binders, bindings)
  }
}
