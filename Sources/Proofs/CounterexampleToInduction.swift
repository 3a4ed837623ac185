package import Relational
import TransitionSystem

/// A state that satisfies what a condition assumes and fails what it demands.
package struct CounterexampleToInduction: Hashable, Sendable {
  package var condition: Condition
  /// The state before the step; of a condition without a step, the state.
  package var before: Structure
  /// The values of the obligation's constants, the action's parameters among them.
  package var values: [String: Int]

  package init(condition: Condition, before: Structure, values: [String: Int]) {
    self.condition = condition
    self.before = before
    self.values = values
  }

  /// The state after the step, if there is one.
  package func after(in system: RelationalSystem) -> Structure? {
    guard let action = condition.action.map({ system.actions[$0] }) else { return nil }
    let arguments = action.parameters.map { values[$0.name] ?? 0 }
    return StructureEvaluator(before).after(action, arguments, in: system)
  }

  /// Whether every assertion of the obligation holds in it.
  package func refutes(_ obligation: Obligation) -> Bool {
    let evaluator = StructureEvaluator(before)
    return obligation.assertions.allSatisfy { evaluator.holds($0.formula, values) }
  }
}
