import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// A counterexample in full: heading, steps, reason.
struct TraceText {
  let run: Run
  let specification: Specification
  let style: Style

  init(_ run: Run, _ specification: Specification, _ style: Style) {
    self.run = run
    self.specification = specification
    self.style = style
  }

  var lines: [String] {
    let cell = run.cell
    let kernel = cell.column.kernel.map { " on \($0)" } ?? ""
    let count = run.replayed.trace.steps.count
    let steps = "\(count) \(count == 1 ? "step" : "steps")"
    let before = run.replayed.trace.loopStart ?? count
    let stem = "\(before) \(before == 1 ? "step" : "steps")"
    let verb =
      switch run.claim {
      case .violatesStepwise, .violatesAlways: "breaks \(cell.property) in \(steps)"
      case .violatesResponse: "breaks \(cell.property) for ever after \(stem)"
      case .witnesses, .covers: "reaches \(cell.property) in \(steps)"
      case .deadlocks: "can go no further after \(steps)"
      case .evaluationError: "has an error in its spec after \(steps)"
      }
    let name = run.claim == .deadlocks ? "" : ", trace \(run.identity.text)"
    let heading = "\(cell.column.title)\(kernel) \(verb)\(name)"
    let scope = ScopeReport.words(cell, specification)
    let workload = "workload \(cell.workload); \(scope)"
    return (heading.wrapped(to: 72) + workload.wrapped(to: 72)).map(style.plain)
      + TraceReport(run, style: style).lines + Explanation(run).lines(style)
  }
}
