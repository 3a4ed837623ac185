import Explicit
import Proofs
import Proving
import Relational
import TestSupport
import Testing
import TransitionSystem

@Suite("Clauses held against many states")
struct ClauseScanTests {
  /// The states of a system, and what reads them.
  private static func read(
    _ random: RandomSystem, _ proof: RandomProof, _ breadth: Int
  ) throws -> (Abstraction, [State], sizes: [String: Int]) {
    let layout = Layout(system: random.system, scope: random.scope)
    let sample = try Explicit.sample(
      random.system, scope: random.scope, walks: 0, length: 0, breadth: breadth, seed: 1)
    let sizes = random.system.sorts.map { ($0.name, random.scope[$0.name]) }
    return (
      Abstraction(layout, proof.system), sample.states, Dictionary(uniqueKeysWithValues: sizes)
    )
  }

  @Test("a state is found where the evaluator finds one, and it contradicts the clause")
  func agreement() async throws {
    var (contradicted, kept) = (0, 0)
    for seed in 0..<60 {
      let random = RandomSystem(seed: 6_000 + seed)
      guard let proof = try await RandomProof(random, mostStates: 300) else { continue }
      let (abstraction, states, sizes) = try Self.read(random, proof, 300)
      let empty = CandidateSamples(relations: proof.system.relations, sizes: sizes)
      var reader = SampleReader(empty, abstraction, sizes: sizes)
      var scan = ClauseScan(like: empty)
      for (number, state) in states.enumerated() {
        scan.add(reader.reading(of: state), from: ClauseScan.Origin(draw: 7, state: number))
      }
      scan.close()
      // Of one state alone much is true that is true of no other.
      let samples = CandidateSamples(
        relations: proof.system.relations, structures: proof.structures.prefix(1))
      let clauses = CandidateSearch(options: CandidateOptions(), known: [])
        .candidates(in: samples).clauses.prefix(200)
      for clause in clauses where clause.literals.allSatisfy(\.hasNoElement) {
        let found = scan.contradiction(of: clause)
        let isContradicted = proof.structures.contains { !StructureEvaluator($0).holds(clause) }
        #expect((found != nil) == isContradicted)
        if let found {
          contradicted += 1
          #expect(found.draw == 7)
          #expect(!StructureEvaluator(abstraction.structure(states[found.state])).holds(clause))
        } else {
          kept += 1
        }
      }
    }
    #expect(contradicted > 100)
    #expect(kept > 100)
  }

  @Test("states are read as their structures are")
  func readings() async throws {
    for seed in 0..<30 {
      let random = RandomSystem(seed: 7_000 + seed)
      guard let proof = try await RandomProof(random, mostStates: 200) else { continue }
      let (abstraction, states, sizes) = try Self.read(random, proof, 200)
      let whole = CandidateSamples(
        relations: proof.system.relations, structures: states.map(abstraction.structure))
      var read = CandidateSamples(relations: proof.system.relations, sizes: sizes)
      var reader = SampleReader(read, abstraction, sizes: sizes)
      for state in states { read.add(reader.reading(of: state)) }
      let clauses = [whole, read].map {
        CandidateSearch(options: CandidateOptions(), known: []).candidates(in: $0).clauses
      }
      #expect(clauses[0] == clauses[1])
      #expect(!clauses[0].isEmpty)
    }
  }
}

extension Clause.Literal {
  fileprivate var hasNoElement: Bool {
    let terms: [ClauseTerm] =
      switch atom {
      case .holds(_, let terms): terms
      case .equal(let left, let right): [left, right]
      }
    return terms.allSatisfy { if case .variable = $0 { true } else { false } }
  }
}
