package import Explicit
import TransitionSystem

/// Other counterexamples of a violated cell than the first that a search meets.
package struct OtherRuns: Sendable {
  private let assembly: Assembly
  private let limits: Limits
  /// More runs than this are not looked at: most are copies of one another.
  package static let mostRuns = 5000

  package init(_ assembly: Assembly, _ limits: Limits) {
    self.assembly = assembly
    self.limits = limits
  }

  /// Counterexamples that differ in kind.
  package struct Different: Sendable {
    /// Without the one that was there before, shortest first.
    package var violations: [SearchResult.Violation] = []
    /// Whether every state in which the property breaks was looked at, or as many as were wanted
    /// were found.
    package var isComplete = true
  }

  /// Counterexamples of other kinds than the given one, all together at most `count`.
  ///
  /// A run in which all of an earlier one happens, and more besides, is of no other kind
  /// (`RunKind`).
  /// Of the runs to one state only a shortest one is looked at.
  package func different(
    from first: SearchResult.Violation, atMost count: Int, _ cell: Cell, _ search: Plan.Search
  ) throws(InternalError) -> Different {
    let (system, reduced, scope) = try systems(cell, search)
    let evaluator = Evaluator(system: system, scope: scope)
    let roles = assembly.specification.roles(of: cell)
    func kind(_ violation: SearchResult.Violation) -> RunKind? {
      let replayed = try? evaluator.replay(
        violation.trace, claiming: violation.claim, property: cell.property)
      return replayed.map { RunKind($0, evaluator, property: cell.property, roles: roles) }
    }
    var kinds = [kind(first)].compactMap(\.self)
    var found = Different()
    var looked = 0
    var broken: InternalError?
    guard kinds.count < count else { return found }
    let end = violations(
      of: cell.property, in: reduced, scope: scope, options: limits.searchOptions
    ) { violation in
      looked += 1
      guard let kind = kind(violation) else {
        broken = InternalError("a run that breaks '\(cell.property)' does not replay")
        return false
      }
      if !kinds.contains(where: { $0.isPart(of: kind) }) {
        kinds.append(kind)
        found.violations.append(violation)
      }
      return kinds.count < count && looked < Self.mostRuns
    }
    if let broken { throw broken }
    found.isComplete = end == .all || kinds.count >= count
    return found
  }

  /// Of the shortest runs that break a cell's property one with the fewest context switches.
  ///
  /// - Returns: The run, or why none was found; nil for a run that never ends.
  package func fewestSwitches(
    _ violation: SearchResult.Violation, _ cell: Cell, _ search: Plan.Search
  ) throws(InternalError) -> FewestSwitches? {
    guard violation.trace.loopStart == nil else { return nil }
    let (system, reduced, scope) = try systems(cell, search)
    let found = Explicit.fewestSwitches(
      breaking: cell.property, in: violation.trace.steps.count, of: reduced, scope: scope,
      options: limits.searchOptions)
    guard case .found(let trace, _) = found else { return found }
    let evaluator = Evaluator(system: system, scope: scope)
    do throws(ReplayError) {
      _ = try evaluator.replay(trace, claiming: violation.claim, property: cell.property)
    } catch {
      throw InternalError(
        "the run with the fewest switches of '\(cell.property)' does not replay: \(error.message)")
    }
    return found
  }

  private func systems(
    _ cell: Cell, _ search: Plan.Search
  ) throws(InternalError) -> (whole: TransitionSystem, reduced: TransitionSystem, scope: Scope) {
    do throws(CompositionError) {
      let (system, scope) = try assembly.system(of: search)
      return (system, Assembly.reduced(system, of: search.about(cell.property)), scope)
    } catch { throw InternalError(error.message) }
  }
}
