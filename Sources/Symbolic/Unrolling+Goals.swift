import TransitionSystem

/// What a run shows at its end.
extension Unrolling {
  /// When the run up to here shows it; nil if the encoding has no formula for such a claim.
  mutating func happens(_ goal: Goal) -> Literal? {
    switch (goal.claim, system.properties[goal.property]) {
    case (.violatesStepwise, _): return reported(.require, of: goal.property)
    case (.covers, _): return reported(.cover, of: goal.property)
    case (.violatesAlways, .always(let node)): return !truth(of: node)
    case (.witnesses, .reachable(let node)): return truth(of: node)
    case (.violatesAlways, _), (.witnesses, _): return .false
    case (.deadlocks, _), (.evaluationError, _), (.violatesResponse, _): return nil
    }
  }

  private func reported(_ kind: Check.Kind, of property: String) -> Literal {
    guard let last = steps.last else { return .false }
    let reports = last.choices.flatMap(\.reports).filter {
      $0.kind == kind && $0.property == property
    }
    return circuit.or(reports.map(\.happens))
  }
}
