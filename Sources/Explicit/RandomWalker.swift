internal import TransitionSystem

/// Takes steps at random, those of a name that has fired little as often as any.
struct RandomWalker: ~Copyable {
  private let evaluator: Evaluator
  var expansion: Expansion
  private var choice: SampleChoice
  var random: SampleRandom

  init(_ system: TransitionSystem, scope: Scope, seed: UInt64) {
    evaluator = Evaluator(system: system, scope: scope)
    expansion = Expansion(evaluator.layout)
    choice = SampleChoice(expansion.program)
    random = SampleRandom(seed: seed)
  }

  /// The names of the actions that never fired.
  var unfiredActions: [String] { choice.unfiredActions }

  func initialState() throws(EvaluationError) -> State { try evaluator.initialState() }

  mutating func beginWalk(length: Int) { choice.beginWalk(length: length, &random) }

  /// Takes a step from the loaded state, which stays loaded; nil if there is none.
  mutating func takeStep(_ step: Int) throws(EvaluationError) -> Instance? {
    choice.begin(expansion, step: step, prefersRare: random.below(2) == 0, &random)
    while let candidate = choice.next(&random) {
      if try fire(candidate) { return expansion.instance(candidate) }
    }
    return nil
  }

  /// Loads the state after the step.
  mutating func goOn() {
    expansion.machine.before.copy(expansion.machine.words)
    expansion.load()
  }

  /// Whether the candidate is enabled; if it is, it has been taken.
  mutating func fire(_ candidate: Int) throws(EvaluationError) -> Bool {
    switch expansion.fire(candidate) {
    case .rejected: return false
    case .trapped: throw evaluator.explainedTrap(ofStepsIn: loaded)
    case .accepted:
      choice.noteFired(expansion.instance(candidate))
      return true
    }
  }

  /// Whether a property of states holds in the loaded state.
  mutating func holds(_ property: CompiledSystem.StateProperty) throws(EvaluationError) -> Bool {
    switch expansion.machine.run(property.entry) {
    case .accepted: return true
    case .rejected: return false
    case .trapped: throw evaluator.explainedTrap(in: loaded)
    }
  }

  private var loaded: State {
    expansion.program.packing.unpacked(expansion.machine.before.array)
  }
}
