import Explicit
import SpecLanguage
package import TransitionSystem

/// Finds out what calls can come to in the situations of the specification.
///
/// One task makes one call: every run of it is looked at, with whatever the scope of the situation
/// lets happen meanwhile.
package struct OutcomeRun: Sendable {
  package let assembly: Assembly
  package let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  /// Why there is no table.
  package struct Failure: Error, Sendable {
    package var reason: Verdict.Reason
  }

  /// A table for each column, in order.
  package func run(_ columns: [OutcomeColumn]) async throws -> [OutcomeTable] {
    try await inParallel(columns, atMost: limits.threads) { column in
      Result { try table(of: column) }
    }.map { try $0.get() }
  }

  /// - Throws: `CompositionError`, `Failure` or `InternalError`.
  package func table(of column: OutcomeColumn) throws -> OutcomeTable {
    let situations = assembly.specification.situations
    let lifecycles = assembly.specification.library.lifecycles
    let calls = assembly.calls(of: column)
    var outcomes = calls.map { _ in situations.map { _ in [Outcome]() } }
    var changes = LifecycleReading(lifecycles)
    for group in groups(situations, on: column.kernel) {
      let chosen = group.map { situations[$0] }
      let reading = try reading(calls, chosen, column)
      for (call, rows) in try reading.outcomes(group.count).enumerated() {
        for (position, row) in zip(group, rows) { outcomes[call][position] = row }
      }
      if column.design == nil { changes.add(reading) }
    }
    if column.design == nil {
      for group in groups(situations, on: column.kernel) {
        let chosen = group.map { situations[$0] }.filter(\.scope.isEmpty)
        if !chosen.isEmpty { changes.add(try reading([], chosen, column)) }
      }
    }
    let texts = PseudoCode(assembly.layers(of: column))
    return OutcomeTable(
      column: column, situations: situations,
      calls: zip(calls, outcomes).map { call, rows in
        CallOutcomes(
          callable: call.callable, arguments: call.arguments.map { texts.text($0) },
          outcomes: rows)
      }, lifecycles: column.design == nil ? changes.graphs : [])
  }

  /// The positions of the situations that fit into one system, group by group.
  private func groups(_ situations: [Situation], on kernel: String) -> [[Int]] {
    var groups: [[Int]] = []
    for (position, situation) in situations.enumerated() where situation.kernels.contains(kernel) {
      let fitting = groups.firstIndex { group in
        let first = situations[group[0]]
        return first.scope == situation.scope
          && first.settings.map(\.name) == situation.settings.map(\.name)
          && first.settings.map(\.value) == situation.settings.map(\.value)
      }
      if let fitting { groups[fitting].append(position) } else { groups.append([position]) }
    }
    return groups
  }

  /// All runs of a system; without calls, all runs of what happens by itself.
  private func reading(
    _ calls: [OutcomeCall], _ situations: [Situation], _ column: OutcomeColumn
  ) throws -> OutcomeReading {
    let closed = try assembly.system(of: calls, in: situations, column)
    let graph: ReachableGraph
    do throws(EvaluationError) {
      graph = try ReachableGraph(
        closed.system, scope: closed.scope, conditions: closed.conditions.all,
        options: limits.searchOptions)
    } catch { throw Failure(reason: .specError(error, Trace(steps: []))) }
    if let reason = graph.stopped { throw Failure(reason: reason) }
    return OutcomeReading(
      graph: graph, closed: closed, calls: calls,
      lifecycles: assembly.specification.library.lifecycles)
  }
}
