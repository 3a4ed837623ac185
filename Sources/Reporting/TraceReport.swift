import Checking
import TransitionSystem

/// A run as text: one lane a task, one for the environment and for what changed.
package struct TraceReport {
  let run: Run
  let style: Style
  let lanes: Lanes
  package static let width = 72

  /// A report in lines of at most so many columns.
  package init(_ run: Run, style: Style, width: Int = TraceReport.width) {
    self.run = run
    self.style = style
    lanes = Lanes(
      teller: run.teller, roles: run.roles, isKernel: run.cell.column.kernel != nil, width: width)
  }

  /// The steps, a heading first.
  package var lines: [String] {
    var lines = lanes.heading
    let start = run.replayed.trace.loopStart
    for (step, transition) in run.replayed.transitions.enumerated() {
      if step == start { lines.append(Self.repeating) }
      lines += lanes.lines(step + 1, transition, from: run.replayed.states[step])
    }
    if start == run.replayed.transitions.count { lines.append(Self.staying) }
    return lines.map(style.plain)
  }

  /// What stands between the way to a loop and the loop.
  static let repeating = "     then again and again:"
  static let staying = "     then nothing more, for ever"
}
