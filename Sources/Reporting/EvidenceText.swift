import Checking
import SpecLanguage
import TransitionSystem

/// The evidence of a reading: what is asked, then what came out, once for all kernels where it is
/// alike.
struct EvidenceText {
  let reading: ReadingVerdict
  let specification: Specification
  let style: Style
  let showsRuns: Bool
  private static let indentation = 6

  init(
    _ reading: ReadingVerdict, _ specification: Specification, style: Style, showsRuns: Bool
  ) {
    self.reading = reading
    self.specification = specification
    self.style = style
    self.showsRuns = showsRuns
  }

  /// One thing that came out, with a number for each kernel.
  struct Row {
    var text: String
    /// How many steps or states it took.
    var measure: String?
  }

  /// The kernels on which the same came out.
  private struct Group {
    var text: String
    var measures: [(kernel: String, measure: String?)] = []
    var results: [(kernel: String, result: ClaimEvidenceResult)] = []
  }

  var lines: [String] {
    reading.reading.evidence.indices.flatMap { number -> [String] in
      let groups = groups(number)
      guard !groups.isEmpty else { return [] }
      guard let head = Self.head(reading.reading.evidence[number]) else {
        return groups.flatMap { lines($0, indentation: Self.indentation) }
      }
      return head.flatMap { indented($0, Self.indentation) }
        + groups.flatMap { lines($0, indentation: Self.indentation + 2) }
    }
  }

  /// What came out of one piece of evidence: what decides the reading, and under assumptions.
  private func groups(_ number: Int) -> [Group] {
    var groups: [Group] = []
    func add(_ rows: [Row], _ kernel: String, _ result: ClaimEvidenceResult) {
      for row in rows {
        var index = groups.firstIndex { $0.text == row.text }
        if index == nil {
          groups.append(Group(text: row.text))
          index = groups.count - 1
        }
        groups[index ?? 0].measures.append((kernel, row.measure))
        groups[index ?? 0].results.append((kernel, result))
      }
    }
    for kernel in reading.kernels {
      for result in kernel.decisive where result.number == number {
        add(EvidenceRows.rows(result), kernel.kernel, result)
      }
    }
    for kernel in reading.kernels {
      for (assumption, results) in kernel.assumed {
        for result in results where result.number == number {
          add(EvidenceRows.rows(result, assuming: assumption.text), kernel.kernel, result)
        }
      }
    }
    return groups
  }

  /// What is asked of small programs.
  private static func head(_ evidence: ClaimEvidence) -> [String]? {
    guard case .litmus(let test, let isShared) = evidence.kind else { return nil }
    guard !isShared else {
      let observed = test.observed.isEmpty ? "" : ", observed on \(test.observed)"
      return ["litmus '\(test.name)'\(observed):"]
    }
    return (test.title.isEmpty ? [] : ["\(test.title):"]) + test.text
  }

  private func lines(_ group: Group, indentation: Int) -> [String] {
    let isEverywhere = group.measures.map(\.kernel) == reading.kernels.map(\.kernel)
    let same = group.measures.map(\.measure).distinct
    var text = group.text
    if same.count == 1 {
      let place = isEverywhere ? [] : ["on " + group.measures.map(\.kernel).joined(separator: ", ")]
      let parts = same.compactMap(\.self) + place
      if !parts.isEmpty { text += " (\(parts.joined(separator: " ")))" }
    } else {
      let parts = group.measures.map { [$0.measure, "on \($0.kernel)"].compactMap(\.self) }
      text += " (\(parts.map { $0.joined(separator: " ") }.joined(separator: "; ")))"
    }
    return indented(text, indentation) + runs(group, indentation: indentation)
  }

  private func indented(_ text: String, _ indentation: Int) -> [String] {
    (String(repeating: " ", count: indentation) + text)
      .hanging(indentation + 2, in: ClaimReport.width)
  }
}

/// The runs themselves.
extension EvidenceText {
  private func runs(_ group: Group, indentation: Int) -> [String] {
    guard showsRuns else { return [] }
    let head = String(repeating: " ", count: indentation)
    return group.results.flatMap { kernel, result in
      result.runs.flatMap { lines($0, result, kernel) }.map { $0.isEmpty ? "" : head + $0 }
    }
  }

  private func lines(
    _ shown: LitmusResult.Shown, _ result: ClaimEvidenceResult, _ kernel: String
  ) -> [String] {
    guard let run = run(shown, result) else { return [] }
    let steps = ClaimReport.counted(shown.replayed.trace.steps.count, "step")
    return ["\(steps) on \(kernel):"] + TraceReport(run, style: style).lines
  }

  private func run(
    _ shown: LitmusResult.Shown, _ result: ClaimEvidenceResult
  ) -> Run? {
    switch result.outcome {
    case .litmus(let litmus): return litmus.run(shown)
    case .cells(let cells, _):
      guard let cell = cells.first(where: { $0.result.cell.property == shown.property }),
        let evaluator = cell.evaluator
      else { return nil }
      return Run(
        cell: cell.result.cell, evaluator: evaluator, replayed: shown.replayed,
        claim: shown.claim, roles: specification.roles(of: cell.result.cell))
    case .declared, .notModelled, .failed: return nil
    }
  }
}
