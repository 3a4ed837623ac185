import Checking
import SpecLanguage
import TransitionSystem

/// What came out of a piece of evidence, in words.
enum EvidenceRows {
  static func rows(_ result: ClaimEvidenceResult) -> [EvidenceText.Row] {
    if let unknown = result.unknown { return [.init(text: "unknown (\(unknown.words))")] }
    switch result.outcome {
    case .litmus(let litmus): return rows(litmus, result.evidence)
    case .cells(let cells, _): return cells.map(row)
    case .declared(_, let words): return [.init(text: words)]
    case .notModelled(let reason): return [.init(text: reason)]
    case .failed(let error): return [.init(text: error.message)]
    }
  }

  /// Under an assumption it is enough to say that a test is as it says.
  static func rows(
    _ result: ClaimEvidenceResult, assuming assumption: String
  ) -> [EvidenceText.Row] {
    if case .litmus(let litmus) = result.outcome, litmus.holds {
      let allowed = litmus.conditions.first { $0.quantifier == .allows }?.run
      let steps = allowed.map { count($0) } ?? ClaimReport.counted(litmus.states, "state")
      return [.init(text: "if \(assumption): so it is", measure: steps)]
    }
    return rows(result).map { .init(text: "if \(assumption): \($0.text)", measure: $0.measure) }
  }

  private static func rows(
    _ result: LitmusResult, _ evidence: ClaimEvidence
  ) -> [EvidenceText.Row] {
    let states = ClaimReport.counted(result.states, "state")
    if case .litmus(_, isShared: true) = evidence.kind, result.holds {
      return [.init(text: "so it is", measure: states)]
    }
    let decided = zip(result.test.conditions, result.conditions)
    let failed = decided.filter { $0.1.failure != nil }
    guard failed.isEmpty else {
      return failed.map { failure($0.0.text, $0.1, result, states) }
    }
    return decided.map { asked, found in
      let steps = found.quantifier == .allows ? found.run.map { count($0) } : nil
      return .init(text: "so it is: \(asked.text)", measure: steps ?? states)
    }
  }

  private static func failure(
    _ asked: String, _ found: LitmusResult.Condition, _ result: LitmusResult, _ states: String
  ) -> EvidenceText.Row {
    let text = "not so: \(asked)"
    guard let run = found.run else { return .init(text: text, measure: states) }
    let end = result.finalState(of: run).map(Self.text) ?? "another end"
    return .init(text: "\(text), but \(end)", measure: count(run))
  }

  private static func count(_ run: LitmusResult.Shown) -> String {
    ClaimReport.counted(run.replayed.trace.steps.count, "step")
  }

  private static func text(_ state: LitmusResult.FinalState) -> String {
    state.values.map { "\($0.name) = \($0.text)" }.joined(separator: ", ")
  }

  private static func row(_ cell: ClaimEvidenceResult.DecidedCell) -> EvidenceText.Row {
    let result = cell.result
    let name = "\(result.cell.column.title) \(verb(result)) \(result.cell.property)"
    switch result.verdict {
    case .violated(let trace, _):
      let steps = ClaimReport.counted(trace.steps.count, "step")
      return .init(text: name, measure: "\(steps), trace \(result.identity?.text ?? "")")
    case .holds, .witnessed:
      return .init(text: name, measure: ClaimReport.counted(result.searchStates, "state"))
    case .decided(_, let reason, _), .vacuous(let reason), .notApplicable(let reason):
      return .init(text: "\(name): \(reason)")
    case .unknown(let reason): return .init(text: "\(name): \(reason.words)")
    }
  }

  private static func verb(_ result: CellResult) -> String {
    switch result.isKept {
    case true: "keeps"
    case false: "breaks"
    case nil: "neither keeps nor breaks"
    }
  }
}
