import Proofs
import Proving
import Reporting
import TransitionSystem

/// What `prove` says of a `leadsTo`.
struct ResponseText {
  let outcome: ResponseOutcome

  init(_ outcome: ResponseOutcome) { self.outcome = outcome }

  var verdict: String {
    switch outcome {
    case .proved(let found):
      "proved for every size by the response rule: "
        + ProveText.counted(found.proof.invariant.count, "clause") + ", "
        + ProveText.counted(found.proof.statistics.conditions, "condition")
    case .outside(let outside):
      "holds at scope; not provable: \(outside.site.map { "\($0.description): " } ?? "")"
        + outside.message
    case .notFound: "unknown (no invariant found for the premises)"
    case .stopped(let reason): "unknown (\(reason.words))"
    }
  }

  var details: [String] {
    switch outcome {
    case .proved(let found):
      return ["premises:"] + found.premises.map { "  \($0)" } + ["assumed:"]
        + found.assumptions.map { "  \($0)" }
    case .notFound(let attempt):
      let failed = attempt.failures.map(\.condition) + attempt.undecided
      return failed.prefix(3).map { "not implied: \($0.words(in: attempt.system))" }
    case .outside, .stopped: return []
    }
  }
}
