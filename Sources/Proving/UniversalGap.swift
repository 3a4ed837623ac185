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
  ///   - assembly: What the search is of.
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
        options: SearchOptions(
          symmetricSorts: limits.symmetry ? .automatic(["block"]) : .off,
          memoryLimit: limits.memory, shouldStop: limits.shouldStop))
      guard let violation = result.violations[property] else { continue }
      let gap = UniversalGap(sort: sort, trace: violation.trace, claim: violation.claim)
      if gap.reason(assembly, search, property) != nil { return gap }
    }
    return nil
  }

  /// Why no universal invariant shows the property, with the place of the first step that the lost
  /// elements would have prevented, or of the property; nil if the run does not break it.
  package func reason(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String
  ) -> OutsideFragment? {
    guard let alone = try? assembly.replicated(search, property: property, copies: [[:]]) else {
      return nil
    }
    let scope = alone.leastScope(containing: search.scope)
    let losing = Evaluator(system: alone.withVanishing(sort), scope: scope)
    guard (try? losing.replay(trace, claiming: claim, property: property)) != nil else {
      return nil
    }
    let words = "no universal invariant: what holds of every '\(sort)' never says that there is one"
    guard let action = prevented(Evaluator(system: alone, scope: scope)) else {
      return assembly.placed(
        OutsideFragment("\(words), which the property demands"), search, property)
    }
    return OutsideFragment(
      "\(words), and if one that nothing refers to is left out, '\(action.name)' happens",
      action.site)
  }

  /// The first step that is none of the system with all its elements.
  private func prevented(_ whole: Evaluator) -> Action? {
    let steps = trace.steps.filter { $0.action != TransitionSystem.vanishing }
    for count in 1..<max(steps.count + 1, 1)
    where (try? whole.replay(Trace(steps: Array(steps.prefix(count))))) == nil {
      return whole.system.actions.first { $0.name == steps[count - 1].action }
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
