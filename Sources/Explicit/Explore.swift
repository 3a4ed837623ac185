package import TransitionSystem

/// Visits every state that a system reaches at a scope, breadth first and exactly.
///
/// All properties are checked in the one search. A violated property does not end it: its first
/// violation is kept, which is a shortest one. The same system gives the same traces every time.
///
/// - Parameters:
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How far to go, and what to identify.
/// - Returns: What was seen, with traces of the system itself even if symmetry was used.
package func explore(
  _ system: TransitionSystem, scope: Scope, options: SearchOptions
) -> SearchResult {
  var search = BreadthFirstSearch(system, scope: scope, options: options)
  return search.run()
}
