import Proofs
import Relational
import Testing

@Suite("Candidate clauses, compared with the slow way")
struct CandidateComparisonTests {
  private static let relations = [
    Relation("at.L", ["task", "file", "file"], .location, group: "pc", keyCount: 1),
    Relation("at.M", ["task"], .location, group: "pc", keyCount: 1),
    Relation("cast", ["task", "file"], .rigid), Relation("mark", ["file"]),
    Relation("next", ["file", "file"]), Relation("flag", []),
  ]

  /// A few states of two tasks and two or three files, more of them empty than full.
  private static func structures(seed: UInt64) -> [Structure] {
    var random = SplitMix(seed: seed)
    let sizes = ["task": 2, "file": Int.random(in: 2...3, using: &random)]
    let density = Int.random(in: 1...3, using: &random)
    return (0..<Int.random(in: 2...8, using: &random)).map { _ in
      var structure = Structure(sizes: sizes)
      structure.draw(relations, density, of: 4, &random)
      for task in 0..<2 {
        if Bool.random(using: &random) {
          structure.tuples["at.M", default: []].insert([task])
        } else {
          let files = (0..<2).map { _ in Int.random(in: 0..<(sizes["file"] ?? 1), using: &random) }
          structure.tuples["at.L", default: []].insert([task] + files)
        }
      }
      return structure
    }
  }

  @Test("Both find the same clauses", arguments: 0..<8)
  func agreement(seed: UInt64) {
    let structures = Self.structures(seed: seed)
    let oracle = CandidateOracle(Self.relations, structures)
    let samples = CandidateSamples(relations: Self.relations, structures: structures)
    let clauses = CandidateSearch().candidates(in: samples).clauses
    func found(_ locations: [String]) -> Set<String> {
      Set(
        clauses.filter { clause in
          let names = clause.literals.compactMap { literal -> String? in
            guard case .holds(let name, _) = literal.atom else { return nil }
            return name.hasPrefix("at.") ? name : nil
          }
          return names == locations
        }.map(oracle.canonicalText))
    }
    #expect(found([]) == oracle.global(size: 3))
    for location in Self.relations.prefix(2)
    where structures.contains(where: { $0.tuples[location.name]?.isEmpty == false }) {
      #expect(found([location.name]) == oracle.located(location, size: 2, globalSize: 3))
    }
    for clause in clauses {
      #expect(structures.allSatisfy { oracle.isTrue(clause, in: $0) })
    }
    #expect(Set(clauses.map(oracle.canonicalText)).count == clauses.count)
  }
}
