internal import TransitionSystem

/// What a search tells of itself.
extension BreadthFirstSearch {
  /// What was visited.
  var counts: SearchResult {
    var result = SearchResult()
    result.distinctStates = settled > 0 ? settled : store.count
    result.generatedTransitions = transitions
    result.diameter = depth
    result.orbitStates = orbitStates
    result.usedBytes = store.byteCount
    result.settledStates = settled
    result.reducedSorts = symmetry.sorts.map(\.name)
    result.firedActions = firedActions
    return result
  }

  /// Adds what was found, and how the search ended.
  mutating func tell(_ end: End, from initial: State, in result: inout SearchResult) {
    do throws(StorageFailure) {
      try reportFindings(in: &result, from: initial)
      try report(end, in: &result, from: initial)
    } catch {
      result.outcome = .stopped(.storage(error.message))
      return
    }
    if let shared { report(shared, in: &result) }
  }

  /// The positions of the actions that fired.
  var firedActions: Set<Int> {
    findings.firedActions.union(batches.firedActions)
  }

  private mutating func report(
    _ end: End, in result: inout SearchResult, from initial: State
  ) throws(StorageFailure) {
    switch end {
    case .exhausted: result.outcome = .exhausted
    case .stopped(let reason): result.outcome = .stopped(reason)
    case .trapped(let number):
      let error = try specError(in: number, from: initial)
      result.specError = error
      result.outcome = .stopped(.specError(error.error, error.trace))
    }
  }
}
