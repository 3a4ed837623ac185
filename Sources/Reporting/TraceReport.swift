import TransitionSystem

/// A run as text: one lane a task, one for the environment and for what changed.
package struct TraceReport {
  let run: Run
  let style: Style
  static let width = 72
  /// With more tasks a lane would hold no word: all share one.
  private static let mostLanes = 4
  /// More changed cells of one variable than this are counted, not listed.
  private static let mostCells = 4

  package init(_ run: Run, style: Style) {
    self.run = run
    self.style = style
  }

  /// The steps, a heading first.
  package var lines: [String] {
    var titles = run.roles.enumerated().map { task, role in
      let name = run.laneName(task)
      return name == role ? name : "\(name) (\(role))"
    }
    if shares { titles = ["task"] }
    titles.append(run.roles.isEmpty ? "what happens" : "environment and state")
    var lines = row("step", titles)
    let start = run.replayed.trace.loopStart
    for step in run.replayed.transitions.indices {
      if step == start { lines.append(Self.repeating) }
      lines += self.step(step)
    }
    if start == run.replayed.transitions.count { lines.append(Self.staying) }
    return lines.map(style.plain)
  }

  /// What stands between the way to a loop and the loop.
  private static let repeating = "     then again and again:"
  private static let staying = "     then nothing more, for ever"

  private var shares: Bool { run.roles.count > Self.mostLanes }

  /// All tasks in one lane, or a lane each.
  private var taskLanes: Int { shares ? 1 : run.roles.count }

  private var lane: Int { (Self.width - 5) / (taskLanes + 1) }

  private func row(_ head: String, _ texts: [String]) -> [String] {
    let cells = texts.map { $0.wrapped(to: lane - 1) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<max(height, 1)).map { line in
      let parts = cells.map { ($0.indices.contains(line) ? $0[line] : "").padded(to: lane) }
      let number = line == 0 ? String(repeating: " ", count: max(0, 4 - head.count)) + head : "    "
      return (number + " " + parts.joined()).trimmingTrailingBlanks
    }
  }

  private func step(_ step: Int) -> [String] {
    let words = run.words(step)
    let changes = changes(step).joined(separator: ", ")
    var texts = Array(repeating: "", count: taskLanes + 1)
    if let task = run.task(step), run.roles.indices.contains(task) {
      texts[shares ? 0 : task] = shares ? "\(run.laneName(task)): \(words)" : words
      texts[taskLanes] = changes
    } else {
      texts[taskLanes] = changes.isEmpty ? words : "\(words): \(changes)"
    }
    return row("\(step + 1)", texts)
  }

  private func changes(_ step: Int) -> [String] {
    var texts: [String] = []
    var all = run.changes(step)[...]
    while let first = all.first {
      let variable = first.cell.prefix { $0 != "[" }
      let same = all.prefix { $0.cell.prefix { $0 != "[" } == variable }
      if same.count > Self.mostCells {
        texts.append("\(same.count) cells of \(variable)")
      } else {
        texts += same.map { "\($0.cell) = \($0.after)" }
      }
      all = all.dropFirst(same.count)
    }
    return texts
  }
}
