package import Checking
import Explicit
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
  /// What an ``UnlimitedVisit`` sees is looked at before.
  ///
  /// - Parameters:
  ///   - search: What holds at its scope.
  ///   - property: The property that does.
  /// - Returns: A replayed run.
  package func violation(of search: Plan.Search, _ property: String) async -> Violation? {
    if let found = await counted(search, property) { return found }
    return limits.shouldStop() == nil ? besideItself(search, property) : nil
  }

  /// A violation at the first scopes with more calls and events.
  func counted(_ search: Plan.Search, _ property: String, scopes: Int = .max) async -> Violation? {
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

  /// A violation where two copies of the workload run side by side, as they do in what a proof is
  /// about.
  ///
  /// These are too many states to visit, so walks look for it.
  func besideItself(_ search: Plan.Search, _ property: String) -> Violation? {
    for scope in scopesOfCopies(search, property) {
      var wider = search
      wider.properties = [property]
      wider.scope = scope
      if let found = hunted(wider, property) {
        return Violation(
          search: wider, larger: scope.entries(differingFrom: search.scope), trace: found.trace,
          claim: found.claim)
      }
      if limits.shouldStop() != nil { return nil }
    }
    return nil
  }

  private func scopesOfCopies(_ search: Plan.Search, _ property: String) -> [RunScope] {
    guard let alone = try? assembly.replicated(search, property: property, copies: [[:]]),
      alone.canBeBrokenByState
    else { return [] }
    var wide = search
    wide.scope.copies = 2
    for sort in alone.sorts where sort.name != "task" {
      let named = alone.minimumSizes[sort.name] ?? (sort.isOrdered ? 1 : 0)
      wide.scope.sizes[sort.name] = (search.scope.sizes[sort.name] ?? 1) + named
    }
    let ways = (try? assembly.defaultCopies(of: wide, count: 2)) ?? []
    return ways.indices.map { way in
      var scope = wide.scope
      scope.layout = way + 1
      return scope
    }
  }

  /// What a search of the first states or walks find, made short and replayed.
  private func hunted(_ search: Plan.Search, _ property: String) -> SearchResult.Violation? {
    guard let (system, scope) = try? assembly.system(of: search) else { return nil }
    let reduced = Assembly.reduced(system, of: search)
    let first = Explicit.explore(
      reduced, scope: scope, options: limited(to: min(time / 2, .seconds(2))).searchOptions)
    var found = first.violations[property]
    if found == nil, first.outcome != .exhausted {
      found = try? Explicit.hunt(
        reduced, scope: scope, length: Self.walkLength, seed: 1, shouldStop: timed.shouldStop)?
        .violation
    }
    guard let violation = found else { return nil }
    let evaluator = Evaluator(system: system, scope: scope)
    let (trace, claim) = (violation.trace, violation.claim)
    guard (try? evaluator.replay(trace, claiming: claim, property: property)) != nil else {
      return nil
    }
    return SearchResult.Violation(
      trace: evaluator.shortened(trace, claiming: claim, property: property), claim: claim)
  }

  /// Long enough for two calls of each of four tasks.
  private static let walkLength = 80

  /// The limits of one search, which begins now.
  var timed: Limits { limited(to: time) }

  /// The limits of one search that begins now and may take so long.
  func limited(to time: Duration) -> Limits {
    var timed = limits.lasting(time)
    timed.threads = 1
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

extension TransitionSystem {
  /// Whether a finite run can violate one of its properties.
  fileprivate var canBeBrokenByState: Bool {
    properties.contains { if case .always = $0.kind { true } else { false } }
      || actions.contains { $0.checks.contains { $0.kind == .require } }
  }
}
