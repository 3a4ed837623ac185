package import Certificates
import Checking
import Proofs
package import Relational
package import TransitionSystem

/// What a proof is looked at for besides being one.
///
/// Its invariant is true in each state that was really reached; the steps that it is about can
/// happen; and there is nothing in it that nothing needs.
package struct CertificateAudit: Sendable {
  package let system: RelationalSystem
  package let invariant: [Clause]
  package var resources: UInt32 = 20_000_000
  package let shouldStop: @Sendable () -> Verdict.Reason?

  package init(
    _ system: RelationalSystem, _ invariant: [Clause],
    shouldStop: @escaping @Sendable () -> Verdict.Reason? = { nil }
  ) {
    self.system = system
    self.invariant = invariant
    self.shouldStop = shouldStop
  }

  /// For a certificate; nil if its texts cannot be read.
  package init?(
    _ certificate: Certificate, shouldStop: @escaping @Sendable () -> Verdict.Reason?
  ) {
    guard let system = try? ModelReader.system(certificate.files[Certificate.model] ?? ""),
      let invariant = try? ClauseReader.invariant(
        certificate.files[Certificate.invariant] ?? "", of: system)
    else { return nil }
    self.init(system, invariant, shouldStop: shouldStop)
  }

  /// How many states were looked at, and the first clause that is false in one, by its position.
  package func states(
    _ sample: SearchSample, _ property: String
  ) throws(OutsideFragment) -> (count: Int, broken: Int?) {
    var numbers = StructureNumbers()
    let clauses = invariant.map { GroundedClause($0, &numbers) }
    var count = 0
    for part in try sample.parts(of: system, property) {
      let places = part.abstraction.relations.map { numbers.relations[$0] }
      let empty = numbers.structure(part.abstraction.sizes)
      for state in part.states where shouldStop() == nil {
        var structure = empty
        part.abstraction.forEachFact(of: state) { relation, tuple in
          if let place = places[relation] { structure.tuples[place].append(tuple) }
        }
        count += 1
        let violations = Violations(in: structure)
        let broken = clauses.firstIndex { !violations.found($0, atMost: 1).isEmpty }
        if let broken { return (count, broken) }
      }
    }
    return (count, nil)
  }

  /// The actions that the invariant says can never happen: code that is not reached.
  package func unreachable() throws -> [String] {
    var probed = system
    for action in probed.actions.indices {
      probed.actions[action].checks = [
        Check(property: "never", kind: .require, condition: .bool(false))
      ]
    }
    let builder = try ObligationBuilder(probed, invariant: invariant)
    let conditions = probed.actions.indices.map { Condition.check(action: $0, check: 0) }
    return try QuantifiedCheck(builder, resources: resources)
      .results(of: conditions) { shouldStop() != nil }
      .filter { $0.answer == .proved }
      .compactMap { $0.condition.action.map { system.actions[$0].name } }
  }

  /// The clauses, by position, without which all that remains is still proved.
  package func unnecessary(threads: Int) async throws -> [Int] {
    let all = try SecondTranslation.conditions(
      model: ModelText.text(system),
      invariant: ClauseText(sorts: system.sorts).invariant(invariant))
    let search = NeedlessClauses(first: system.axioms.count, count: invariant.count)
    let needed = await inParallel(search.batches(of: all), atMost: threads) { batch in
      shouldStop() == nil ? Result { try search.needed(by: batch, resources) } : .success([])
    }
    if shouldStop() != nil { return [] }
    let needs = try needed.reduce(into: Set<Int>()) { $0.formUnion(try $1.get()) }
    return invariant.indices.filter { !needs.contains($0) }
  }
}
