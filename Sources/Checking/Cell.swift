package import SpecLanguage
package import TransitionSystem

/// One cell of the table before it is decided: a property of a column.
package struct Cell: Hashable, Sendable {
  package var column: Column
  package var property: String
  package var workload: String
  package var scope: RunScope

  package init(column: Column, property: String, workload: String, scope: RunScope) {
    self.column = column
    self.property = property
    self.workload = workload
    self.scope = scope
  }
}

/// A decided cell.
package struct CellResult: Sendable {
  package var cell: Cell
  package var verdict: Verdict
  package var expectation: Expectation?
  /// The states of the search that decided it.
  package var searchStates: Int
  package var searchTransitions: Int
  package var isContested: Bool
  /// The messages of the property's covers that were reached.
  package var covers: [String] = []
  /// What a `leadsTo` assumes of runs.
  package var fairness: [FairnessNote] = []
  /// What is known beyond the scope; nil if nobody has asked.
  package var standing: ProofStanding?

  /// A fairness assumption of the cell's property.
  package struct FairnessNote: Hashable, Sendable {
    package var name: String
    package var strength: Fairness.Strength
    /// Whether it was not switched off.
    package var isMade: Bool
    /// Whether the property holds, and would not without it.
    package var isNeeded: Bool
  }

  /// The steps of the violation.
  package var steps: Int? {
    if case .violated(let trace, _) = verdict { return trace.steps.count }
    return nil
  }

  /// The run that shows the violation, or else a witness.
  package var counterexample: (trace: Trace, claim: Trace.Claim)? {
    if case .violated(let trace, let claim) = verdict { return (trace, claim) }
    return nil
  }

  /// The word of the verdict in JSON and in expectations.
  package var word: String {
    switch verdict {
    case .violated: "violated"
    case .holds, .witnessed: "holds"
    case .decided: "static"
    case .vacuous: "vacuous"
    case .notApplicable: "not-applicable"
    case .unknown: "unknown"
    }
  }

  /// Whether the property is kept; nil when that is not known or means nothing.
  package var isKept: Bool? {
    switch verdict {
    case .violated: false
    case .holds, .witnessed: true
    case .decided(let holds, _, _): holds
    case .vacuous, .notApplicable, .unknown: nil
    }
  }

  /// Whether it came out as the specs say; what nobody said anything about must not be violated,
  /// unless the property is contested.
  package var isAsExpected: Bool {
    guard let expectation else { return isKept != false || isContested }
    switch expectation.verdict {
    case .violated: return isKept == false
    case .holds: return isKept == true
    case .static: return word == "static"
    case .vacuous: return word == "vacuous"
    case .inapplicable: return word == "not-applicable"
    }
  }
}

extension Specification {
  /// The roles of a cell's tasks, by the task's number.
  package func roles(of cell: Cell) -> [String] {
    let copy = declaredRoles(of: cell).flatMap { Array(repeating: $0.name, count: $0.count) }
    return Array(repeating: copy, count: cell.scope.copies).flatMap(\.self)
  }

  /// The roles of a cell as they are declared.
  package func declaredRoles(of cell: Cell) -> [Role] {
    let roles =
      cell.column.kernel == nil
      ? models.first { $0.name == cell.column.design }?.roles
      : workloads.first { $0.name == cell.workload }?.roles
    return roles ?? []
  }
}
