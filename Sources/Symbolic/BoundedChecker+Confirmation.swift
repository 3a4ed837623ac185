import SMT
package import TransitionSystem

/// Confirming traces that another engine found.
extension BoundedChecker {
  /// Whether Z3 agrees that the trace is a run and shows what is claimed.
  ///
  /// Every step is fixed, so that each must be possible; and with the property asserted of its end,
  /// the whole must be impossible.
  package func confirms(
    _ trace: Trace, claim: Trace.Claim, property: String
  ) throws(BoundedCheckError) -> Agreement {
    if claim != .deadlocks && ground.properties[property] == nil {
      throw .unknownProperty(property)
    }
    do {
      var query = try Query(self, deadline: nil)
      if let objection = try run(trace, in: &query) { return objection }
      return try judge(Goal(property: property, claim: claim), in: &query)
    } catch { throw .solver(error) }
  }

  /// Takes the steps of the trace; what speaks against one of them, if something does.
  private func run(_ trace: Trace, in query: inout Query) throws(SMTError) -> Agreement? {
    let system = evaluator.system
    for (offset, step) in trace.steps.enumerated() {
      guard let position = system.actions.firstIndex(where: { $0.name == step.action }) else {
        return .disagrees("step \(offset + 1): there is no action '\(step.action)'")
      }
      let slots = ground.actions[position].slots.map { ground.slots[$0] }
      guard slots.count == step.arguments.count,
        zip(slots, step.arguments).allSatisfy({ $0.contains($1) })
      else { return .disagrees("step \(offset + 1): the arguments do not fit '\(step.action)'") }
      query.unrolling.extend(action: position, arguments: step.arguments)
      try query.flush()
      switch try query.isPossible(.true) {
      case .possible: continue
      case .impossible:
        return .disagrees("step \(offset + 1): '\(step.action)' is not enabled there")
      case .unknown(let reason): return .unknown(reason)
      }
    }
    return nil
  }

  private func judge(_ goal: Goal, in query: inout Query) throws(SMTError) -> Agreement {
    if goal.claim == .deadlocks { return try judgeDeadlock(in: &query) }
    guard let shown = query.unrolling.happens(goal) else {
      return .unknown(.solver("errors of the spec have no formula"))
    }
    switch try query.isPossible(!shown) {
    case .impossible: return .confirmed
    case .possible: return .disagrees("the last step does not show what the trace claims")
    case .unknown(let reason): return .unknown(reason)
    }
  }

  /// A deadlock is a state that is not quiescent and in which no further step is possible.
  private func judgeDeadlock(in query: inout Query) throws(SMTError) -> Agreement {
    guard let quiescent = ground.quiescent else {
      return .disagrees("the system does not say which states are deadlocks")
    }
    switch try query.isPossible(query.unrolling.truth(of: quiescent)) {
    case .impossible: break
    case .possible: return .disagrees("the last state is quiescent")
    case .unknown(let reason): return .unknown(reason)
    }
    query.unrolling.extend()
    try query.flush()
    switch try query.isPossible(.true) {
    case .impossible: return .confirmed
    case .possible: return .disagrees("the last state has a step")
    case .unknown(let reason): return .unknown(reason)
    }
  }
}
