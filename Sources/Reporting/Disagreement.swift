package import Checking
import SpecLanguage
import TransitionSystem

/// Sentences about what a cell came out as, and what was expected of it.
extension CellResult {
  /// What was found: `punch+pwrite on linux-5.14-ext4 breaks in_place in 19 steps`.
  package var found: String {
    let subject = cell.column.place
    switch verdict {
    case .violated: return "\(subject) breaks \(cell.property) in \(count)"
    case .holds, .witnessed: return "\(subject) keeps \(cell.property)"
    case .decided(let holds, let reason, _):
      return "\(subject) \(holds ? "keeps" : "breaks") \(cell.property) (static: \(reason))"
    case .vacuous(let reason): return "\(cell.property) is vacuous for \(subject) (\(reason))"
    case .notApplicable(let reason):
      return "\(cell.property) is not applicable to \(subject) (\(reason))"
    case .unknown(let reason):
      return "\(cell.property) of \(subject) is unknown (\(reason.words))"
    }
  }

  /// What the specs say it should have come out as.
  package var expected: String {
    guard let expectation else {
      return isContested ? "people disagree on it" : "nothing is expected of it"
    }
    let reason = expectation.reason.isEmpty ? "" : " because \(expectation.reason)"
    return "expected: \(expectation.verdict.rawValue)\(reason)"
  }

  /// The column in words: `linux-5.14-ext4: punch+pwrite`.
  var place: String {
    (cell.column.kernel.map { "\($0): " } ?? "") + cell.column.title
  }
}
