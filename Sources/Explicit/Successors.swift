package import TransitionSystem

/// Steps a system from whatever state it is given.
package struct Successors: ~Copyable {
  private let evaluator: Evaluator
  private var expansion: Expansion

  /// For a system without open options, whose names all resolve.
  package init(_ system: TransitionSystem, scope: Scope) {
    evaluator = Evaluator(system: system, scope: scope)
    expansion = Expansion(evaluator.layout)
  }

  /// The states after one step, in the order of the actions; one comes up as often as steps lead to
  /// it.
  ///
  /// - Throws: The error of the spec that the steps of the state are.
  package mutating func states(after state: State) throws(EvaluationError) -> [State] {
    let packing = expansion.program.packing
    expansion.load(state)
    var states: [State] = []
    for candidate in 0..<expansion.candidateCount {
      switch expansion.fire(candidate) {
      case .accepted: states.append(packing.unpacked(expansion.machine.words.array))
      case .rejected: continue
      case .trapped: throw evaluator.explainedTrap(ofStepsIn: state)
      }
    }
    return states
  }
}
