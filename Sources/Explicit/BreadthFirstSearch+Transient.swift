internal import TransitionSystem

/// A search that does not store transient states finds what one that stores them finds, but not
/// the shortest runs. So what it has found is looked for again by a search that stores all states,
/// and ends as soon as it has found it.
extension BreadthFirstSearch {
  /// Visits every state but for transient ones; runs are the shortest all the same.
  mutating func runWithoutTransientStates() -> SearchResult {
    if transientSteps.isEmpty && options.symmetryOfRuns == nil { return run() }
    var found: Set<Findings.Kind> = []
    var isTrapped = false
    var result = run { search, end, _, result in
      found = Set(search.findings.numbers.keys)
      var end = end
      if let shared = search.shared { end = search.count(shared, &found, in: &result) }
      switch end {
      case .exhausted: result.outcome = .exhausted
      case .stopped(let reason): result.outcome = .stopped(reason)
      case .trapped: isTrapped = true
      }
    }
    result.skippedTransientStates = !transientSteps.isEmpty
    guard isTrapped || !found.isEmpty else { return result }
    return tellAgain(found, isTrapped: isTrapped, result)
  }

  /// Adds what several threads saw.
  private func count(
    _ shared: Shared, _ found: inout Set<Findings.Kind>, in result: inout SearchResult
  ) -> End {
    result.distinctStates = shared.stateCount
    result.usedBytes = shared.byteCount
    result.firedActions.formUnion(shared.firedActions)
    found.formUnion(shared.levels.keys)
    return shared.end
  }

  /// The runs to what was found.
  ///
  /// An error of the spec ends a search; which one is first, only one that stores all states can
  /// tell.
  private func tellAgain(
    _ found: Set<Findings.Kind>, isTrapped: Bool, _ result: SearchResult
  ) -> SearchResult {
    var options = options
    options.symmetricSorts = options.symmetryOfRuns ?? options.symmetricSorts
    var again = BreadthFirstSearch(evaluator.system, scope: scope, options: options)
    again.isSpilling = isSpilling
    if !isTrapped { again.wanted = found }
    let told = again.run()
    if isTrapped || told.specError != nil { return told }
    var result = result
    result.violations = told.violations
    result.witnesses = told.witnesses
    result.covers = told.covers
    result.deadlock = told.deadlock
    result.usedBytes = max(result.usedBytes, told.usedBytes)
    if !found.isSubset(of: again.findings.numbers.keys) {
      guard case .stopped(let reason) = told.outcome else {
        preconditionFailure("a search without transient states found what is not there")
      }
      // What was found cannot be shown.
      result.outcome = .stopped(reason)
    }
    return result
  }
}
