package import TransitionSystem

/// Why a run violates a property: the demand that failed, and what made it so.
package struct Explanation {
  let evaluator: Evaluator
  let replayed: ReplayedTrace
  let property: String
  let claim: Trace.Claim

  package init(
    evaluator: Evaluator, replayed: ReplayedTrace, property: String, claim: Trace.Claim
  ) {
    self.evaluator = evaluator
    self.replayed = replayed
    self.property = property
    self.claim = claim
  }

  /// Sentences, unwrapped.
  package var sentences: [String] {
    guard let failed else { return [] }
    var result: [String] = []
    if !failed.message.isEmpty { result.append(failed.message) }
    let conjunct = firstFalse(failed.condition, failed.state, failed.bindings)
    result.append("what fails: \(shortened(conjunct.description))")
    for (step, cells) in causes(of: conjunct, failed.state, failed.bindings) {
      result.append("step \(step) (\(words(of: step))) made \(cells.joined(separator: ", "))")
    }
    return result
  }

  private struct Failure {
    var condition: Expression
    var message: String
    var state: State
    var bindings: Evaluator.Bindings
  }

  private var failed: Failure? {
    switch claim {
    case .violatesStepwise:
      guard let last = replayed.transitions.last, replayed.states.count >= 2 else { return nil }
      let checks = evaluator.system.actions[last.firing.action].checks
      guard let hit = last.violated.first(where: { checks[$0].property == property }) else {
        return nil
      }
      return Failure(
        condition: checks[hit].condition, message: checks[hit].message,
        state: replayed.states[replayed.states.count - 2],
        bindings: evaluator.bindings(of: last.firing))
    case .violatesAlways:
      guard case .always(let expression)? = evaluator.system.property(property)?.kind,
        let state = replayed.states.last
      else { return nil }
      return Failure(condition: expression, message: "", state: state, bindings: [:])
    case .witnesses, .covers, .deadlocks, .evaluationError: return nil
    }
  }

  /// The part that is false: of a conjunction the first false operand, of a universal statement an
  /// instance's.
  private func firstFalse(
    _ condition: Expression, _ state: State, _ bindings: Evaluator.Bindings
  ) -> Expression {
    if case .and(let operands) = condition {
      for operand in operands where (try? evaluator.holds(operand, in: state, bindings)) == false {
        return firstFalse(operand, state, bindings)
      }
    }
    return condition
  }

  private func shortened(_ text: String) -> String {
    text.count <= 200 ? text : String(text.prefix(197)) + "..."
  }

  private func words(of step: Int) -> String {
    let transition = replayed.transitions[step - 1]
    let action = evaluator.system.actions[transition.firing.action]
    return evaluator.text(
      of: action.label, in: replayed.states[step - 1], evaluator.bindings(of: transition.firing))
  }

  /// The last step that changed each model or ghost cell that the condition reads, latest first.
  private func causes(
    of condition: Expression, _ state: State, _ bindings: Evaluator.Bindings
  ) -> [(step: Int, cells: [String])] {
    var bySteps: [Int: [String]] = [:]
    let layout = evaluator.layout
    for cell in cells(readBy: condition, state, bindings).sorted() {
      let role = layout.field(ofCell: cell).variable.role
      guard role == .model || role == .ghost else { continue }
      let last = replayed.transitions.indices.last {
        replayed.states[$0].cells[cell] != replayed.states[$0 + 1].cells[cell]
          && replayed.states[$0 + 1].cells[cell] == state.cells[cell]
      }
      guard let last else { continue }
      let text = "\(layout.name(ofCell: cell)) = \(layout.text(ofCell: cell, in: state))"
      bySteps[last + 1, default: []].append(text)
    }
    return bySteps.sorted { $0.key > $1.key }.prefix(5).map { ($0.key, $0.value) }
  }

  private func cells(
    readBy expression: Expression, _ state: State, _ bindings: Evaluator.Bindings
  ) -> Set<Int> {
    switch expression {
    case .forAll(let bound, let body), .exists(let bound, let body):
      return evaluator.assignments(of: bound, extending: bindings).reduce(into: []) {
        $0.formUnion(cells(readBy: body, state, $1))
      }
    case .read(let name, let indices), .isDefined(let name, let indices):
      var found = indices.reduce(into: Set<Int>()) {
        $0.formUnion(cells(readBy: $1, state, bindings))
      }
      let field = evaluator.layout.field(name)
      var offset = 0
      for (extent, index) in zip(field.extents, indices) {
        guard let value = try? evaluator.value(of: index, in: state, bindings) else { return found }
        offset = offset * extent + value
      }
      found.insert(field.base + offset)
      return found
    default:
      return expression.children.reduce(into: []) {
        $0.formUnion(cells(readBy: $1, state, bindings))
      }
    }
  }
}
