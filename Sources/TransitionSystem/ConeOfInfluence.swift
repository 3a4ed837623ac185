extension TransitionSystem {
  /// The system without the state that no guard or property of the run can see.
  ///
  /// Only the named properties are kept, and whatever may be an undefined read: an error of the
  /// spec is to be found also where no property would see it. What is dropped cannot change
  /// whether or how soon one of them fails: a step that wrote nothing but dropped variables would
  /// have been a self-loop, and every trace of the result is one of the whole system, guards
  /// included.
  package func coneOfInfluence(of names: Set<String>) -> TransitionSystem {
    var result = self
    result.properties = properties.filter { names.contains($0.name) }
    for index in result.actions.indices {
      result.actions[index].checks.removeAll { !names.contains($0.property) }
    }
    let relevant = result.relevantVariables()
    result.variables.removeAll { !relevant.contains($0.name) }
    result.initialUpdates.removeAll { !relevant.contains($0.variable) }
    result.initialTemplate.removeAll { !relevant.contains($0.variable) }
    for index in result.actions.indices {
      result.actions[index].updates.removeAll { !relevant.contains($0.variable) }
    }
    if !result.hasResponse {
      result.actions.removeAll { $0.updates.isEmpty && $0.checks.isEmpty }
    }
    return result
  }

  /// Whether a property speaks of infinite runs.
  package var hasResponse: Bool {
    properties.contains { if case .leadsTo = $0.kind { true } else { false } }
  }

  /// The least set that holds what the properties read, and with a variable also what the actions
  /// that write it read.
  private func relevantVariables() -> Set<String> {
    let rigid = Set(casts.flatMap(\.variables))
    var relevant = rigid.union(quiescent?.stateVariables ?? [])
    for property in properties {
      for condition in property.kind.conditions {
        condition.collectStateVariables(into: &relevant)
      }
    }
    // Whether a run is fair depends on which steps are possible, also of those that are not seen.
    if hasResponse {
      for action in actions { action.guardCondition.collectStateVariables(into: &relevant) }
    }
    let partial = Set(variables.filter { $0.isPartial && $0.role != .local }.map(\.name))
      .subtracting(rigid)
    for action in actions {
      let isRisky = action.guardCondition.mayBeUndefined(partial)
      for update in action.updates where isRisky || update.mayBeUndefined(partial) {
        relevant.insert(update.variable)
      }
    }
    var size = -1
    while size != relevant.count {
      size = relevant.count
      for action in actions {
        let writes = action.updates.filter { relevant.contains($0.variable) }
        guard !writes.isEmpty || !action.checks.isEmpty else { continue }
        action.guardCondition.collectStateVariables(into: &relevant)
        for check in action.checks { check.condition.collectStateVariables(into: &relevant) }
        for update in writes { update.collectStateVariables(into: &relevant) }
      }
      // Who holds a lock follows from where the tasks are; a proof needs it said.
      if !casts.isEmpty {
        let holders = relevant.compactMap(Lock.exclusiveHolders)
        relevant.formUnion(variables.map(\.name).filter(holders.contains))
      }
      for update in initialUpdates + initialTemplate where relevant.contains(update.variable) {
        update.collectStateVariables(into: &relevant)
      }
    }
    return relevant
  }

  /// The system with every variable that nothing ever changes replaced by its initial value.
  ///
  /// Locks that no call takes and mechanisms that a kernel does not use cost nothing then.
  package func withoutConstantVariables() -> TransitionSystem {
    let initials = Dictionary(uniqueKeysWithValues: variables.map { ($0.name, $0.initial) })
    let changes = actions.flatMap(\.updates) + initialUpdates
    var written = Set(changes.filter { initials[$0.variable] != $0.value }.map(\.variable))
    // What these hold differs from copy to copy, however many there are here.
    written.formUnion(casts.flatMap(\.variables))
    if !casts.isEmpty {
      written.formUnion(initialTemplate.filter { !$0.constants.isEmpty }.map(\.variable))
    }
    var constants: [String: Expression?] = [:]
    for variable in variables where !written.contains(variable.name) {
      guard variable.initial.map({ $0.freeVariables.isEmpty }) ?? true else { continue }
      constants[variable.name] = .some(variable.initial)
    }
    guard !constants.isEmpty else { return self }
    let folding = ConstantFolding(constants: constants, simplifier: Simplifier(variants: variants))
    return folding.applied(to: self)
  }
}

extension Expression {
  /// Whether its evaluation may be an error of the spec; live locals are always defined.
  fileprivate func mayBeUndefined(_ partial: Set<String>) -> Bool {
    switch self {
    case .read(let name, _) where partial.contains(name): return true
    case .payload: return true
    default: return children.contains { $0.mayBeUndefined(partial) }
    }
  }
}

extension Update {
  fileprivate func mayBeUndefined(_ partial: Set<String>) -> Bool {
    (indices + [condition] + (value.map { [$0] } ?? [])).contains { $0.mayBeUndefined(partial) }
  }

  func collectStateVariables(into found: inout Set<String>) {
    condition.collectStateVariables(into: &found)
    for index in indices { index.collectStateVariables(into: &found) }
    value?.collectStateVariables(into: &found)
  }
}

/// Replaces reads of variables by constants.
private struct ConstantFolding {
  /// nil inside: the variable is undefined for ever; its reads stay, and stay errors.
  let constants: [String: Expression?]
  let simplifier: Simplifier

  func applied(to system: TransitionSystem) -> TransitionSystem {
    var result = system
    var kept: Set<String> = []
    result.actions = system.actions.compactMap(folded)
    result.quiescent = system.quiescent.map(folded)
    for index in result.properties.indices {
      result.properties[index].kind = result.properties[index].kind.mapConditions(folded)
      for condition in result.properties[index].kind.conditions {
        condition.collectStateVariables(into: &kept)
      }
    }
    result.quiescent?.collectStateVariables(into: &kept)
    for action in result.actions {
      action.guardCondition.collectStateVariables(into: &kept)
      for check in action.checks { check.condition.collectStateVariables(into: &kept) }
      for update in action.updates { update.collectStateVariables(into: &kept) }
    }
    for update in system.initialUpdates where constants[update.variable] == nil {
      update.collectStateVariables(into: &kept)
    }
    result.variables.removeAll { constants[$0.name] != nil && !kept.contains($0.name) }
    result.initialUpdates.removeAll { constants[$0.variable] != nil }
    result.initialTemplate.removeAll { constants[$0.variable] != nil }
    return result
  }

  /// Nil: the action can never happen.
  private func folded(_ action: Action) -> Action? {
    var result = action
    result.guardCondition = folded(action.guardCondition)
    if result.guardCondition == .bool(false) { return nil }
    result.updates = action.updates.compactMap { update in
      if constants[update.variable] != nil { return nil }
      let condition = folded(update.condition)
      if condition == .bool(false) { return nil }
      return Update(
        bound: update.bound, update.variable, update.indices.map(folded), when: condition,
        update.value.map(folded))
    }
    for index in result.checks.indices {
      result.checks[index].condition = folded(result.checks[index].condition)
    }
    return result
  }

  private func folded(_ expression: Expression) -> Expression {
    simplifier.simplify(replaced(expression))
  }

  private func replaced(_ expression: Expression) -> Expression {
    switch expression {
    case .read(let name, _): if let value = constants[name] ?? nil { return value }
    case .isDefined(let name, _):
      if let constant = constants[name] { return .bool(constant != nil) }
    default: break
    }
    return expression.mapChildren(replaced)
  }
}
