package import Checking
import Proofs
package import Relational
package import TransitionSystem

/// What came of a cell that holds at its scope.
package enum CellProof: Sendable {
  /// - Parameter isStored: Whether the store had it already, as it is.
  case proved(Proof, Proof.Check, isStored: Bool)
  case beyond(BeyondScope.Violation, isStored: Bool)
  /// There is neither an invariant nor a violation.
  ///
  /// - Parameter isReached: Whether the state before the step was reached in the sample.
  case notFound(Prover.Attempt, isReached: Bool?)
  case outside(OutsideFragment)
  case stopped(Verdict.Reason)
}

/// What speaks against looking for an invariant, if anything, and what was seen on the way.
package struct Obstacle: Sendable {
  var found: CellProof?
  var visit: UnlimitedVisit?
}

/// Proves one cell, or finds out that the store has its proof.
package struct CellProver: Sendable {
  package var prover: Prover
  package let search: Plan.Search
  package let property: String

  package init(_ prover: Prover, _ search: Plan.Search, _ property: String) {
    self.prover = prover
    self.search = search
    self.property = property
  }

  /// The stored invariant, if it is about this system and Z3 accepts it.
  package func kept(_ stored: StoredProof, _ system: RelationalSystem) -> CellProof? {
    guard let proof = try? stored.proof(of: system),
      let check = try? proof.check(shouldStop: { prover.shouldStop() != nil }),
      check.failed.isEmpty
    else { return nil }
    let isStored = stored.slice == StoredProof.slice(of: system)
    return .proved(proof, check, isStored: isStored)
  }

  /// Looks for an invariant of small clauses, for what speaks against any, for an invariant of
  /// larger clauses, and for violations far off.
  ///
  /// - Parameter limits: For the searches beyond the scope.
  /// - Returns: What came of it.
  package func found(_ limits: Limits) async -> CellProof {
    var prover = prover
    prover.obstacle = { await obstacle(limits) }
    switch await prover.prove(search, property) {
    case .inVain(let found): return found
    case .proved(let proof):
      let check = Proof.Check(conditions: proof.statistics.conditions)
      return .proved(proof, check, isStored: false)
    case .outside(let outside): return .outside(outside)
    case .stopped(let reason): return .stopped(reason)
    case .notFound(let attempt):
      prover.progress?("looking beyond the scope")
      let beyond = BeyondScope(assembly: prover.assembly, limits: limits)
      if let violation = await beyond.violation(of: search, property) {
        return .beyond(violation, isStored: false)
      }
      return prover.shouldStop().map(CellProof.stopped)
        ?? .notFound(attempt, isReached: isReached(attempt))
    }
  }

  /// A violation near at hand, or why no universal invariant shows the property.
  private func obstacle(_ limits: Limits) async -> Obstacle {
    prover.progress?("looking a little beyond the scope")
    let near = BeyondScope(assembly: prover.assembly, limits: limits, time: Self.nearTime)
    if let violation = await near.counted(search, property, scopes: 1) {
      return Obstacle(found: .beyond(violation, isStored: false))
    }
    let visit = try? UnlimitedVisit(prover.assembly, search, property, limits)
    let violation =
      visit.flatMap { near.unlimited($0, search, property) } ?? near.besideItself(search, property)
    if let violation { return Obstacle(found: .beyond(violation, isStored: false)) }
    let gap = UniversalGap.reason(
      prover.assembly, search, property, near.limited(to: Self.gapTime))
    return Obstacle(found: gap.map { .outside($0) }, visit: visit)
  }

  private static let gapTime = Duration.seconds(5)

  /// How long a violation is looked for before an invariant is: most that there are show soon.
  private static let nearTime = Duration.seconds(2)

  private func isReached(_ attempt: Prover.Attempt) -> Bool? {
    guard let state = attempt.failures.first?.before else { return nil }
    return prover.sampled(search, property, attempt.system)?.contain(state)
  }
}
