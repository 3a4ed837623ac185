import Explicit
import Proofs
import Proving
import Relational
import TestSupport
import Testing
import TransitionSystem

@Suite("How far a state is from contradicting a clause")
struct ClauseProbeTests {
  @Test("what contradicts a clause is what the evaluator says does not satisfy it")
  func agreement() async throws {
    var (contradictions, near) = (0, 0)
    for seed in 0..<60 {
      let random = RandomSystem(seed: 4_000 + seed)
      guard let proof = try await RandomProof(random, mostStates: 300) else { continue }
      let abstraction = Abstraction(
        Layout(system: random.system, scope: random.scope), proof.system)
      let reader = FactReader(abstraction, proof.system, random.scope)
      let sample = try Explicit.sample(
        random.system, scope: random.scope, walks: 0, length: 0, breadth: 300, seed: 1)
      let samples = CandidateSamples(
        relations: proof.system.relations, structures: proof.structures.prefix(1))
      // Of one state alone much is true that is true of no other.
      let clauses = CandidateSearch(options: CandidateOptions(), known: [])
        .candidates(in: samples).clauses.prefix(60)
      for state in sample.states.prefix(40) {
        let reading = reader.reading(of: state)
        let evaluator = StructureEvaluator(abstraction.structure(state))
        for clause in clauses {
          let probe = ClauseProbe(clause, reader)
          #expect(probe.isContradicted(by: reading) == !evaluator.holds(clause))
          switch probe.distance(of: reading) {
          case .contradicts: contradictions += 1
          case .near:
            near += 1
            let isNear = clause.literals.indices.contains { index in
              var rest = clause.literals
              rest.remove(at: index)
              return !evaluator.holds(Clause(rest))
            }
            #expect(isNear)
          case .far: continue
          }
        }
      }
    }
    #expect(contradictions > 100)
    #expect(near > 100)
  }
}
