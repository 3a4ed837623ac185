package import TransitionSystem

/// The steps that a model allows in a state, in words.
package enum AllowedSteps {
  /// More are counted, not listed.
  private static let most = 12

  /// A line for each step, or the sentence that there is none.
  package static func lines(in state: State, _ evaluator: Evaluator) -> [String] {
    let all: [Evaluator.Transition]
    do throws(EvaluationError) { all = try evaluator.transitions(from: state) } catch {
      return ["the model has an error there: \(error.message)"]
    }
    guard !all.isEmpty else { return ["the model allows no step there"] }
    var words: [String] = []
    for transition in all {
      let text = self.words(transition, state, evaluator)
      if !words.contains(text) { words.append(text) }
    }
    var lines = ["the model allows there:"] + words.prefix(most).map { "  \($0)" }
    if words.count > most { lines.append("  and \(words.count - most) more") }
    return lines
  }

  /// `P0: take(b1)`, with the lane of the step before its words.
  package static func words(
    _ transition: Evaluator.Transition, _ state: State, _ evaluator: Evaluator
  ) -> String {
    let bindings = evaluator.bindings(of: transition.firing)
    let label = evaluator.system.actions[transition.firing.action].label
    let words = evaluator.text(of: label, in: state, bindings)
    guard case .task(let task) = label.lane,
      let number = try? evaluator.value(of: task, in: state, bindings)
    else { return words }
    return "\(evaluator.system.sort("task")?.elementName(number) ?? "P\(number)"): \(words)"
  }
}
