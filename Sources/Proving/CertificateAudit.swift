package import Certificates
import Checking
import Explicit
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

  /// The states in which an invariant was evaluated.
  package struct StateCount: Sendable {
    /// All states of the scope.
    package var scope = 0
    /// Those of walks over copies of the workload.
    package var walks = 0
  }

  /// How many states were looked at, and the first clause that is false in one, by its position.
  package func states(
    _ sample: SearchSample, _ property: String
  ) throws(OutsideFragment) -> (count: StateCount, broken: Int?) {
    var count = StateCount()
    for view in try sample.views(of: system, property) {
      let (looked, broken) = states(view)
      if view.isWholeScope { count.scope += looked } else { count.walks += looked }
      if broken != nil { return (count, broken) }
    }
    return (count, nil)
  }

  private func states(_ view: SearchSample.View) -> (count: Int, broken: Int?) {
    let atoms = AtomNumbers(system.relations, sizes: view.abstraction.sizes)
    let reader = BlockReader(view.abstraction, atoms)
    let search = BlockSearch(invariant, atoms)
    for start in stride(from: 0, to: view.states.count, by: BlockPart.capacity) {
      if shouldStop() != nil { return (start, nil) }
      let numbers = start..<min(start + BlockPart.capacity, view.states.count)
      let block = reader.block(count: numbers.count, cells: view.cells.count) {
        view.states.contents(of: view.cells[$0], in: numbers)
      }
      if let broken = search.firstBroken(in: block) { return (numbers.upperBound, broken) }
    }
    return (view.states.count, nil)
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
