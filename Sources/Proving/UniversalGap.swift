package import Checking
import Explicit
package import TransitionSystem

/// A run with losses that violates a property: no universal invariant shows it.
package struct UniversalGap {
  private let alone: TransitionSystem
  private let scope: Scope
  /// The sort whose elements vanish.
  private let sort: String
  private let violation: SearchResult.Violation

  /// Why no universal invariant shows a property, with the place of the first step that the lost
  /// elements would have prevented, or of the property.
  ///
  /// - Parameters:
  ///   - assembly: What the search is of.
  ///   - search: What holds at its scope.
  ///   - property: The property that does.
  ///   - limits: Of all searches together.
  /// - Returns: What a replayed run shows; nil also if no search comes to an end.
  package static func reason(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String, _ limits: Limits
  ) -> OutsideFragment? {
    guard let alone = try? assembly.replicated(search, property: property, copies: [[:]]) else {
      return nil
    }
    let scope = alone.leastScope(containing: search.scope)
    for sort in alone.losableSorts {
      let losing = alone.withVanishing(sort)
      let found = Explicit.explore(losing, scope: scope, options: limits.searchOptions)
      guard let violation = found.violations[property] else { continue }
      let evaluator = Evaluator(system: losing, scope: scope)
      let (trace, claim) = (violation.trace, violation.claim)
      // Without a loss it is a violation, and no reason why there is no invariant of what holds.
      guard trace.steps.contains(where: { $0.action == TransitionSystem.vanishing }) else {
        return nil
      }
      guard (try? evaluator.replay(trace, claiming: claim, property: property)) != nil else {
        continue
      }
      let gap = UniversalGap(alone: alone, scope: scope, sort: sort, violation: violation)
      return assembly.placed(gap.reason, search, property)
    }
    return nil
  }

  private var reason: OutsideFragment {
    let words = "no universal invariant: what holds of every '\(sort)' never says that there is one"
    guard let action = prevented else {
      return OutsideFragment("\(words), which the property demands")
    }
    return OutsideFragment(
      "\(words), and if one that nothing refers to is left out, '\(action.name)' happens",
      action.site)
  }

  /// The first step that is none of the system with all its elements.
  private var prevented: Action? {
    let whole = Evaluator(system: alone, scope: scope)
    let steps = violation.trace.steps.filter { $0.action != TransitionSystem.vanishing }
    for count in 1..<max(steps.count + 1, 1)
    where (try? whole.replay(Trace(steps: Array(steps.prefix(count))))) == nil {
      return alone.actions.first { $0.name == steps[count - 1].action }
    }
    return nil
  }
}

extension TransitionSystem {
  /// A scope with room for what the system names.
  package func leastScope(containing scope: RunScope) -> Scope {
    Scope(scope.sizes.merging(minimumSizes, uniquingKeysWith: max))
  }
}
