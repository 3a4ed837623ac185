import Certificates
import Proofs
import Relational
import Testing

/// The obligations as text and the conditions derived from the readable model are the same.
@Suite("Two translations") struct SecondTranslationTests {
  /// What tells them apart, and how many there are.
  private func compare(
    _ system: RelationalSystem, _ invariant: [Clause]
  ) throws -> (count: Int, differences: [String]) {
    let first = try ObligationBuilder(system, invariant: invariant).texts
    let second = try SecondTranslation.conditions(
      model: ModelText.checked(system),
      invariant: ClauseText(sorts: system.sorts).invariant(invariant))
    return (first.count, TranslationComparison.differences(first, second))
  }

  @Test("systems that are small enough to be proved by thought agree") func handWritten() throws {
    let systems = [
      (LockServer.system, LockServer.candidates), (Allocator.system, Allocator.candidates),
      (Election.system, Election.candidates),
    ]
    let compared = try systems.map { try compare($0, $1.map(clause)) }
    #expect(compared.flatMap(\.differences) == [])
    #expect(compared.map(\.count) == [23, 27, 15])
  }

  @Test("random systems agree", arguments: 1...8) func random(seed: UInt64) throws {
    var count = 0
    for round in 0..<25 {
      var random = RandomSystems(seed: seed * 1000 + UInt64(round))
      let system = random.system()
      guard system.fragmentErrors.isEmpty else { continue }
      var invariant: [Clause] = []
      for _ in 0..<6 {
        let clause = random.clause()
        if !invariant.contains(clause) { invariant.append(clause) }
      }
      let compared = try compare(system, invariant)
      #expect(compared.differences == [], "seed \(seed * 1000 + UInt64(round))")
      count += compared.count
    }
    #expect(count > 200)
  }

  @Test("a condition that either translation has wrong is found") func faults() throws {
    let clauses = Allocator.candidates.map(clause)
    var other = Allocator.system
    other.actions[1].clears = []
    let texts = try ObligationBuilder(other, invariant: clauses).texts
    let second = try SecondTranslation.conditions(
      model: ModelText.text(Allocator.system),
      invariant: ClauseText(sorts: other.sorts).invariant(clauses))
    let found = TranslationComparison.differences(texts, second)
    #expect(
      found.map { $0.prefix { $0 != "(" && $0 != ":" } } == [
        "'clause 2 kept by truncate' does not assert what it should",
        "'clause 3 kept by truncate' does not assert what it should",
        "'totality 1 kept by truncate' asserts what it should not",
      ])
  }
}
