package import Proofs
package import Relational
import SMT

/// An inductive invariant that implies a property, for every size.
package struct Proof: Sendable {
  /// With the totalities that the proof uses.
  package var system: RelationalSystem
  package var invariant: [Clause]
  package var statistics: Prover.Statistics

  package init(system: RelationalSystem, invariant: [Clause], totalities: [Totality]) {
    self.system = system
    self.system.totalities = totalities
    self.invariant = invariant
    statistics = Prover.Statistics()
  }

  init(system: RelationalSystem, invariant: InductiveInvariant, statistics: Prover.Statistics) {
    self.init(
      system: system, invariant: invariant.clauses, totalities: invariant.totalities)
    self.statistics = statistics
  }

  /// What Z3 says of a proof.
  package struct Check: Sendable {
    package var conditions = 0
    /// What is not proved, refuted or not.
    package var failed: [Condition] = []
    /// States that satisfy the invariant and what Z3 makes of them.
    package var refuted: [CounterexampleToInduction] = []
    /// What Z3 neither proves nor refutes, or was not asked.
    package var undecided: [Condition] {
      failed.filter { condition in !refuted.contains { $0.condition == condition } }
    }
    package var longest: Duration = .zero
  }

  /// Decides every condition in Z3, with all hypotheses and their quantifiers.
  ///
  /// Told to stop, it says of the conditions it did not come to that they failed.
  package func check(shouldStop: () -> Bool = { false }) throws -> Check {
    let builder = try ObligationBuilder(system, invariant: invariant)
    let conditions = builder.conditions
    let results = try QuantifiedCheck(builder).results(of: conditions, shouldStop: shouldStop)
    var check = Check(conditions: conditions.count)
    check.failed = Array(conditions.dropFirst(results.count))
    for result in results {
      if result.answer != .proved { check.failed.append(result.condition) }
      if case .refuted(let state) = result.answer { check.refuted.append(state) }
      check.longest = max(check.longest, result.time)
    }
    return check
  }
}
