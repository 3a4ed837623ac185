/// One step of a system: an action with its arguments.
package struct Firing: Hashable, Sendable {
  /// The position of the action in its system.
  package var action: Int
  /// The parameters' values in order.
  package var arguments: [Int]

  package init(action: Int, arguments: [Int]) {
    self.action = action
    self.arguments = arguments
  }
}

extension Evaluator {
  /// A firing together with what it leads to.
  package struct Transition: Sendable {
    package var firing: Firing
    package var target: State
    /// The positions, in the action's `checks`, of demands that this step does not meet.
    package var violated: [Int]
    /// The positions of covers that this step reaches.
    package var covered: [Int]
  }

  /// The initial state.
  package func initialState() throws(EvaluationError) -> State {
    var state = State(cells: Array(repeating: 0, count: layout.cellCount))
    for field in layout.fields {
      for bindings in assignments(of: Self.indexParameters(field.variable), extending: [:]) {
        let indices = Self.indexParameters(field.variable).map { Expression.variable($0) }
        let position = try cell(field, indices, state, bindings)
        state.cells[position] = try content(field, field.variable.initial, state, bindings)
      }
    }
    for update in system.initialUpdates { state = try applying([update], to: state, [:]) }
    return state
  }

  /// The parameters that an initial value may use for the indices of its cell.
  package static func indexParameters(_ variable: StateVariable) -> [Parameter] {
    variable.indices.enumerated().map { Parameter("index\($0.offset)", .sort($0.element)) }
  }

  /// Every enabled firing of the state, by action in order, then by arguments, the last fastest.
  package func transitions(from state: State) throws(EvaluationError) -> [Transition] {
    var found: [Transition] = []
    for index in system.actions.indices {
      for bindings in assignments(of: system.actions[index].parameters, extending: [:]) {
        let arguments = system.actions[index].parameters.map { bindings[$0.name] ?? 0 }
        let firing = Firing(action: index, arguments: arguments)
        if let transition = try fire(firing, in: state) { found.append(transition) }
      }
    }
    return found
  }

  /// The step that a firing is in a state, or nil if it is not enabled there.
  package func fire(_ firing: Firing, in state: State) throws(EvaluationError) -> Transition? {
    let action = system.actions[firing.action]
    var bindings: Bindings = [:]
    for (parameter, value) in zip(action.parameters, firing.arguments) {
      bindings[parameter.name] = value
    }
    guard try holds(action.guardCondition, in: state, bindings) else { return nil }
    var violated: [Int] = []
    var covered: [Int] = []
    for (position, check) in action.checks.enumerated() {
      let met = try holds(check.condition, in: state, bindings)
      switch check.kind {
      case .require: if !met { violated.append(position) }
      case .cover: if met { covered.append(position) }
      }
    }
    let target = try applying(action.updates, to: state, bindings)
    return Transition(firing: firing, target: target, violated: violated, covered: covered)
  }

  /// The state after simultaneous updates.
  private func applying(
    _ updates: [Update], to state: State, _ bindings: Bindings
  ) throws(EvaluationError) -> State {
    var next = state
    for update in updates {
      let field = layout.field(update.variable)
      for inner in assignments(of: update.bound, extending: bindings)
      where try holds(update.condition, in: state, inner) {
        let position = try cell(field, update.indices, state, inner)
        next.cells[position] = try content(field, update.value, state, inner)
      }
    }
    return next
  }

  /// The content of a cell that holds the value of the expression (nil: undefined).
  private func content(
    _ field: Layout.Field, _ expression: Expression?, _ state: State, _ bindings: Bindings
  ) throws(EvaluationError) -> UInt16 {
    guard let expression else {
      guard field.variable.isPartial else { return 0 }
      return UInt16(field.undefined)
    }
    let number = try value(of: expression, in: state, bindings)
    guard case .integer(let range) = field.variable.type else { return UInt16(number) }
    guard range.contains(number) else {
      throw EvaluationError(.outOfRange, field.variable.name)
    }
    return UInt16(number - range.lowerBound)
  }
}
