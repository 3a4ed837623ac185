package import Checking
package import TransitionSystem

/// Looks for runs that break a property only where more may happen than at its scope.
package struct BeyondScope: Sendable {
  package let assembly: Assembly
  /// Of each search; it has a limit of time of its own besides.
  package let limits: Limits
  /// How long one search may take.
  package var time: Duration

  package init(assembly: Assembly, limits: Limits, time: Duration = .seconds(20)) {
    self.assembly = assembly
    self.limits = limits
    self.time = time
  }

  /// A replayed run at a larger scope.
  package struct Violation: Hashable, Sendable {
    /// The search that found it, with the property alone.
    package var search: Plan.Search
    /// What of the scope is larger, by name.
    package var larger: [String: Int]
    package var trace: Trace
    package var claim: Trace.Claim

    package init(
      search: Plan.Search, larger: [String: Int], trace: Trace, claim: Trace.Claim
    ) {
      self.search = search
      self.larger = larger
      self.trace = trace
      self.claim = claim
    }

    /// As `--scope` takes it.
    package var scope: String {
      larger.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
  }

  /// The violation of the first scope that has one; nil also if no search came to an end.
  ///
  /// - Parameters:
  ///   - search: What holds at its scope.
  ///   - property: The property that does.
  ///   - scopes: How many larger scopes are looked at.
  /// - Returns: A replayed run.
  package func violation(
    of search: Plan.Search, _ property: String, scopes: Int = .max
  ) async -> Violation? {
    for larger in Self.scopes(beyond: search.scope).prefix(scopes) {
      var wider = search
      wider.properties = [property]
      wider.scope = search.scope.overridden(by: larger, sorts: [])
      let plan = Plan(searches: [wider])
      let campaign = Campaign(assembly: assembly, plan: plan, limits: timed)
      guard case .decided(let results, _)? = await campaign.run().first else { continue }
      for case .violated(let trace, let claim) in results.map(\.verdict) {
        return Violation(search: wider, larger: larger, trace: trace, claim: claim)
      }
      if limits.shouldStop() != nil { return nil }
    }
    return nil
  }

  /// The limits of one search, which begins now.
  private var timed: Limits {
    var timed = limits
    let (deadline, outer) = (ContinuousClock.now + time, limits.shouldStop)
    timed.threads = 1
    timed.shouldStop = { outer() ?? (ContinuousClock.now > deadline ? .deadline : nil) }
    return timed
  }

  /// More of what goes wrong, more calls, more of both; without what the scope has already.
  static func scopes(beyond scope: RunScope) -> [[String: Int]] {
    let budgets = scope.budgets.filter { $0.value > 0 && $0.value < 2 }.mapValues { _ in 2 }
    let calls = scope.calls < 3 ? ["calls": 3] : [:]
    let all = [budgets, calls, budgets.merging(calls) { $1 }].filter { !$0.isEmpty }
    return all.enumerated().filter { index, entries in
      !all[..<index].contains(entries)
    }.map(\.element)
  }
}
