package import TransitionSystem

/// Some reachable states of a system, and what the runs to them did not do.
package struct StateSample: Sendable {
  /// Distinct, in the order of their discovery, the initial state first.
  package var states: [State] = []
  /// Whether these are all reachable states.
  package var isExhaustive = false
  /// The names of the actions that never fired, in the order of the system.
  package var unfiredActions: [String] = []
  /// Why there are fewer states than were asked for.
  package var stopped: Verdict.Reason?
}

/// Draws reachable states: the first ones of a breadth-first search, then those of random walks.
///
/// A walk starts at the initial state or at a state that is known already. Of the actions that are
/// enabled, it takes one by name and then one of its instances; every other time the action is the
/// one that has fired least so far, so that rare ones are not drowned. A walk that cannot go on
/// starts again. Checks, deadlocks and symmetry are ignored. The same arguments give the same
/// states.
///
/// - Parameters:
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - walks: The number of walks.
///   - length: The number of steps of each walk.
///   - breadth: The greatest number of states of the breadth-first search.
///   - seed: What the random choices are derived from.
///   - memoryLimit: Bytes for the packed states.
///   - shouldStop: Polled now and then; what is known when there is a reason is the sample.
/// - Returns: The states, all of them reachable.
/// - Throws: The error of the spec that a reached state shows when its steps are evaluated.
package func sample(
  _ system: TransitionSystem, scope: Scope, walks: Int, length: Int, breadth: Int, seed: UInt64,
  memoryLimit: Int = 1 << 30, shouldStop: @Sendable () -> Verdict.Reason? = { nil }
) throws(EvaluationError) -> StateSample {
  var search = SampleSearch(system, scope: scope, memoryLimit: memoryLimit, seed: seed)
  return try search.run(walks: walks, length: length, breadth: breadth, shouldStop: shouldStop)
}

/// Visits states breadth first, as far as it goes, and keeps some of them.
///
/// - Parameters:
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How far to go, and what to identify: with symmetry one state stands for its orbit.
///   - most: The greatest number of states that are kept.
/// - Returns: What was seen, and states evenly spread over the order of their discovery, the
///   initial one first.
package func visit(
  _ system: TransitionSystem, scope: Scope, options: SearchOptions, most: Int
) -> (result: SearchResult, states: [State]) {
  var search = BreadthFirstSearch(system, scope: scope, options: options)
  return (search.run(), search.states(atMost: most))
}
