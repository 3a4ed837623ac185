package import Checking
package import SpecLanguage
import TransitionSystem

/// Sentences of a discussion, with what the model says of them and the evidence.
package struct ClaimReport {
  let verdicts: [ClaimVerdict]
  let specification: Specification
  /// What programs and properties have that name nothing else.
  let scope: RunScope
  let style: Style
  /// Whether the runs are told that are evidence.
  let showsRuns: Bool

  static let width = 78

  package init(
    _ verdicts: [ClaimVerdict], _ specification: Specification, scope: RunScope, style: Style,
    showsRuns: Bool
  ) {
    self.verdicts = verdicts
    self.specification = specification
    self.scope = scope
    self.style = style
    self.showsRuns = showsRuns
  }

  package var lines: [String] {
    (verdicts.flatMap { lines($0) + [""] } + scopes + ["", summary]).map(style.plain)
  }

  /// What the evidence is about: sizes, workloads and budgets.
  private var scopes: [String] {
    let sizes = scope.description(tasks: 0)
    let report = ScopeReport(specification: specification, results: cells, style: style)
    return "scope \(sizes), where nothing else is named; for what holds every state was visited"
      .hanging(2, in: Self.width) + report.lines.flatMap { $0.hanging(4, in: Self.width) }
  }

  /// The cells that are evidence, without those under an assumption.
  private var cells: [CellResult] {
    verdicts.flatMap(\.readings).flatMap(\.kernels).flatMap(\.evidence).flatMap { result in
      if case .cells(let cells, _) = result.outcome { return cells.map(\.result) }
      return []
    }
  }

  private func lines(_ verdict: ClaimVerdict) -> [String] {
    let claim = verdict.claim
    var lines = "\(claim.name): \(claim.says)".hanging(4, in: Self.width)
    if !claim.source.isEmpty { lines += field("from", claim.source) }
    lines += field("model", Self.answer(verdict))
    if let expected = claim.expected {
      let reason = expected.reason.isEmpty ? "" : ": \(expected.reason)"
      lines += field("expected", expected.word.rawValue + reason)
    }
    lines += difference(verdict)
    for reading in verdict.readings { lines += self.lines(reading, verdict) }
    return lines
  }

  private func field(_ name: String, _ text: String) -> [String] {
    text.beside(name, indentation: 2, in: Self.width)
  }

  private func difference(_ verdict: ClaimVerdict) -> [String] {
    let found = verdict.found?.rawValue ?? "nothing"
    switch verdict.agreement {
    case .asExpected, .open: return []
    case .accepted:
      return field("found", "\(found), accepted: \(verdict.claim.accepted?.reason ?? "")")
    case .different:
      let said = verdict.claim.accepted.map { ", and not \($0.word.rawValue) as it says" }
      return field("found", found + (said ?? ", which is not expected"))
    }
  }

  private func lines(_ reading: ReadingVerdict, _ verdict: ClaimVerdict) -> [String] {
    let answer = Self.answer(reading)
    let lines = "  - \(reading.reading.name): \(answer)".hanging(4, in: Self.width)
    let tells = showsRuns || verdict.agreement == .different
    return lines + EvidenceText(reading, specification, style: style, showsRuns: tells).lines
  }

  private var summary: String {
    func part(_ number: Int, _ words: String) -> String? {
      number == 0 ? nil : "\(number) \(words)"
    }
    func count(_ agreement: ClaimVerdict.Agreement) -> Int {
      verdicts.count { $0.agreement == agreement && $0.unknown == nil }
    }
    let parts = [
      part(count(.asExpected), "as expected"),
      part(count(.accepted), "otherwise, as their claims say"),
      part(count(.different), "not as expected"),
      part(verdicts.count { $0.unknown != nil }, "unknown"),
      part(count(.open), "not to be compared"),
    ]
    return Self.counted(verdicts.count, "claim") + ": "
      + parts.compactMap(\.self).joined(separator: ", ")
  }
}

/// What the model says, in words.
extension ClaimReport {
  /// Of the sentence as a whole.
  static func answer(_ verdict: ClaimVerdict) -> String {
    if verdict.readings.count == 1, let only = verdict.readings.first { return answer(only) }
    if let unknown = verdict.unknown { return "unknown (\(unknown.words))" }
    let rest = verdict.isPartlyModelled ? ", as far as it is modelled" : ""
    switch verdict.found {
    case nil: return "not modelled"
    case .confirm: return "holds\(rest)"
    case .refute:
      let steps = verdict.readings.flatMap(\.kernels).compactMap(\.steps).min()
      return "does not hold\(steps.map { " (\(counted($0, "step")))" } ?? "")\(rest)"
    case .partly, .open: return "holds in part\(rest)"
    }
  }

  /// Of one reading: for all kernels together, or for those that are alike.
  static func answer(_ reading: ReadingVerdict) -> String {
    let answers = reading.kernels.map(\.answer).distinct
    return answers.map { answer in
      let kernels = reading.kernels.filter { $0.answer == answer }
      let place = " on " + kernels.map(\.kernel).joined(separator: ", ")
      return words(answer, answers.count == 1 ? "" : place) + evidence(kernels)
    }.joined(separator: "; ")
  }

  private static func words(_ answer: ReadingVerdict.Answer, _ place: String) -> String {
    switch answer {
    case .holds: "holds\(place)"
    case .holdsIf(let assumptions):
      "holds\(place) if " + assumptions.joined(separator: ", or if ") + "; otherwise not"
    case .fails: "does not hold\(place)"
    case .notModelled: "not modelled\(place)"
    case .unknown(let reason): "unknown\(place) (\(reason.words))"
    }
  }

  /// How long the shortest counterexample is, on each kernel if they differ.
  private static func evidence(_ kernels: [ReadingVerdict.OnKernel]) -> String {
    let failed = kernels.filter(\.fails)
    let steps = failed.map { $0.steps.map { counted($0, "step") } ?? $0.visited }
    if steps.distinct.count == 1 { return steps[0].isEmpty ? "" : " (\(steps[0]))" }
    let each = zip(steps, failed).filter { !$0.0.isEmpty }.map { "\($0) on \($1.kernel)" }
    return each.isEmpty ? "" : " (\(each.joined(separator: ", ")))"
  }

  static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

extension ReadingVerdict.OnKernel {
  /// The shortest run that decides the answer.
  var steps: Int? { decisive.compactMap(\.steps).min() }

  /// What there is to say where no run shows it: for there is none.
  fileprivate var visited: String {
    let isSearched = decisive.contains { result in
      if case .litmus = result.outcome { return true }
      return false
    }
    return isSearched ? "no run" : ""
  }
}

extension ClaimEvidenceResult.Unknown {
  /// The reason in words.
  package var words: String {
    switch self {
    case .stopped(let reason): reason.words
    case .problem(let text): text
    }
  }
}

extension String {
  /// The text in lines, the first beside what it is.
  func beside(_ name: String, indentation: Int, in width: Int) -> [String] {
    let blanks = String(repeating: " ", count: indentation)
    return wrapped(to: width - indentation - 10).enumerated().map { number, line in
      "\(blanks)\((number == 0 ? name : "").padded(to: 9)) \(line)"
    }
  }

  /// The text in lines, all but the first indented by so much; blanks that it begins with stay.
  func hanging(_ indentation: Int, in width: Int) -> [String] {
    let head = String(prefix { $0 == " " })
    let text = String(dropFirst(head.count))
    let rest = String(repeating: " ", count: indentation)
    let lines = text.wrapped(to: width - max(head.count, indentation))
    return lines.enumerated().map { ($0.offset == 0 ? head : rest) + $0.element }
  }
}
