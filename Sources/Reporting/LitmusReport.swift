package import Checking
import SpecLanguage
import TransitionSystem

/// What litmus tests came to, as herd7 tells it: the final states, and what the conditions say.
package struct LitmusReport {
  let results: [LitmusResult]
  let style: Style
  /// Whether runs are told of tests that hold, too.
  let showsRuns: Bool

  package init(_ results: [LitmusResult], style: Style, showsRuns: Bool) {
    self.results = results
    self.style = style
    self.showsRuns = showsRuns
  }

  package var lines: [String] {
    let failed = results.count { !$0.holds }
    let count = results.count == 1 ? "1 test" : "\(results.count) tests"
    let summary =
      failed == 0 ? "\(count), all as they say" : "\(count), \(failed) not as they say"
    return (results.flatMap(lines) + [summary]).map(style.plain)
  }

  private func lines(_ result: LitmusResult) -> [String] {
    var lines = ["\(result.kernel): \(result.test.name)"]
    if !result.test.observed.isEmpty { lines.append("  observed on \(result.test.observed)") }
    if let problem = result.problem {
      lines += problemLines(problem, result)
    } else {
      let count = result.finalStates.count
      lines.append("  \(count) final \(count == 1 ? "state" : "states"), \(result.states) in all")
      lines += result.finalStates.map { "    \(Self.text($0))" }
      lines += result.conditions.flatMap { conditionLines($0, result) }
    }
    return lines + [""]
  }

  private static func text(_ state: LitmusResult.FinalState) -> String {
    state.values.map { "\($0.name) = \($0.text)" }.joined(separator: "; ")
  }

  private func conditionLines(
    _ condition: LitmusResult.Condition, _ result: LitmusResult
  ) -> [String] {
    let word = condition.quantifier.rawValue
    var lines: [String]
    switch condition.failure {
    case nil: lines = ["  \(word): so it is"]
    case .otherState where condition.quantifier == .forbids:
      lines = ["  \(word): not so: a final state is as it is forbidden"]
    case .otherState: lines = ["  \(word): not so: a final state is none of these"]
    case .missing(let number):
      let which = condition.quantifier == .allows ? "so" : "alternative \(number + 1)"
      lines = ["  \(word): not so: no final state is \(which)"]
    }
    if let run = condition.run, condition.failure != nil || showsRuns {
      lines += runLines(run, result)
    }
    return lines
  }

  private func problemLines(
    _ problem: LitmusResult.Problem, _ result: LitmusResult
  ) -> [String] {
    switch problem {
    case .stopped(let reason): return ["  unknown (\(reason.words))"]
    case .endless: return ["  the tasks never all end"]
    case .stuck(let run):
      return ["  the tasks can get to where none can go on"] + runLines(run, result)
    case .error(let message, let site, let run):
      let place = site.map { "\($0.description): " } ?? ""
      return ["  \(place)error: \(message)"] + (run.map { runLines($0, result) } ?? [])
    }
  }

  private func runLines(_ shown: LitmusResult.Shown, _ result: LitmusResult) -> [String] {
    guard let run = result.run(shown) else { return [] }
    return TraceReport(run, style: style, width: TraceReport.width - 4).lines
      .map { $0.isEmpty ? "" : "    \($0)" }
  }
}

/// The same for programs.
extension LitmusReport {
  /// The number of the schema of `json`.
  package static let schema = 2

  package var json: JSON {
    .object([
      .init("tests", .array(results.map(json))),
      .init("failed", .integer(results.count { !$0.holds })),
    ])
  }

  private func json(_ result: LitmusResult) -> JSON {
    var members: [JSON.Member] = [
      .init("name", .string(result.test.name)), .init("kernel", .string(result.kernel)),
      .init("observed", .optional(result.test.observed.isEmpty ? nil : result.test.observed)),
      .init("holds", .bool(result.holds)), .init("states", .integer(result.states)),
      .init("finalStates", .array(result.finalStates.map(json))),
      .init("conditions", .array(result.conditions.map(json))),
    ]
    if let problem = result.problem {
      let words = problemLines(problem, result).first ?? ""
      members.append(.init("problem", .string(String(words.drop { $0 == " " }))))
    }
    return .object(members)
  }

  private func json(_ state: LitmusResult.FinalState) -> JSON {
    .object(state.values.map { .init($0.name, .string($0.text)) })
  }

  private func json(_ condition: LitmusResult.Condition) -> JSON {
    .object([
      .init("quantifier", .string(condition.quantifier.rawValue)),
      .init("holds", .bool(condition.failure == nil)),
      .init("steps", condition.run.map { .integer($0.replayed.trace.steps.count) } ?? .null),
    ])
  }
}

/// Which options the tests notice.
extension LitmusReport {
  package static func lines(_ findings: [LitmusPower.Finding]) -> [String] {
    findings.map { finding in
      let head = "\(finding.kernel): \(finding.option) = \(finding.value)"
      guard let first = finding.noticedBy.first else {
        return "\(head): no test of \(finding.testCount) notices"
      }
      let count = finding.noticedBy.count
      return "\(head): \(count) of \(finding.testCount) tests notice, as '\(first)'"
    }
  }
}

extension LitmusResult {
  /// One of its runs, as runs are told; nil where there is none to tell.
  func run(_ shown: Shown) -> Run? {
    guard let evaluator else { return nil }
    let cell = Cell(
      column: Column(kernel: kernel, design: test.name), property: shown.property,
      workload: test.name, scope: .defaults)
    return Run(
      cell: cell, evaluator: evaluator, replayed: shown.replayed, claim: shown.claim,
      roles: test.roles.map(\.name))
  }
}
