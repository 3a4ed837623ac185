import Relational
package import SMT
import TransitionSystem

/// Decides conditions in Z3 with all hypotheses as they are, quantifiers included.
///
/// A proof rests on this, not on how its invariant was found.
package struct QuantifiedCheck: Sendable {
  package let builder: ObligationBuilder
  /// What one condition may cost, in steps of the solver.
  package var resources: UInt32

  package init(_ builder: ObligationBuilder, resources: UInt32 = 20_000_000) {
    self.builder = builder
    self.resources = resources
  }

  /// What became of one condition.
  package struct Result: Sendable {
    package var condition: Condition
    package var answer: Answer
    package var time: Duration
  }

  /// What Z3 says of a condition.
  package enum Answer: Hashable, Sendable {
    case proved
    case refuted(CounterexampleToInduction)
    case unknown(UnknownReason)
  }

  /// The results in the order of the conditions; fewer of them if it is told to stop.
  package func results(
    of conditions: [Condition], shouldStop: () -> Bool = { false }
  ) throws(SMTError) -> [Result] {
    var results: [Result] = []
    var start = conditions.startIndex
    while start < conditions.endIndex, !shouldStop() {
      let first = conditions[start]
      let end =
        conditions[start...].firstIndex { !$0.sharesHypotheses(with: first) }
        ?? conditions.endIndex
      results += try batch(conditions[start..<end], shouldStop)
      start = end
    }
    return results
  }

  /// Conditions with one guard: the shared assertions are made once.
  private func batch(
    _ conditions: ArraySlice<Condition>, _ shouldStop: () -> Bool
  ) throws(SMTError) -> [Result] {
    let encoder = try QuantifiedEncoder(builder.system)
    let obligations = conditions.map { builder.obligation($0) }
    for obligation in obligations { try encoder.nameElements(obligation.elementCounts) }
    let solver = try Solver(.simple, in: encoder.context)
    try solver.limit(resources: resources, milliseconds: nil)
    for formula in try encoder.distinctElements() { try solver.assert(formula) }
    for assertion in obligations.first?.shared ?? [] {
      try solver.assert(encoder.formula(assertion.formula))
    }
    let clock = ContinuousClock()
    var results: [Result] = []
    for obligation in obligations where !shouldStop() {
      let start = clock.now
      try solver.push()
      let answer = try decide(obligation, solver, encoder)
      try solver.pop()
      results.append(
        Result(
          condition: obligation.condition, answer: answer, time: start.duration(to: clock.now)))
    }
    return results
  }

  private func decide(
    _ obligation: Obligation, _ solver: borrowing Solver, _ encoder: QuantifiedEncoder
  ) throws(SMTError) -> Answer {
    for assertion in obligation.assertions.dropFirst(obligation.shared.count) {
      try solver.assert(encoder.formula(assertion.formula))
    }
    switch try solver.check() {
    case .unsatisfiable: return .proved
    case .unknown(let reason): return .unknown(reason)
    case .satisfiable:
      let (structure, values) = try encoder.structure(
        of: solver.model(), values: obligation.constants)
      return .refuted(
        CounterexampleToInduction(
          condition: obligation.condition, before: structure, values: values))
    }
  }
}

extension Condition {
  fileprivate func sharesHypotheses(with other: Condition) -> Bool {
    isInitial == other.isInitial && action == other.action
  }
}
