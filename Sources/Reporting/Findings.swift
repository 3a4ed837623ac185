package import Checking
import SpecLanguage
import TransitionSystem

/// What the table cannot say: the traces of violations, and what is not as it should be.
package struct Findings {
  let results: [CellResult]
  let style: Style

  package init(results: [CellResult], style: Style) {
    self.results = results
    self.style = style
  }

  /// A line for each violated cell: `punch+pwrite breaks in_place in 19 steps   trace 7f3a1-91c2e`.
  package var violations: [String] {
    let violated = results.filter { $0.counterexample != nil }
    let sentences = violated.map {
      "\($0.cell.column.title) breaks \($0.cell.property) in \($0.count)"
    }
    let width = sentences.map(\.count).max() ?? 0
    var lines: [String] = []
    var kernel: String??
    for (result, sentence) in zip(violated, sentences) {
      let named = result.cell.column.kernel
      if kernel != .some(named) {
        kernel = .some(named)
        if let named { lines.append("on \(named):") }
      }
      let trace = result.identity?.text ?? ""
      lines.append("  \(sentence.padded(to: width))   trace \(trace)")
    }
    return lines.map(style.plain)
  }

  /// What is vacuous, unknown or not as expected, with the reason.
  package var remarks: [String] {
    var lines: [String] = []
    let tellsUnknown = results.count(where: \.isUnknown) <= Self.mostUnknown
    for result in results where !result.isUnknown || tellsUnknown {
      if !result.isAsExpected && !result.isUnknown { lines += unexpected(result) }
      if let remark = remark(result) { lines.append("\(Self.place(result)) \(remark)") }
      if let fairness = Self.fairness(result) { lines.append("\(Self.place(result)) \(fairness)") }
    }
    if !tellsUnknown { lines += unknown }
    return lines.map(style.plain)
  }

  /// More unknown cells than this are counted by reason: an interrupted run has hundreds.
  private static let mostUnknown = 12

  private var unknown: [String] {
    var counts: [String: Int] = [:]
    for result in results where result.isUnknown { counts[result.reason ?? "", default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { "\($0.value) cells are unknown (\($0.key))" }
  }

  static func place(_ result: CellResult) -> String {
    "\(result.cell.column.place), \(result.cell.property):"
  }

  private func remark(_ result: CellResult) -> String? {
    switch result.verdict {
    case .violated, .holds, .witnessed: nil
    case .decided(let holds, let reason, _): holds ? nil : "violated (static: \(reason))"
    case .vacuous(let reason): "vacuous (\(reason))"
    case .notApplicable(let reason): "not applicable (\(reason))"
    case .unknown(let reason): "unknown (\(reason.words))"
    }
  }

  /// What a `leadsTo` was decided under.
  static func fairness(_ result: CellResult) -> String? {
    guard !result.fairness.isEmpty else { return nil }
    let holds = result.isKept == true
    let parts = result.fairness.map { note in
      let words = "\(note.name) (\(note.strength.rawValue))"
      if !note.isMade { return "\(words) switched off" }
      return holds ? "\(words) \(note.isNeeded ? "needed" : "not needed")" : words
    }
    return "fairness: " + parts.joined(separator: ", ")
  }

  private func unexpected(_ result: CellResult) -> [String] {
    let found = result.isKept == nil ? result.word : result.isKept == true ? "holds" : "violated"
    guard let expectation = result.expectation else {
      return ["\(Self.place(result)) not expected: found \(found); nothing is expected of it"]
    }
    var line = "\(Self.place(result)) not expected: found \(found), expected "
    line += expectation.verdict.rawValue
    if !expectation.reason.isEmpty { line += " because \(expectation.reason)" }
    if let site = expectation.site { line += " (\(site.description))" }
    return [line]
  }
}

extension CellResult {
  /// The length of its trace in words.
  var count: String {
    if let trace = counterexample?.trace, let start = trace.loopStart {
      let loop = trace.steps.count - start
      return "\(start) + \(loop) steps"
    }
    let steps = self.steps ?? 0
    return "\(steps) \(steps == 1 ? "step" : "steps")"
  }
}
