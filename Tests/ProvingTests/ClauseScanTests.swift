import Explicit
import Proofs
import Proving
import Relational
import TestSupport
import Testing
import TransitionSystem

@Suite("Clauses held against many states")
struct ClauseScanTests {
  /// Some states of a system with a relational form.
  private struct Drawn {
    let system: RelationalSystem
    let abstraction: Abstraction
    let states: [State]
    let sizes: [String: Int]
    var structures: [Structure] { states.map(abstraction.structure) }

    init?(seed: Int, breadth: Int) throws {
      let random = RandomSystem(seed: seed)
      guard let system = try? Translation.relational(random.system),
        let sample = try? Explicit.sample(
          random.system, scope: random.scope, walks: 0, length: 0, breadth: breadth, seed: 1)
      else { return nil }
      self.system = system
      abstraction = Abstraction(Layout(system: random.system, scope: random.scope), system)
      states = sample.states
      sizes = Dictionary(
        uniqueKeysWithValues: random.system.sorts.map { ($0.name, random.scope[$0.name]) })
    }
  }

  @Test("a state is found where the evaluator finds one, and it contradicts the clause")
  func agreement() throws {
    var (contradicted, kept) = (0, 0)
    for seed in 0..<60 {
      guard let drawn = try Drawn(seed: 6_000 + seed, breadth: 300) else { continue }
      let empty = CandidateSamples(relations: drawn.system.relations, sizes: drawn.sizes)
      var reader = SampleReader(empty, drawn.abstraction, sizes: drawn.sizes)
      var scan = ClauseScan(like: empty)
      for (number, state) in drawn.states.enumerated() {
        scan.add(reader.reading(of: state), from: ClauseScan.Origin(draw: 7, state: number))
      }
      scan.close()
      // Of one state alone much is true that is true of no other.
      let structures = drawn.structures
      let samples = CandidateSamples(
        relations: drawn.system.relations, structures: structures.prefix(1))
      let clauses = CandidateSearch(options: CandidateOptions(), known: [])
        .candidates(in: samples).clauses.prefix(60)
      for clause in clauses where clause.literals.allSatisfy(\.hasNoElement) {
        let found = scan.contradiction(of: clause)
        let isContradicted = structures.contains { !StructureEvaluator($0).holds(clause) }
        #expect((found != nil) == isContradicted)
        if let found {
          contradicted += 1
          #expect(found.draw == 7)
          #expect(!StructureEvaluator(structures[found.state]).holds(clause))
        } else {
          kept += 1
        }
      }
    }
    #expect(contradicted > 100)
    #expect(kept > 100)
  }

  @Test("states are read as their structures are")
  func readings() throws {
    for seed in 0..<15 {
      guard let drawn = try Drawn(seed: 7_000 + seed, breadth: 200) else { continue }
      let whole = CandidateSamples(
        relations: drawn.system.relations, structures: drawn.structures)
      var read = CandidateSamples(relations: drawn.system.relations, sizes: drawn.sizes)
      var reader = SampleReader(read, drawn.abstraction, sizes: drawn.sizes)
      for state in drawn.states { read.add(reader.reading(of: state)) }
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
