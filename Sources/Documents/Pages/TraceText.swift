/// A stored counterexample, a line a step.
enum TraceText {
  private static let width = 76

  static func text(_ trace: StoredTrace) -> String {
    let lanes = trace.steps.map { $0.lane.onOneLine.count }.max() ?? 0
    let digits = "\(trace.steps.count)".count
    let indent = String(repeating: " ", count: digits + lanes + 4)
    var lines: [String] = []
    for (number, step) in trace.steps.enumerated() {
      let lane = step.lane.onOneLine
      let count = "\(number + 1)"
      let head =
        String(repeating: " ", count: digits - count.count) + count + "  " + lane
        + String(repeating: " ", count: lanes - lane.count + 2)
      lines += step.text.onOneLine.filled(first: head, rest: indent, width: width)
      let changes = step.changes.map { $0.onOneLine.unbreakable }
      if !changes.isEmpty {
        lines += changes.joined(separator: ", ")
          .filled(first: indent + "-> ", rest: indent + "   ", width: width)
      }
    }
    for reason in trace.why {
      lines += reason.onOneLine.filled(first: "why: ", rest: "     ", width: width)
    }
    return lines.joined(separator: "\n")
  }
}
