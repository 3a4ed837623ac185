package import TransitionSystem

/// The states that a system reaches at a scope, with all steps between them.
///
/// States are numbered breadth first, the initial one is 0. Nothing is identified: two states that
/// differ by names only are two.
package struct ReachableGraph: Sendable {
  package let states: PackedStates
  private let graph: StateGraph
  private let firings: [Firing]
  private let actions: [Action]
  /// How many steps lead to states that were not kept.
  package let stepsBeyond: Int
  /// Why these are not all states, if they are not; nil also where `stepsBeyond` says so.
  package let stopped: Verdict.Reason?

  /// A step to another state, or to the same.
  package struct Step: Sendable {
    package let firing: Firing
    package let target: Int
  }

  /// - Parameters:
  ///   - system: A system without open options, whose names all resolve; its properties are put
  ///     aside.
  ///   - scope: The size of each sort.
  ///   - conditions: What is to be known of each state.
  ///   - options: How far to go; symmetry is left aside.
  ///   - mostStates: Where to stop adding states.
  /// - Throws: The error of the spec that a state, or a step from one, is.
  package init(
    _ system: TransitionSystem, scope: Scope, conditions: [Expression] = [],
    options: SearchOptions, mostStates: Int = .max
  ) throws(EvaluationError) {
    let initial = try Evaluator(system: system, scope: scope).initialState()
    var search = GraphSearch(
      system, scope: scope, conditions: conditions, options: options, mostStates: mostStates)
    switch search.run(from: initial) {
    case .exhausted, .found: stopped = nil
    case .stopped(let reason): stopped = reason
    case .trapped(let number): throw search.error(in: number)
    }
    states = search.states
    graph = search.graph
    firings = search.firings
    actions = system.actions
    stepsBeyond = search.stepsBeyond
  }

  package var count: Int { graph.stateCount }

  /// Whether these are all states with all steps.
  package var isComplete: Bool { stopped == nil && stepsBeyond == 0 }

  /// The number of steps on a shortest way to a state.
  package func depth(of state: Int) -> Int { Int(graph.depths[state]) }

  /// The steps of a state in the order of the actions; none of a state that was not expanded.
  package func steps(of state: Int) -> [Step] {
    guard state + 1 < graph.starts.count else { return [] }
    return graph.steps(of: state).map {
      Step(firing: firings[Int(graph.labels[$0])], target: Int(graph.targets[$0]))
    }
  }

  /// The firings on a shortest way to a state.
  package func path(to state: Int) -> [Firing] { graph.path(to: state).map { firings[$0] } }

  /// The action that a step is of.
  package func action(of step: Step) -> Action { actions[step.firing.action] }

  /// A shortest run to a state.
  package func trace(to state: Int) -> Trace {
    Trace(
      steps: path(to: state).map {
        Trace.Step(action: actions[$0.action].name, arguments: $0.arguments)
      })
  }

  /// Whether a condition, by its position, holds in a state.
  package func holds(_ condition: Int, in state: Int) -> Bool { graph.truths[condition][state] }
}
