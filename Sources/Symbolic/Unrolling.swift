import TransitionSystem

/// A run of a system, step by step, as gates of one circuit.
///
/// A step has an unknown for each action that may be enabled there, exactly one of which is true,
/// and unknowns for the parameter slots that these actions use. Because the initial state is
/// concrete, what no run reaches within so many steps is constant and costs nothing. A run in which
/// all `constraints` hold is a run of the system.
struct Unrolling {
  let system: GroundSystem
  let circuit = Circuit()
  /// The steps so far.
  private(set) var steps: [Step] = []
  /// What the state after the last step is.
  private(set) var evaluator: StateEvaluator
  /// Disjunctions that must hold; whoever gives them to a solver takes them away.
  var constraints: [[Literal]] = []

  /// What is open about one step.
  struct Step {
    /// The actions that may be taken, each with when it is.
    var choices: [Choice]
    /// The values of the parameter slots.
    var slots: [GuardedValue]
  }

  /// One action that may be taken.
  struct Choice {
    /// Its position in the system.
    var action: Int
    var isTaken: Literal
    /// The demands of the properties on this step: when it is taken and fails, or reaches, each.
    var reports: [Report]
  }

  /// A `require` that fails or a `cover` that is reached.
  struct Report {
    var property: String
    var kind: Check.Kind
    var happens: Literal
  }

  init(_ system: GroundSystem) {
    self.system = system
    let state = system.initialState.cells.map { GuardedValue(Int($0)) }
    evaluator = StateEvaluator(system, state: state, slots: [], in: circuit)
  }

  /// When the node holds in the state after the last step.
  mutating func truth(of node: NodeID) -> Literal { evaluator.truth(of: node) }

  /// Adds one step: any action with any arguments.
  mutating func extend() {
    let slots = system.slots.map { numbers in
      GuardedValue(numbers: numbers, inputs: circuit.makeExclusiveInputs(count: numbers.count))
    }
    take(among: Array(system.actions.indices), slots: slots)
  }

  /// Adds one step: this action with these arguments.
  mutating func extend(action: Int, arguments: [Int]) {
    var slots = system.slots.map { GuardedValue($0.lowerBound) }
    for (slot, argument) in zip(system.actions[action].slots, arguments) {
      slots[slot] = GuardedValue(argument)
    }
    take(among: [action], slots: slots)
  }

  private mutating func take(among actions: [Int], slots: [GuardedValue]) {
    var evaluator = StateEvaluator(
      system, state: evaluator.state, slots: slots, in: circuit)
    let enabled = enabledActions(actions, &evaluator)
    let taken = circuit.makeExclusiveInputs(count: enabled.count)
    var choices: [Choice] = []
    var transition = SymbolicTransition(evaluator: evaluator)
    constrain(slots, of: enabled.map(\.action))
    constrainToOne(taken)
    for ((action, enabling), isTaken) in zip(enabled, taken) {
      for condition in conjuncts(enabling) { constraints.append([!isTaken, condition]) }
      let reports = transition.reports(system.actions[action], isTaken: isTaken)
      choices.append(Choice(action: action, isTaken: isTaken, reports: reports))
      transition.add(system.actions[action], isTaken: isTaken)
    }
    steps.append(Step(choices: choices, slots: slots))
    self.evaluator = StateEvaluator(
      system, state: transition.nextState(), slots: [], in: circuit)
  }

  /// The actions whose guard is not constantly false, with their guards.
  private func enabledActions(
    _ actions: [Int], _ evaluator: inout StateEvaluator
  ) -> [(action: Int, guard: Literal)] {
    var enabled: [(action: Int, guard: Literal)] = []
    for action in actions {
      let ground = system.actions[action]
      if ground.slots.contains(where: { system.slots[$0].isEmpty }) { continue }
      let condition = evaluator.truth(of: ground.guardCondition)
      if condition != .false { enabled.append((action, condition)) }
    }
    return enabled
  }

  private func conjuncts(_ literal: Literal) -> [Literal] {
    let operands = literal.isNegated ? [] : circuit.operands(ofGate: literal.gate)
    return operands.isEmpty ? [literal] : operands
  }

  /// Says of the slots that these actions use that each has exactly one value.
  private mutating func constrain(_ slots: [GuardedValue], of actions: [Int]) {
    let used = Set(actions.flatMap { system.actions[$0].slots })
    for slot in used.sorted() { constrainToOne(slots[slot].alternatives.map(\.condition)) }
  }
}
