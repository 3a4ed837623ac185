import TransitionSystem

/// A system at a scope, ready to be unrolled.
struct GroundSystem {
  let layout: Layout
  let initialState: State
  let nodes: [GroundNode]
  /// The numbers that each parameter slot ranges over.
  let slots: [Range<Int>]
  let actions: [GroundAction]
  let properties: [String: GroundProperty]
  /// The states in which nothing more need happen.
  let quiescent: NodeID?

  init(system: TransitionSystem, scope: Scope) throws(EvaluationError) {
    let evaluator = Evaluator(system: system, scope: scope)
    initialState = try evaluator.initialState()
    layout = evaluator.layout
    var grounding = Grounding(layout: layout)
    actions = system.actions.enumerated().map { position, action in
      GroundAction(action, position: position, &grounding)
    }
    var properties: [String: GroundProperty] = [:]
    for property in system.properties {
      properties[property.name] = GroundProperty(property, &grounding)
    }
    self.properties = properties
    quiescent = system.quiescent.map { grounding.ground($0) }
    slots = grounding.slotTypes.map { [grounding] type in grounding.numbers(of: type) }
    nodes = grounding.program.nodes
  }
}

/// What a property asks of a run.
enum GroundProperty {
  case always(NodeID)
  case reachable(NodeID)
  case stepwise

  init(_ property: Property, _ grounding: inout Grounding) {
    switch property.kind {
    case .always(let expression): self = .always(grounding.ground(expression))
    case .reachable(let expression): self = .reachable(grounding.ground(expression))
    // No finite run breaks it: the unrolling has no goal for it.
    case .stepwise, .leadsTo: self = .stepwise
    }
  }
}

/// An action whose parameters are slots of the step.
struct GroundAction {
  /// The position in the system.
  var position: Int
  var slots: [Int]
  var guardCondition: NodeID
  var updates: [GroundUpdate]
  var checks: [GroundCheck]

  init(_ action: Action, position: Int, _ grounding: inout Grounding) {
    self.position = position
    slots = grounding.slots(of: action.parameters)
    var bindings: Grounding.Bindings = [:]
    for (parameter, slot) in zip(action.parameters, slots) {
      bindings[parameter.name] = grounding.program.intern(.slot(slot))
    }
    guardCondition = grounding.ground(action.guardCondition, bindings)
    updates = []
    for update in action.updates {
      for inner in grounding.assignments(of: update.bound, extending: bindings) {
        guard let made = GroundUpdate(update, inner, &grounding) else { continue }
        updates.append(made)
      }
    }
    checks = action.checks.map {
      let condition = grounding.ground($0.condition, bindings)
      return GroundCheck(property: $0.property, kind: $0.kind, condition: condition)
    }
  }
}

/// One assignment to one cell.
struct GroundUpdate {
  var condition: NodeID
  var cells: CellRange
  var indices: [NodeID]
  /// The new content, numbered as in a state.
  var content: NodeID

  /// Nil if the condition is false in every state.
  init?(_ update: Update, _ bindings: Grounding.Bindings, _ grounding: inout Grounding) {
    condition = grounding.ground(update.condition, bindings)
    if grounding.program.constantValue(condition) == 0 { return nil }
    let field = grounding.layout.field(update.variable)
    cells = CellRange(base: field.base, extents: field.extents)
    indices = update.indices.map { grounding.ground($0, bindings) }
    content = grounding.content(of: update.value, for: field, bindings)
  }
}

/// What a property demands of the steps of an action.
struct GroundCheck {
  var property: String
  var kind: Check.Kind
  var condition: NodeID
}
