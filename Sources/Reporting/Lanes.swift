import TransitionSystem

/// Steps in columns: one lane a task, one for what happens by itself and for what changes.
struct Lanes {
  let teller: StepTeller
  /// The role of each task, by the task's number.
  let roles: [String]
  /// Whether the last lane is that of a kernel.
  let isKernel: Bool
  let width: Int
  /// With more tasks a lane would hold no word: all share one.
  private static let mostLanes = 4
  /// More changed cells of one variable than this are counted, not listed.
  private static let mostCells = 4

  /// A step that is possible in a state.
  typealias Transition = Evaluator.Transition

  /// The names of the lanes.
  var heading: [String] {
    var titles = roles.enumerated().map { task, role in
      let name = teller.laneName(task)
      return name == role ? name : "\(name) (\(role))"
    }
    if shares { titles = ["task"] }
    let rest = isKernel ? "kernel and media" : "environment and state"
    titles.append(roles.isEmpty ? "what happens" : rest)
    return row("step", titles.map { $0.wrapped(to: lane - 1) })
  }

  /// The lines of a step with its number in the run, from 1; no other step of the state has the
  /// same.
  func lines(_ number: Int, _ transition: Transition, from state: State) -> [String] {
    let plain = lines(number, transition, from: state, mark: "")
    let alike = teller.rivals(of: transition.firing, in: state)
      .filter { lines(number, $0, from: state, mark: "") == plain }
    guard alike.count > 1,
      let position = alike.firstIndex(where: { $0.firing == transition.firing })
    else { return plain }
    let mark = " (\(position + 1) of \(alike.count) that read so)"
    return lines(number, transition, from: state, mark: mark)
  }

  private func lines(
    _ number: Int, _ transition: Transition, from state: State, mark: String
  ) -> [String] {
    let words = teller.words(transition.firing, in: state) + mark
    let changes = changes(from: state, to: transition.target).joined(separator: ", ")
    var cells = Array(repeating: [String](), count: taskLanes + 1)
    if let task = teller.task(transition.firing, in: state), roles.indices.contains(task) {
      let told = shares ? "\(teller.laneName(task)): \(words)" : words
      cells[shares ? 0 : task] = told.wrapped(to: lane - 1)
      cells[taskLanes] = changes.wrapped(to: lane - 1)
    } else {
      let told = changes.isEmpty ? words : "\(words): \(changes)"
      cells[taskLanes] = told.wrapped(to: lane - 1)
    }
    for task in roles.indices {
      let now = teller.locks(heldBy: task, in: transition.target)
      guard now != teller.locks(heldBy: task, in: state) else { continue }
      let list = now.isEmpty ? "no lock" : now.joined(separator: ", ")
      let told = (shares ? "\(teller.laneName(task)) holds " : "holds ") + list
      cells[shares ? 0 : task] += told.wrapped(to: lane - 3).map { "  " + $0 }
    }
    return row("\(number)", cells)
  }

  private var shares: Bool { roles.count > Self.mostLanes }

  /// All tasks in one lane, or a lane each.
  private var taskLanes: Int { shares ? 1 : roles.count }

  private var lane: Int { (width - 5) / (taskLanes + 1) }

  private func row(_ head: String, _ cells: [[String]]) -> [String] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<max(height, 1)).map { line in
      let parts = cells.map { ($0.indices.contains(line) ? $0[line] : "").padded(to: lane) }
      let number = line == 0 ? String(repeating: " ", count: max(0, 4 - head.count)) + head : "    "
      return (number + " " + parts.joined()).trimmingTrailingBlanks
    }
  }

  private func changes(from before: State, to after: State) -> [String] {
    var texts: [String] = []
    var all = teller.changes(from: before, to: after)[...]
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
