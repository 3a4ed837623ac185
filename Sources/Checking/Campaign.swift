package import Explicit
import SpecLanguage
package import TransitionSystem

/// A run over a plan: every search explored, every cell decided.
package struct Campaign: Sendable {
  package let assembly: Assembly
  package let plan: Plan
  package let limits: Limits
  private let keeper: SearchKeeper?

  /// - Parameters:
  ///   - assembly: The specs.
  ///   - plan: The searches.
  ///   - limits: What they may use.
  ///   - keeper: What keeps the searches of this plan and no other; nil: nothing does.
  package init(
    assembly: Assembly, plan: Plan, limits: Limits, keeper: SearchKeeper? = nil
  ) {
    self.assembly = assembly
    self.plan = plan
    self.limits = limits
    self.keeper = keeper
  }

  /// What visits the states of a system.
  package struct Engine: Sendable {
    package let explore: @Sendable (TransitionSystem, Scope, SearchOptions) -> SearchResult

    package init(
      _ explore: @escaping @Sendable (TransitionSystem, Scope, SearchOptions) -> SearchResult
    ) { self.explore = explore }
  }

  /// The explicit engine; tests put a faulty one in its place for the length of a run, to see that
  /// nothing it says gets through unnoticed.
  @TaskLocal package static var engine = Engine {
    Explicit.explore($0, scope: $1, options: $2)
  }

  /// What a search ended with.
  package enum Outcome: Sendable {
    case decided([CellResult], Statistics)
    /// The specs do not fit together, or do not fit the scope.
    case failed(CompositionError)
    case broken(InternalError)
  }

  /// What a search visited, and which actions it never saw.
  package struct Statistics: Sendable {
    package var states = 0
    package var transitions = 0
    package var diameter = 0
    /// The states that went to disk for want of memory.
    package var settledStates = 0
    /// The actions that fired, and those that never did.
    package var fired: [String] = []
    package var unfired: [String] = []
    package var deadlock: Trace?
    /// The sorts whose elements were not told apart, and whether transient states were not stored.
    package var reducedSorts: [String] = []
    package var skippedTransientStates = false
  }

  /// Runs the searches side by side; the outcomes are in the order of the plan.
  package func run() async -> [Outcome] {
    let counter = Counter()
    return await inParallel(plan.searches, atMost: limits.threads) { search in
      defer { counter.increment() }
      return explore(search, counter)
    }
  }

  /// Explores one search and decides its cells.
  package func explore(_ search: Plan.Search, _ counter: Counter? = nil) -> Outcome {
    // A run that is to end need not compose what it will not explore.
    if let reason = limits.shouldStop() { return .decided(unknown(search, reason), Statistics()) }
    do throws(CompositionError) {
      let (system, scope) = try assembly.system(of: search)
      let reduced = Assembly.reduced(system, of: search)
      let result = result(of: search, reduced, scope, counter)
      let evaluator = Evaluator(system: system, scope: scope)
      let decision = Decision(
        assembly: assembly, search: search, result: result, evaluator: evaluator)
      var statistics = Statistics(
        states: result.distinctStates, transitions: result.generatedTransitions,
        diameter: result.diameter)
      statistics.settledStates = result.settledStates
      statistics.deadlock = result.deadlock
      statistics.reducedSorts = result.reducedSorts
      statistics.skippedTransientStates = result.skippedTransientStates
      for (index, action) in reduced.actions.enumerated() {
        if result.firedActions.contains(index) {
          statistics.fired.append(action.name)
        } else {
          statistics.unfired.append(action.name)
        }
      }
      do throws(InternalError) {
        return .decided(try decision.cells(), statistics)
      } catch { return .broken(error) }
    } catch { return .failed(error) }
  }

  /// What was kept of a search, or else what it sees now.
  private func result(
    of search: Plan.Search, _ system: TransitionSystem, _ scope: Scope, _ counter: Counter?
  ) -> SearchResult {
    if let kept = keeper?.result(search) { return kept }
    var options = options(search, counter)
    options.storage?.checkpoint = keeper?.checkpoint(search)
    let result = Self.engine.explore(system, scope, options)
    keeper?.keep(search, result)
    return result
  }

  private func unknown(_ search: Plan.Search, _ reason: Verdict.Reason) -> [CellResult] {
    search.cells.map { cell in
      let declared = assembly.specification.properties(of: cell.column)
      return CellResult(
        cell: cell, verdict: .unknown(reason),
        expectation: assembly.specification.expectation(of: cell), searchStates: 0,
        searchTransitions: 0,
        isContested: declared.first { $0.name == cell.property }?.isContested ?? false)
    }
  }

  private func options(_ search: Plan.Search, _ counter: Counter?) -> SearchOptions {
    var options = limits.searchOptions
    let (most, searches) = (limits.threads, plan.searches.count)
    options.memoryLimit = limits.memory / max(1, min(most, searches))
    // Threads that have no search of their own any more help with those that are left.
    options.threads = {
      let others = min(most, searches - (counter?.value ?? 0)) - 1
      return max(1, most - max(0, others))
    }
    guard let report = limits.progress else { return options }
    let (total, mostBytes) = (plan.searches.count, options.memoryLimit)
    options.progress = { progress in
      report(
        Limits.Progress(
          finished: counter?.value ?? 0, total: total, search: search,
          states: progress.distinctStates, depth: progress.depth,
          expanded: progress.expandedStates, levelStates: progress.levelStates,
          bytes: progress.usedBytes, mostBytes: mostBytes,
          isOnDisk: progress.settledStates > 0))
    }
    return options
  }
}
