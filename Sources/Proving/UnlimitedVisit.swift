import Checking
import Explicit
import TransitionSystem

/// The states of one copy of a workload without budgets, as far as there is time for them.
///
/// Without counters there are only so many states at the sizes of a scope, and these are what a
/// proof is about: a violation among them is one beyond the scope, and a clause that is false in
/// one of them is no invariant.
package struct UnlimitedVisit: Sendable {
  let system: TransitionSystem
  let scope: Scope
  /// A violation of the property, if one was seen.
  let violation: SearchResult.Violation?
  /// States from everywhere among those that were seen.
  let states: [State]

  /// - Parameters:
  ///   - assembly: What the system is made of.
  ///   - search: The search whose workload and sizes are meant.
  ///   - property: The only property.
  ///   - limits: Besides the time that it has by itself.
  ///   - thrift: Divides the time and the number of states.
  /// - Throws: What cannot be replicated, with its place.
  init(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String, _ limits: Limits,
    thrift: Int = 1
  ) throws(CompositionError) {
    system = try assembly.replicated(search, property: property, copies: [[:]])
    scope = system.leastScope(containing: search.scope)
    var limits = limits.lasting(Self.time / thrift)
    limits.threads = 1
    let (result, states) = Explicit.visit(
      system, scope: scope, options: limits.searchOptions, most: Self.mostStates / thrift)
    violation = result.violations[property]
    self.states = states
  }

  /// Most state spaces without counters are seen whole in so much time, and a search for an
  /// invariant that does not exist takes minutes.
  private static let time = Duration.seconds(20)
  private static let mostStates = 500_000
}
