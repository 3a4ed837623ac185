import Checking
import TransitionSystem

/// Why a run that never ends breaks a `leadsTo`: what it leaves unanswered, and under which
/// fairness.
struct UnansweredResponse {
  private let run: Run
  private let response: Response?
  private var evaluator: Evaluator { run.evaluator }

  init(_ run: Run) {
    self.run = run
    guard case .leadsTo(let response)? = run.evaluator.system.property(run.cell.property)?.kind
    else {
      self.response = nil
      return
    }
    self.response = response
  }

  var sentences: [String] {
    guard let response, let opened = opening(response) else { return [] }
    let state = run.replayed.states[opened.step]
    let readable = Readable(evaluator: evaluator, state: state, property: run.cell.property)
    let trigger = readable.text(response.trigger, opened.bindings)
    let goal = readable.text(response.goal, opened.bindings)
    return ["\(moment(opened.step)) \(trigger), but from there on never \(goal)"]
      + needed + [fairness(response)] + demand
  }

  /// When it begins; the step is named only if without it everything would be answered.
  private func moment(_ step: Int) -> String {
    if step == 0 { return "at first" }
    let matters = Counterfactual(run).matters(step - 1, [])
    return matters ? "after step \(step)" : "at some time"
  }

  /// The steps of the environment without which everything would be answered.
  private var needed: [String] { Explanation(run).needed(Counterfactual(run)) }

  /// The last state that opens the response for values that are never answered.
  private func opening(_ response: Response) -> (step: Int, bindings: Evaluator.Bindings)? {
    let states = run.replayed.states
    for bindings in evaluator.assignments(of: response.parameters, extending: [:]) {
      func holds(_ condition: Expression, _ step: Int) -> Bool {
        (try? evaluator.holds(condition, in: states[step], bindings)) ?? false
      }
      let start = run.replayed.trace.loopStart ?? states.count - 1
      guard !states.indices.contains(where: { $0 >= start && holds(response.goal, $0) }) else {
        continue
      }
      let answered = states.indices.last { holds(response.goal, $0) } ?? -1
      let found = states.indices.first { $0 > answered && holds(response.trigger, $0) }
      if let found { return (found, bindings) }
    }
    return nil
  }

  private func fairness(_ response: Response) -> String {
    guard !response.fairness.isEmpty else { return "no fairness is assumed" }
    let names = response.fairness.map { "\($0.name) (\($0.strength.rawValue))" }
    return "the run is fair in the sense of " + names.joined(separator: ", ")
  }

  private var demand: [String] {
    guard let site = evaluator.system.property(run.cell.property)?.site else { return [] }
    return ["demanded in \(site.fileName), line \(site.line)"]
  }
}
