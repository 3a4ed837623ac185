import Checking
import Reporting
import TransitionSystem

/// What becomes of a run without a step, found by sets of states: another way to the answers of
/// `Counterfactual`.
struct Aftermath {
  let run: Run
  private var evaluator: Evaluator { run.evaluator }
  private var states: [State] { run.replayed.states }

  init(_ run: Run) { self.run = run }

  /// Whether the property holds on the rest if the step, from 0, does not happen.
  func isKept(without step: Int) throws -> Bool { try isKept(from: [states[step]], step + 1) }

  /// Whether it holds on the rest if a task's step leaves some cells that it changed as they were,
  /// or for another choice of the task.
  func isKept(changing step: Int) throws -> Bool {
    let changed = states[step].cells.indices.filter { cell in
      let role = evaluator.layout.field(ofCell: cell).variable.role
      return (role == .model || role == .ghost)
        && states[step].cells[cell] != states[step + 1].cells[cell]
    }
    for mask in 1..<(1 << min(changed.count, 10)) {
      var state = states[step + 1]
      for (bit, cell) in changed.enumerated() where mask >> bit & 1 == 1 {
        state.cells[cell] = states[step].cells[cell]
      }
      if let kept = try? isKept(from: [state], step + 1), kept { return true }
    }
    let taken = run.replayed.transitions[step].firing
    for other in try steps(of: task(taken, states[step]), in: states[step])
    where other.firing != taken && !breaks(other) {
      if try isKept(from: [other.target], step + 1) { return true }
    }
    return false
  }

  /// Whether the rest leaves nothing unanswered if the step does not happen, nor what it led to.
  func answers(without step: Int) throws -> Bool {
    guard case .leadsTo(let response)? = evaluator.system.property(run.cell.property)?.kind else {
      return false
    }
    var path = Array(states[...step])
    for transition in run.replayed.transitions.dropFirst(step + 1) {
      guard let last = path.last else { continue }
      if let next = try evaluator.fire(transition.firing, in: last) { path.append(next.target) }
    }
    return try evaluator.assignments(of: response.parameters, extending: [:]).allSatisfy { values in
      let open = try path.lastIndex { try evaluator.holds(response.trigger, in: $0, values) } ?? -1
      return try path[max(open, 0)...].contains {
        try open < 0 || evaluator.holds(response.goal, in: $0, values)
      }
    }
  }

  private func isKept(from starts: Set<State>, _ first: Int) throws -> Bool {
    var now = starts
    if try now.contains(where: { try !holds($0) }) { return false }
    for step in run.replayed.transitions.indices.dropFirst(first) {
      let firing = run.replayed.transitions[step].firing
      let lane = task(firing, states[step])
      var next: Set<State> = []
      for state in now {
        let same = try evaluator.fire(firing, in: state).map { [$0] }
        let others = try lane == nil ? [] : steps(of: lane, in: state)
        let ways = same ?? others.filter { isCall(firing) || !isCall($0.firing) }
        if ways.isEmpty { next.insert(state) }
        for way in ways {
          if try breaks(way) || !holds(way.target) { return false }
          next.insert(way.target)
        }
      }
      now = next
    }
    return try finishes(now)
  }

  /// The task of the last step goes on to the end of its call.
  private func finishes(_ ends: Set<State>) throws -> Bool {
    guard let last = run.replayed.transitions.last,
      let lane = task(last.firing, states[states.count - 2])
    else { return true }
    var pending = Array(ends)
    var seen = ends
    while let state = pending.popLast() {
      let place = evaluator.text(of: .read("pc", [.element(sort: "task", lane)]), in: state, [:])
      if place == "ended" || place.hasSuffix(": idle") { continue }
      for way in try steps(of: lane, in: state) {
        if try breaks(way) || !holds(way.target) { return false }
        if seen.insert(way.target).inserted { pending.append(way.target) }
      }
    }
    return true
  }

  private func isCall(_ firing: Firing) -> Bool {
    evaluator.system.actions[firing.action].label.kind == .call
  }

  private func task(_ firing: Firing, _ state: State) -> Int? {
    guard let task = evaluator.system.actions[firing.action].task else { return nil }
    return try? evaluator.value(of: task, in: state, evaluator.bindings(of: firing))
  }

  private func steps(of lane: Int?, in state: State) throws -> [Evaluator.Transition] {
    try evaluator.transitions(from: state).filter { task($0.firing, state) == lane }
  }

  private func breaks(_ way: Evaluator.Transition) -> Bool {
    let checks = evaluator.system.actions[way.firing.action].checks
    return way.violated.contains { checks[$0].property == run.cell.property }
  }

  private func holds(_ state: State) throws -> Bool {
    guard case .always(let condition)? = evaluator.system.property(run.cell.property)?.kind else {
      return true
    }
    return try evaluator.holds(condition, in: state)
  }
}
