package import TransitionSystem

/// A counterexample as text: one lane a task, one for the environment and what changed.
package struct TraceReport {
  let evaluator: Evaluator
  let replayed: ReplayedTrace
  let style: Style
  /// The roles' names, by task.
  let tasks: [String]
  static let width = 72

  package init(
    evaluator: Evaluator, replayed: ReplayedTrace, tasks: [String], style: Style
  ) {
    self.evaluator = evaluator
    self.replayed = replayed
    self.tasks = tasks
    self.style = style
  }

  /// The steps, a heading first.
  package var lines: [String] {
    let lane = (Self.width - 5) / (tasks.count + 1)
    var titles = tasks.enumerated().map { "P\($0.offset) (\($0.element))" }
    titles.append("kernel and media")
    var lines = row("step", titles, lane)
    for index in replayed.transitions.indices { lines += step(index, lane) }
    return lines
  }

  private func row(_ head: String, _ texts: [String], _ lane: Int) -> [String] {
    let cells = texts.map { $0.wrapped(to: lane - 1) }
    let height = cells.map(\.count).max() ?? 0
    return (0..<max(height, 1)).map { line in
      let parts = cells.map { ($0.indices.contains(line) ? $0[line] : "").padded(to: lane) }
      let number = line == 0 ? String(repeating: " ", count: max(0, 4 - head.count)) + head : "    "
      return trimmed(number + " " + parts.joined())
    }
  }

  private func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }

  private func step(_ index: Int, _ lane: Int) -> [String] {
    let transition = replayed.transitions[index]
    let action = evaluator.system.actions[transition.firing.action]
    let bindings = evaluator.bindings(of: transition.firing)
    let before = replayed.states[index]
    let words = evaluator.text(of: action.label, in: before, bindings)
    var texts = Array(repeating: "", count: tasks.count + 1)
    let changes = changes(index).joined(separator: ", ")
    switch action.label.lane {
    case .environment: texts[tasks.count] = changes.isEmpty ? words : "\(words): \(changes)"
    case .task(let task):
      let number = (try? evaluator.value(of: task, in: before, bindings)) ?? 0
      if texts.indices.contains(number) { texts[number] = words }
      texts[tasks.count] = changes
    }
    return row("\(index + 1)", texts, lane)
  }

  /// What a step changed in the model's state; bulk changes of one variable are counted.
  private func changes(_ index: Int) -> [String] {
    let layout = evaluator.layout
    let before = replayed.states[index]
    let after = replayed.states[index + 1]
    return before.cells.indices.compactMap { cell in
      guard before.cells[cell] != after.cells[cell],
        layout.field(ofCell: cell).variable.role == .model
      else { return nil }
      return "\(layout.name(ofCell: cell)) = \(layout.text(ofCell: cell, in: after))"
    }
  }
}
