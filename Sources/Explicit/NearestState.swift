package import TransitionSystem

/// The nearest state, from one that is given, in which a condition holds.
package struct NearestState: Sendable {
  /// What came of the search.
  package enum Outcome: Sendable {
    /// The steps of a shortest way.
    case found([Firing])
    /// No state that can be reached is so.
    case none
    /// None of this many nearest states is so.
    case beyond(Int)
    case stopped(Verdict.Reason)
    case error(EvaluationError)
  }

  package let outcome: Outcome

  /// - Parameters:
  ///   - evaluator: The system, without open options, at its scope.
  ///   - condition: What is looked for.
  ///   - state: Where the search begins.
  ///   - options: How far to go; symmetry is left aside.
  ///   - mostStates: Where to end.
  package init(
    _ evaluator: Evaluator, _ condition: Expression, from state: State, options: SearchOptions,
    mostStates: Int
  ) {
    var search = GraphSearch(
      evaluator.system, scope: evaluator.layout.scope, conditions: [condition], options: options,
      mostStates: mostStates)
    switch search.run(from: state, untilTrue: true) {
    case .found(let number):
      let firings = search.firings
      outcome = .found(search.graph.path(to: number).map { firings[$0] })
    case .exhausted:
      outcome = search.stepsBeyond == 0 ? .none : .beyond(search.graph.stateCount)
    case .stopped(let reason): outcome = .stopped(reason)
    case .trapped(let number): outcome = .error(search.error(in: number))
    }
  }
}
