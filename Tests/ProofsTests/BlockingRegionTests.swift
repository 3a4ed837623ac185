import Proofs
import Relational
import Testing

@Suite("The same clause at all places where a lock is held")
struct BlockingRegionTests {
  private func state(_ tuples: [String: Set<[Int]>]) -> Structure {
    Structure(sizes: ["t": 2, "f": 2, "b": 2], tuples: tuples)
  }

  @Test("what two tasks do not share at two places, they do not share at any where a lock is held")
  func pairs() {
    let places = ["at.a/r/s: begin", "at.a/r/s: map", "at.a/r/s: zero", "at.b/r/s: zero #2"]
    let relations =
      places.map { Relation($0, ["t", "f", "b"], .location, group: "pc", keyCount: 1) }
      + [Relation("lock.exclusive", ["f", "t"])]
    func place(_ place: String, _ lock: Set<[Int]>) -> Structure {
      state([place: [[0, 1, 0]], "lock.exclusive": lock])
    }
    let samples = [
      place(places[0], []), place(places[1], [[1, 0]]), place(places[2], [[1, 0]]),
    ]
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    func apart(_ one: String, _ other: String, _ block: Int) -> Clause {
      func terms(_ number: Int, _ block: Int) -> [ClauseTerm] {
        [("t", number), ("f", number), ("b", block)].map { .variable(sort: $0, $1) }
      }
      return Clause([
        .init(false, .holds(one, terms(0, 0))), .init(false, .holds(other, terms(1, block))),
      ])
    }
    // Nobody holds a lock at the first place, and nobody was at the last one: it is the same step.
    let texts = Set(
      search.siblings(of: [apart(places[1], places[2], 0)]) { false }.map {
        $0.literals.compactMap {
          if case .holds(let name, _) = $0.atom { String(name.last ?? " ") } else { nil }
        }.sorted().joined()
      })
    #expect(texts == ["22", "2o", "2p", "oo", "op", "pp"])
    #expect(search.siblings(of: [apart(places[1], places[2], 1)]) { false } == [])
  }

  @Test("an exception that one place needs is tried where too few samples are to demand it")
  func rare() {
    let places = ["at.seen", "at.rare"]
    let relations =
      places.map { Relation($0, ["t", "f", "b"], .location, group: "pc", keyCount: 1) }
      + [Relation("lock.exclusive", ["f", "t"]), Relation("lock.held", ["f"])]
      + [Relation("map", ["f", "b"]), Relation("dirty", ["b"])]
    let held: [String: Set<[Int]>] = ["lock.exclusive": [[0, 0]], "lock.held": [[0]]]
    func locked(_ more: [String: Set<[Int]>]) -> Structure {
      state(held.merging(more) { $1 })
    }
    let samples = [
      locked([places[0]: [[0, 0, 1]], "map": [[0, 1]], "dirty": [[1]]]),
      locked([places[1]: [[0, 0, 1]], "map": [[0, 1]]]),
      state(["map": [[0, 0]]]), state(["dirty": [[0], [1]]]),
    ]
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    let (file, block) = (ClauseTerm.variable(sort: "f", 0), ClauseTerm.variable(sort: "b", 0))
    let claim = Clause([
      .init(false, .holds("map", [file, block])), .init(false, .holds("dirty", [block])),
      .init(true, .holds("lock.held", [file])),
    ])
    let found = search.siblings(of: [claim]) { false }
    func isAbout(_ clause: Clause, _ place: String) -> Bool {
      clause.literals.contains {
        if case .holds(place, _) = $0.atom { true } else { false }
      }
    }
    // Where it was seen, the task's own block is excepted; where nothing is known, that is tried.
    #expect(found.filter { isAbout($0, places[0]) }.allSatisfy { $0.literals.count > 3 })
    #expect(Set(found.filter { isAbout($0, places[1]) }.map(\.literals.count)) == [3, 4])
  }
}
