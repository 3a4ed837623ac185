import Checking
import TransitionSystem

/// What becomes of a run if something in it is otherwise.
///
/// The rest follows the run: whoever took a step takes the same one if he can, or else any that he
/// can, but begins no call where he did not; what happens by itself happens if it can, or else
/// not. Where a task has a choice that it did not have, all ways are followed. In the end the task
/// of the last step finishes its call.
struct Counterfactual {
  private let run: Run
  private let evaluator: Evaluator
  private let property: Property?
  /// The task of the last step; nil: the environment.
  private let last: Int?
  /// More steps than these, on all ways together, are not followed.
  private static let mostSteps = 4000
  /// Of longer runs nothing is said.
  private static let longest = 500

  /// What is otherwise.
  enum Change: Hashable {
    /// The step does not happen.
    case without(Int)
    /// The step happens, but leaves these cells as they were.
    case unmade(Int, [Int])
    /// The step's task chooses otherwise there.
    case otherwise(Int)
  }

  init(_ run: Run) {
    self.run = run
    evaluator = run.evaluator
    property = run.evaluator.system.property(run.cell.property)
    last = run.replayed.transitions.indices.last.flatMap { run.task($0) }
  }

  /// Whether the property holds on the rest of the run then; false where that is not known.
  func isKept(_ change: Change) -> Bool {
    guard run.replayed.transitions.count <= Self.longest else { return false }
    do throws(EvaluationError) {
      switch change {
      case .without(let step): return try keeps(nil, after: step)
      case .unmade(let step, let cells):
        var state = run.replayed.states[step + 1]
        for cell in cells { state.cells[cell] = run.replayed.states[step].cells[cell] }
        return try keeps(state, after: step)
      case .otherwise(let step):
        let taken = run.replayed.transitions[step].firing
        guard let task = run.task(step) else { return false }
        let all = try run.teller.steps(of: task, in: run.replayed.states[step])
        // One choice with which it holds is enough to say that this one matters.
        for other in all where other.firing != taken && !isViolated(other) {
          if try keeps(other.target, after: step) { return true }
        }
        return false
      }
    } catch { return false }
  }

  /// Whether the run would not break the property if a step had left cells as they were, or
  /// everything; if its task had chosen otherwise; or, of the environment, if it had not happened.
  func matters(_ step: Int, _ cells: [Int]) -> Bool {
    if run.task(step) == nil { return isKept(.without(step)) }
    let layout = evaluator.layout
    let all = run.replayed.states[step].cells.indices.filter { cell in
      let role = layout.field(ofCell: cell).variable.role
      return role == .model || role == .ghost
    }
    return (!cells.isEmpty && isKept(.unmade(step, cells))) || isKept(.unmade(step, all))
      || isKept(.otherwise(step))
  }

  /// A way that is followed: the states so far, and the step of the run that comes next.
  private struct Way {
    var states: [State]
    var next: Int
  }

  /// Whether the property holds on all ways from a state in place of the one after a step; nil
  /// stands for the state before it.
  private func keeps(_ start: State?, after step: Int) throws(EvaluationError) -> Bool {
    let before = Array(run.replayed.states.prefix(step + 1))
    if let start, try !holds(start) { return false }
    var pending = [Way(states: before + [start].compactMap(\.self), next: step + 1)]
    var left = Self.mostSteps
    while let way = pending.popLast() {
      left -= 1
      guard left > 0, let state = way.states.last else { return false }
      guard let next = try steps(on: way, from: state) else {
        if try !answers(way.states) { return false }
        continue
      }
      let following = min(way.next + 1, run.replayed.transitions.count)
      if next.isEmpty { pending.append(Way(states: way.states, next: following)) }
      for transition in next {
        if isViolated(transition) { return false }
        if try !holds(transition.target) { return false }
        pending.append(Way(states: way.states + [transition.target], next: following))
      }
    }
    return true
  }

  /// How a way goes on; nil: it has come to its end.
  private func steps(
    on way: Way, from state: State
  ) throws(EvaluationError) -> [Evaluator.Transition]? {
    guard run.replayed.transitions.indices.contains(way.next) else {
      guard let last, !isBetweenCalls(state) else { return nil }
      let next = try run.teller.steps(of: last, in: state)
      return next.isEmpty ? nil : next
    }
    let firing = run.replayed.transitions[way.next].firing
    if let same = try evaluator.fire(firing, in: state) { return [same] }
    guard let task = run.task(way.next) else { return [] }
    return try run.teller.steps(of: task, in: state)
      .filter { beginsCall(firing) || !beginsCall($0.firing) }
  }

  private func beginsCall(_ firing: Firing) -> Bool {
    evaluator.system.actions[firing.action].label.kind == .call
  }

  /// Whether the last step's task waits for its next call, or has none left.
  private func isBetweenCalls(_ state: State) -> Bool {
    guard let last, let place = run.teller.place(of: last, in: state) else { return true }
    return place == "ended" || place.hasSuffix(": idle")
  }

  private func isViolated(_ transition: Evaluator.Transition) -> Bool {
    let checks = evaluator.system.actions[transition.firing.action].checks
    return transition.violated.contains { checks[$0].property == run.cell.property }
  }

  private func holds(_ state: State) throws(EvaluationError) -> Bool {
    guard case .always(let condition)? = property?.kind else { return true }
    return try evaluator.holds(condition, in: state)
  }

  /// Of a response: whether nothing is left unanswered at the end.
  private func answers(_ states: [State]) throws(EvaluationError) -> Bool {
    guard case .leadsTo(let response)? = property?.kind else { return true }
    for bindings in evaluator.assignments(of: response.parameters, extending: [:]) {
      var isOpen = false
      for state in states {
        if try evaluator.holds(response.trigger, in: state, bindings) { isOpen = true }
        if try evaluator.holds(response.goal, in: state, bindings) { isOpen = false }
      }
      if isOpen { return false }
    }
    return true
  }
}
