package import TransitionSystem

/// Visits every state that a system reaches at a scope, breadth first and exactly.
///
/// All properties are checked in the one search. A violated property does not end it: its first
/// violation is kept, which is a shortest one. The same system gives the same traces every time.
/// Where a property speaks of infinite runs, all states with all steps are kept, and no reduction
/// is made.
///
/// - Parameters:
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How far to go, and what to identify.
/// - Returns: What was seen, with traces of the system itself even if symmetry was used.
package func explore(
  _ system: TransitionSystem, scope: Scope, options: SearchOptions
) -> SearchResult {
  guard system.hasResponse else {
    let skips =
      options.skipsTransientStates && options.maximumDepth == nil
      && options.storage?.checkpoint == nil
    var search = BreadthFirstSearch(
      system, scope: scope, options: options, skipsTransientStates: skips)
    search.makeMost()
    return skips ? search.runWithoutTransientStates() : search.run()
  }
  var result = SearchResult()
  var others = system
  others.properties.removeAll { if case .leadsTo = $0.kind { true } else { false } }
  if !others.properties.isEmpty || system.actions.contains(where: { !$0.checks.isEmpty }) {
    var options = options
    options.symmetricSorts = .off
    // Where a run ends is what a response asks of it.
    options.checksDeadlock = false
    var search = BreadthFirstSearch(others, scope: scope, options: options)
    search.makeMost()
    result = search.run()
  }
  ResponseSearch(system, scope: scope, options: options).run(&result)
  return result
}

extension BreadthFirstSearch {
  /// Lets the search use all that its options allow: nobody will look at its states.
  fileprivate mutating func makeMost() {
    isSpilling = true
    // Threads find states in no order, and a checkpoint has them in theirs.
    isSharing = options.storage?.checkpoint == nil
  }
}
