import Checking
package import SpecLanguage
import TransitionSystem

/// A counterexample in full: what it is about, its steps, where they stand, why it is one.
///
/// The text is complete: `TraceTextReader` reads the run back from it.
package struct TraceText {
  let run: Run
  let specification: Specification
  let style: Style

  package init(_ run: Run, _ specification: Specification, _ style: Style) {
    self.run = run
    self.specification = specification
    self.style = style
  }

  package var lines: [String] {
    head + TraceReport(run, style: style).lines + StepSources(run, specification).lines(style)
      + Explanation(run).lines(style)
  }

  /// What the run is and where it was found.
  private var head: [String] {
    let heading = Self.heading(
      run.cell, run.claim, run.replayed.trace, isNamed: run.claim != .deadlocks)
    let work = ScopeReport.work(run.cell, specification)
    let tasks = work.isEmpty ? "" : ", \(work)"
    var lines = heading.wrapped(to: TraceReport.width)
    lines += Self.paragraph("workload", "\(run.cell.workload)\(tasks)")
    lines += Self.paragraph("scope", Self.list(run.cell.scope.entries))
    let origin = run.origin
    lines += Self.paragraph("set", origin.settings.joined(separator: "; "))
    lines += Self.paragraph("unfair", origin.unfair.joined(separator: ", "))
    if origin.properties != [run.cell.property] {
      lines += Self.paragraph("observed", origin.properties.joined(separator: ", "))
    }
    return lines.map(style.plain)
  }

  /// `punch+pwrite on linux-5.14-ext4 breaks in_place in 19 steps, trace 724b3-faf85`.
  static func heading(
    _ cell: Cell, _ claim: Trace.Claim, _ trace: Trace, isNamed: Bool
  ) -> String {
    let name = isNamed ? ", trace \(TraceIdentity(cell, trace).text)" : ""
    return "\(cell.column.place) \(verb(cell.property, claim, trace))\(name)"
  }

  private static func verb(_ property: String, _ claim: Trace.Claim, _ trace: Trace) -> String {
    let count = trace.steps.count
    let steps = "\(count) \(count == 1 ? "step" : "steps")"
    let before = trace.loopStart ?? count
    let stem = "\(before) \(before == 1 ? "step" : "steps")"
    return switch claim {
    case .violatesStepwise, .violatesAlways: "breaks \(property) in \(steps)"
    case .violatesResponse: "breaks \(property) for ever after \(stem)"
    case .witnesses, .covers: "reaches \(property) in \(steps)"
    case .deadlocks: "can go no further after \(steps)"
    case .evaluationError: "has an error in its spec after \(steps)"
    }
  }

  /// A keyword and what it says, later lines indented; nothing where there is nothing to say.
  private static func paragraph(_ keyword: String, _ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return "\(keyword) \(text)".wrapped(to: TraceReport.width - 2).enumerated().map {
      $0.offset == 0 ? $0.element : "  " + $0.element
    }
  }

  /// `block=3, calls=2`, as `--scope` takes it.
  private static func list(_ entries: [String: Int]) -> String {
    entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }
}
