import Checking
import Proving
import Reporting
import TransitionSystem

/// How many cells came out how.
struct ProveTally {
  private var counts: [Kind: Int] = [:]

  private enum Kind: Int, CaseIterable {
    case proved, beyond, outside, unknown, uncertified, skipped, violated, others
  }

  /// Whether nothing is unknown.
  var isComplete: Bool {
    [.unknown, .uncertified, .skipped].allSatisfy { counts[$0] == nil }
  }

  mutating func add(_ proof: CellProof) {
    switch proof {
    case .proved: count(.proved)
    case .beyond: count(.beyond)
    case .outside: count(.outside)
    case .notFound, .stopped: count(.unknown)
    }
  }

  /// A proof whose certificate was not written to its end.
  mutating func addUncertified() { count(.uncertified) }

  mutating func add(_ outcome: ResponseOutcome) {
    switch outcome {
    case .proved: count(.proved)
    case .outside: count(.outside)
    case .notFound, .stopped: count(.unknown)
    }
  }

  /// A cell that no time was left for.
  mutating func skip(_ reason: Verdict.Reason) { count(.skipped) }

  /// Counts a cell that needs no proof; true if it is to be named.
  ///
  /// The cells of a run that was ended are not: there may be hundreds.
  mutating func names(_ result: CellResult) -> Bool {
    switch result.verdict {
    case .violated: count(.violated)
    case .unknown(.interrupted), .unknown(.deadline):
      count(.skipped)
      return false
    case .unknown: count(.unknown)
    case .holds, .witnessed, .decided, .vacuous, .notApplicable: count(.others)
    }
    return true
  }

  private mutating func count(_ kind: Kind) { counts[kind, default: 0] += 1 }

  var summary: [String] {
    let parts = Kind.allCases.compactMap { kind in
      counts[kind].map { "\($0) \(words(kind))" }
    }
    return [parts.isEmpty ? "no cells" : parts.joined(separator: ", ")]
  }

  private func words(_ kind: Kind) -> String {
    switch kind {
    case .proved: "proved for every size"
    case .beyond: "violated beyond the scope"
    case .outside: "not provable"
    case .unknown: "unknown"
    case .uncertified: "without the certificate"
    case .skipped: "not tried"
    case .violated: "violated at scope"
    case .others: "without anything to prove"
    }
  }
}
