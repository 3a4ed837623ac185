import Checking
import SpecLanguage
import TransitionSystem

/// What the verdict of a cell rests on, in sentences.
struct CellEvidence {
  let result: CellResult

  var sentences: [String] {
    [found] + searched + covers + [beyond, fairness, expectation].compactMap(\.self)
  }

  private var found: String {
    switch result.verdict {
    case .violated: "violated in \(result.count), the fewest there are"
    case .holds: "holds in every state that can be reached at this scope"
    case .witnessed(let trace): "reached in \(Self.counted(trace.steps.count, "step"))"
    case .decided(let holds, let reason, _):
      "\(holds ? "holds" : "violated"), decided from the declarations: \(reason)"
    case .vacuous(let reason): "vacuous: \(reason)"
    case .notApplicable(let reason): "not applicable: \(reason)"
    case .unknown(let reason): "unknown: \(reason.words)"
    }
  }

  private var searched: [String] {
    guard result.searchStates > 0 else { return [] }
    let visited =
      "\(Self.counted(result.searchStates, "state")) visited, "
      + Self.counted(result.searchTransitions, "transition")
    if case .holds(let all) = result.verdict {
      return ["\(visited), the longest of the shortest ways \(Self.counted(all.diameter, "step"))"]
    }
    return [visited]
  }

  /// Why the property is not vacuous.
  private var covers: [String] {
    result.covers.filter { !$0.isEmpty }.map { "reached on the way: \($0)" }
  }

  /// What is known of other sizes.
  private var beyond: String? {
    switch result.standing {
    case .proved(let clauses, let conditions):
      "proved for every size: an inductive invariant of \(Self.counted(clauses, "clause")), "
        + "\(Self.counted(conditions, "condition")) decided again in this run"
    case .beyond(let steps, let scope):
      "violated beyond this scope, in \(Self.counted(steps, "step")) at \(scope)"
    case .outOfDate: "the stored proof is out of date"
    case .rejected(let file, let reason): "the stored proof is rejected: \(file): \(reason)"
    case .outside(let message, let site):
      "not provable for every size: \(site.map { "\($0.description): " } ?? "")\(message)"
    case .notChecked(let reason): "the stored proof was not checked: \(reason.words)"
    case .unproved: "no proof for every size"
    case nil: nil
    }
  }

  private var fairness: String? {
    guard !result.fairness.isEmpty else { return nil }
    return Findings.fairness(result)
  }

  private var expectation: String? {
    guard let expected = result.expectation else { return nil }
    let words = result.isAsExpected ? "as the specs expect" : "not as the specs expect"
    let reason = expected.reason.isEmpty ? "" : ": \(expected.reason)"
    return "\(words) (\(expected.verdict.rawValue))\(reason)"
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(number == 1 ? noun : noun + "s")"
  }
}
