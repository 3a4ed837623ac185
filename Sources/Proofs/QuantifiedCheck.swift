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
    let run = try QuantifiedRun(builder, resources)
    var results: [Result] = []
    var start = conditions.startIndex
    while start < conditions.endIndex, !shouldStop() {
      let first = conditions[start]
      let end =
        conditions[start...].firstIndex { !$0.sharesHypotheses(with: first) }
        ?? conditions.endIndex
      results += try run.batch(conditions[start..<end], shouldStop)
      start = end
    }
    return results
  }
}

/// The solvers that decide the conditions of one proof.
///
/// What all conditions assume is asserted once; Z3 takes longer to read hundreds of quantified
/// clauses than to refute most goals with them.
private final class QuantifiedRun {
  private let builder: ObligationBuilder
  private let encoder: QuantifiedEncoder
  /// With the axioms.
  private let initially: Solver
  /// With the axioms and the invariant.
  private let afterwards: Solver
  /// How many elements of each sort the hypotheses name.
  private let named: [String: Int]

  init(_ builder: ObligationBuilder, _ resources: UInt32) throws(SMTError) {
    self.builder = builder
    encoder = try QuantifiedEncoder(builder.system)
    initially = try Solver(.simple, in: encoder.context)
    afterwards = try Solver(.simple, in: encoder.context)
    try initially.limit(resources: resources, milliseconds: nil)
    try afterwards.limit(resources: resources, milliseconds: nil)
    for axiom in builder.system.axioms {
      let formula = try encoder.formula(axiom.formula)
      try initially.assert(formula)
      try afterwards.assert(formula)
    }
    var named: [String: Int] = [:]
    for clause in builder.invariant {
      try afterwards.assert(encoder.formula(clause.formula))
      clause.formula.collectNamedElements(into: &named)
    }
    self.named = named
  }

  /// Conditions with one guard: the shared assertions are made once.
  func batch(
    _ conditions: ArraySlice<Condition>, _ shouldStop: () -> Bool
  ) throws(SMTError) -> [QuantifiedCheck.Result] {
    let obligations = conditions.map { builder.obligation($0) }
    if conditions.first?.isInitial == true { return try batch(obligations, initially, shouldStop) }
    return try batch(obligations, afterwards, shouldStop)
  }

  private func batch(
    _ obligations: [Obligation], _ solver: borrowing Solver, _ shouldStop: () -> Bool
  ) throws(SMTError) -> [QuantifiedCheck.Result] {
    try solver.push()
    for formula in try encoder.distinctElements(counts(of: obligations)) {
      try solver.assert(formula)
    }
    for assertion in obligations.first?.shared ?? [] where assertion.origin == .guardCondition {
      try solver.assert(encoder.formula(assertion.formula))
    }
    let clock = ContinuousClock()
    var results: [QuantifiedCheck.Result] = []
    for obligation in obligations where !shouldStop() {
      let start = clock.now
      try solver.push()
      let answer = try decide(obligation, solver)
      try solver.pop()
      results.append(
        QuantifiedCheck.Result(
          condition: obligation.condition, answer: answer, time: start.duration(to: clock.now)))
    }
    try solver.pop()
    return results
  }

  /// How many elements of each sort the obligations name.
  private func counts(of obligations: [Obligation]) -> [String: Int] {
    var counts = obligations.first?.condition.isInitial == true ? [:] : named
    for assertion in obligations.first?.shared ?? [] where !assertion.isHypothesis {
      assertion.formula.collectNamedElements(into: &counts)
    }
    for assertion in obligations.flatMap(\.own) {
      assertion.formula.collectNamedElements(into: &counts)
    }
    return counts
  }

  private func decide(
    _ obligation: Obligation, _ solver: borrowing Solver
  ) throws(SMTError) -> QuantifiedCheck.Answer {
    for assertion in obligation.own {
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
