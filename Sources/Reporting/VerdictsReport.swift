package import Checking
import SpecLanguage
import TransitionSystem

/// The verdicts as JSON, a member a cell.
package struct VerdictsReport {
  let results: [CellResult]
  /// The names of all counterexamples of a cell, where more than one was asked for.
  let traces: [Cell: [String]]
  let version: String

  package init(results: [CellResult], traces: [Cell: [String]] = [:], version: String) {
    self.results = results
    self.traces = traces
    self.version = version
  }

  package var json: JSON {
    JSON.object([.init("verdicts", .array(results.map(verdict)))]).published(version)
  }

  private func verdict(_ result: CellResult) -> JSON {
    let cell = result.cell
    let members: [JSON.Member] = [
      .init("kernel", .optional(cell.column.kernel)), .init("design", .string(cell.column.design)),
      .init("variant", .optional(cell.column.variant)), .init("property", .string(cell.property)),
      .init("workload", .string(cell.workload)), .init("scope", cell.scope.json),
      .init("verdict", .string(result.isProved ? "proved" : result.word)),
      .init("steps", result.steps.map { .integer($0) } ?? .null),
      .init("searchStates", .integer(result.searchStates)),
      .init("trace", .optional(result.identity?.text)),
      .init("holds", result.isKept.map { .bool($0) } ?? .null),
      .init("reason", .optional(result.reason)),
      .init("expectation", .optional(result.expectation?.verdict.rawValue)),
      .init("asExpected", .bool(result.isAsExpected)),
    ]
    return .object(
      members + different(result) + fairness(result) + (result.standing.map(proof) ?? []))
  }

  private func different(_ result: CellResult) -> [JSON.Member] {
    traces[result.cell].map { [.init("traces", .array($0.map { .string($0) }))] } ?? []
  }

  /// What a `leadsTo` assumes, and the parts of a run that breaks it.
  private func fairness(_ result: CellResult) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if let trace = result.counterexample?.trace, let start = trace.loopStart {
      members.append(.init("stem", .integer(start)))
      members.append(.init("loop", .integer(trace.steps.count - start)))
    }
    guard !result.fairness.isEmpty else { return members }
    let assumptions = result.fairness.map { note in
      JSON.object([
        .init("name", .string(note.name)), .init("strength", .string(note.strength.rawValue)),
        .init("made", .bool(note.isMade)),
        .init("needed", result.isKept == true ? .bool(note.isNeeded) : .null),
      ])
    }
    return members + [.init("fairness", .array(assumptions))]
  }

  /// What is known beyond the scope.
  private func proof(_ standing: ProofStanding) -> [JSON.Member] {
    switch standing {
    case .proved(let clauses, let conditions):
      return [.init("clauses", .integer(clauses)), .init("conditions", .integer(conditions))]
    case .beyond(let steps, let scope):
      return [
        .init(
          "beyond",
          .object([
            .init("steps", .integer(steps)), .init("scope", .string(scope)),
          ]))
      ]
    case .outOfDate: return [.init("proof", .string("out of date"))]
    case .rejected(let file, let reason): return [.init("proof", .string("\(file): \(reason)"))]
    case .outside(let message, _): return [.init("proof", .string(message))]
    case .notChecked(let reason): return [.init("proof", .string(reason.words))]
    case .unproved: return []
    }
  }
}

extension CellResult {
  /// The name of the violation's trace.
  package var identity: TraceIdentity? {
    counterexample.map { TraceIdentity(cell, $0.trace) }
  }

  package var isUnknown: Bool {
    if case .unknown = verdict { return true }
    return false
  }

  /// Why the verdict is none of the plain ones.
  package var reason: String? {
    switch verdict {
    case .violated, .holds, .witnessed: nil
    case .decided(_, let reason, _), .vacuous(let reason), .notApplicable(let reason): reason
    case .unknown(let reason): reason.words
    }
  }
}

extension Verdict.Reason {
  /// The reason in words.
  package var words: String {
    switch self {
    case .depthBound(let depth): "only runs of \(depth) steps were looked at"
    case .deadline: "the time is up"
    case .memoryLimit: "memory limit"
    case .storage(let text): "memory limit, and states cannot go to disk: \(text)"
    case .interrupted: "interrupted"
    case .solver(let text): text
    case .specError(let error, let trace):
      "error in the spec after step \(trace.steps.count): \(error.message)"
    }
  }
}
