package import Checking
import Explicit
package import TransitionSystem

/// A run with losses that violates a property: no universal invariant shows it.
package struct UniversalGap: Hashable, Sendable {
  /// The sort whose elements vanish.
  package var sort: String
  package var trace: Trace
  package var claim: Trace.Claim

  package init(sort: String, trace: Trace, claim: Trace.Claim) {
    self.sort = sort
    self.trace = trace
    self.claim = claim
  }

  /// The run of the first sort that has one; nil also if no search comes to an end.
  ///
  /// - Parameters:
  ///   - search: What holds at its scope.
  ///   - property: The property that does.
  ///   - limits: Of all searches together.
  /// - Returns: A replayed run.
  package static func found(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String, _ limits: Limits
  ) -> UniversalGap? {
    guard let alone = try? assembly.replicated(search, property: property, copies: [[:]]) else {
      return nil
    }
    for sort in alone.losableSorts {
      let system = alone.withVanishing(sort)
      let result = Explicit.explore(
        system, scope: alone.leastScope(containing: search.scope),
        options: SearchOptions(memoryLimit: limits.memory, shouldStop: limits.shouldStop))
      guard let violation = result.violations[property] else { continue }
      let gap = UniversalGap(sort: sort, trace: violation.trace, claim: violation.claim)
      if gap.culprit(assembly, search, property) != nil { return gap }
    }
    return nil
  }

  /// The first step of the run that the lost elements would have prevented; nil if the run does not
  /// show what it is said to show.
  package func culprit(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String
  ) -> Action? {
    guard let alone = try? assembly.replicated(search, property: property, copies: [[:]]) else {
      return nil
    }
    let scope = alone.leastScope(containing: search.scope)
    let losing = Evaluator(system: alone.withVanishing(sort), scope: scope)
    guard (try? losing.replay(trace, claiming: claim, property: property)) != nil else {
      return nil
    }
    let whole = Evaluator(system: alone, scope: scope)
    var steps = Trace(steps: trace.steps.filter { $0.action != TransitionSystem.vanishing })
    while let last = steps.steps.popLast() {
      guard (try? whole.replay(steps)) != nil else { continue }
      return alone.actions.first { $0.name == last.action }
    }
    return nil
  }
}

extension TransitionSystem {
  /// A scope with room for what the system names.
  fileprivate func leastScope(containing scope: RunScope) -> Scope {
    Scope(scope.sizes.merging(minimumSizes, uniquingKeysWith: max))
  }
}
