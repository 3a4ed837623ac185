import Checking
import Explicit
import TransitionSystem

/// Runs with as many calls and events as it takes.
extension BeyondScope {
  /// A violation at the sizes of the scope, by however many calls and events: what a visit has seen
  /// is run again where calls and events are counted.
  func unlimited(
    _ visit: UnlimitedVisit, _ search: Plan.Search, _ property: String
  ) -> Violation? {
    guard let violation = visit.violation else { return nil }
    var wider = search
    wider.properties = [property]
    wider.scope = counting(violation.trace, of: visit.system, search)
    guard let (system, scope) = try? assembly.system(of: wider),
      let trace = counted(
        violation.trace, of: visit.system, Evaluator(system: system, scope: scope), violation.claim,
        property)
    else { return nil }
    return Violation(
      search: wider, larger: wider.scope.entries(differingFrom: search.scope), trace: trace,
      claim: violation.claim)
  }

  /// The scope with the calls and events of a run.
  private func counting(
    _ trace: Trace, of system: TransitionSystem, _ search: Plan.Search
  ) -> RunScope {
    let actions = Dictionary(
      system.actions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let budgets = Dictionary(
      ((try? assembly.system(of: search))?.system.actions ?? []).map { action in
        (action.name, action.updates.map(\.variable).filter { $0.hasPrefix("budget.") })
      }, uniquingKeysWith: { first, _ in first })
    var calls: [Int: Int] = [:]
    var scope = search.scope
    var events: [String: Int] = [:]
    for step in trace.steps {
      if let action = actions[step.action], case .call = action.origin?.kind,
        let task = action.taskPosition
      {
        calls[step.arguments[task], default: 0] += 1
      }
      for budget in budgets[step.action] ?? [] {
        events[String(budget.dropFirst("budget.".count)), default: 0] += 1
      }
    }
    scope.calls = max(scope.calls, calls.values.max() ?? 0)
    scope.budgets.merge(events, uniquingKeysWith: max)
    return scope
  }

  /// The run in a system where a role with one task has no parameter for it; nil if it is none.
  private func counted(
    _ trace: Trace, of system: TransitionSystem, _ evaluator: Evaluator, _ claim: Trace.Claim,
    _ property: String
  ) -> Trace? {
    var result = Trace(steps: [])
    for step in trace.steps {
      guard let from = system.actions.first(where: { $0.name == step.action }),
        let into = evaluator.system.actions.first(where: { $0.name == step.action })
      else { return nil }
      var arguments = step.arguments
      if into.parameters.count < from.parameters.count, let task = from.taskPosition {
        arguments.remove(at: task)
      }
      result.steps.append(.init(action: step.action, arguments: arguments))
    }
    let isRun = (try? evaluator.replay(result, claiming: claim, property: property)) != nil
    return isRun ? evaluator.shortened(result, claiming: claim, property: property) : nil
  }
}

extension Action {
  /// Which parameter is the task that takes the step; nil if it is always the same one.
  fileprivate var taskPosition: Int? {
    guard case .task(.variable(let task)) = label.lane else { return nil }
    return parameters.firstIndex(of: task)
  }
}
