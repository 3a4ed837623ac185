package import SpecLanguage
package import TransitionSystem

/// What became of one piece of evidence on one kernel.
package struct ClaimEvidenceResult: Sendable {
  /// Its position among the evidence of the reading.
  package var number: Int
  package var evidence: ClaimEvidence
  package var outcome: Outcome

  package enum Outcome: Sendable {
    case litmus(LitmusResult)
    /// A cell for each property that the statement names.
    case cells([DecidedCell], ClaimStatement)
    /// Whether the declarations are so, and in words what they say.
    case declared(Bool, String)
    case notModelled(String)
    /// The specs do not fit together.
    case failed(CompositionError)
  }

  /// A cell, and the run that shows its verdict, if there is one.
  package struct DecidedCell: Sendable {
    package var result: CellResult
    package var run: LitmusResult.Shown?
    package var evaluator: Evaluator?
  }

  /// Whether it is as the reading needs it; nil where that is not known.
  package var isSo: Bool? {
    switch outcome {
    case .litmus(let result): result.problem == nil ? result.holds : nil
    case .cells(let cells, let statement): Self.isSo(cells.map(\.result), statement)
    case .declared(let isSo, _): isSo
    case .notModelled, .failed: nil
    }
  }

  /// A property of which nothing can be said is neither kept nor broken.
  private static func isSo(_ cells: [CellResult], _ statement: ClaimStatement) -> Bool? {
    let answers = cells.map { cell -> Bool? in
      if case .unknown = cell.verdict { return nil }
      switch statement.assertion {
      case .keeps: return cell.isKept == true
      case .breaks: return cell.isKept == false
      case .keepsAtLeast, .breaksSomething: return nil
      }
    }
    if answers.contains(false) { return false }
    return answers.isEmpty || answers.contains(nil) ? nil : true
  }

  /// Why something is not decided.
  package enum Unknown: Hashable, Sendable {
    case stopped(Verdict.Reason)
    case problem(String)
  }

  /// Why it is not decided.
  package var unknown: Unknown? {
    switch outcome {
    case .litmus(let result): return result.problem.map { Self.unknown($0, evidence.site) }
    case .cells(let cells, _):
      for case .unknown(let reason) in cells.map(\.result.verdict) { return .stopped(reason) }
      return nil
    case .declared, .notModelled: return nil
    case .failed(let error):
      return .problem(Self.error(error.message, at: error.site ?? evidence.site))
    }
  }

  /// Whether the specs have an error that shows here.
  package var isError: Bool {
    switch outcome {
    case .litmus(let result):
      if case .error = result.problem { true } else { false }
    case .cells(let cells, _):
      cells.contains { if case .unknown(.specError) = $0.result.verdict { true } else { false } }
    case .declared, .notModelled: false
    case .failed: true
    }
  }

  /// The shortest run that decides it.
  package var steps: Int? { runs.map(\.replayed.trace.steps.count).min() }

  /// The runs that show it: those of the conditions that fail, or else all.
  package var runs: [LitmusResult.Shown] {
    switch outcome {
    case .litmus(let result):
      let failed = result.conditions.filter { $0.failure != nil }
      return (failed.isEmpty ? result.conditions : failed).compactMap(\.run)
    case .cells(let cells, _): return cells.compactMap(\.run)
    case .declared, .notModelled, .failed: return []
    }
  }

  /// The states that were visited.
  package var states: Int? {
    switch outcome {
    case .litmus(let result): result.states
    case .cells(let cells, _): cells.map(\.result.searchStates).max()
    case .declared, .notModelled, .failed: nil
    }
  }

  private static func error(_ message: String, at site: SourceSite?) -> String {
    (site.map { "\($0.description): " } ?? "") + "error: \(message)"
  }

  private static func unknown(_ problem: LitmusResult.Problem, _ site: SourceSite?) -> Unknown {
    switch problem {
    case .stopped(let reason): .stopped(reason)
    case .endless: .problem("the tasks never all end")
    case .stuck: .problem("the tasks can get to where none can go on")
    case .error(let message, let place, _): .problem(error(message, at: place ?? site))
    }
  }
}
