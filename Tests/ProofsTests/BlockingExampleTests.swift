import Proofs
import Relational
import Testing

@Suite("Clauses that exclude a state, by example")
struct BlockingExampleTests {
  private static let relations = [
    Relation("at.hold", ["t", "f"], .location, group: "pc", keyCount: 1),
    Relation("at.idle", ["t"], .location, group: "pc", keyCount: 1),
    Relation("at.never", ["t", "f"], .location, group: "pc", keyCount: 1),
  ]
  private static let lock = [Relation("lock", ["f", "t"]), Relation("broken", ["f"])]

  private static func state(_ tuples: [String: Set<[Int]>]) -> Structure {
    Structure(sizes: ["t": 2, "f": 2], tuples: tuples)
  }

  /// Each of two tasks is idle or holds a file of its own.
  private static let samples: [Structure] = [
    state(["at.idle": [[0], [1]]]),
    state(["at.hold": [[0, 0]], "at.idle": [[1]], "lock": [[0, 0]]]),
    state(["at.hold": [[0, 1]], "at.idle": [[1]], "lock": [[1, 0]]]),
    state(["at.hold": [[0, 0], [1, 1]], "lock": [[0, 0], [1, 1]]]),
    state(["at.hold": [[0, 1], [1, 0]], "lock": [[0, 1], [1, 0]]]),
  ]

  private static func texts(
    _ relations: [Relation], _ state: Structure, level: Int = 0
  ) -> [String] {
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    return search.clauses(excluding: state, BlockingSearch.Options.levels[level]) { false }
      .map(text)
  }

  @Test("two tasks at one place are excluded by a clause about both alone")
  func pairs() {
    let both = Self.state(["at.hold": [[0, 0], [1, 0]]])
    #expect(Self.texts(Self.relations, both, level: 1) == [])
    #expect(
      Self.texts(Self.relations, both, level: 2) == ["-at.hold(t0,f0) -at.hold(t1,f0) t0=t1"])
    // Idle tasks hold nothing; a task that does both is one task.
    let idle = Self.state(["at.hold": [[0, 0]], "at.idle": [[0]]])
    #expect(Self.texts(Self.relations, idle, level: 1) == [])
    #expect(Self.texts(Self.relations, idle, level: 2) == ["-at.hold(t0,f0) -at.idle(t0)"])
  }

  @Test("two places at which no two tasks were seen together")
  func unseenPair() {
    let relations =
      Self.relations + [
        Relation("at.rest", ["t"], .location, group: "pc", keyCount: 1)
      ]
    let alone = Self.samples + [Self.state(["at.rest": [[0], [1]]])]
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: alone))
    let state = Self.state(["at.rest": [[0]], "at.idle": [[1]]])
    let levels = BlockingSearch.Options.levels
    #expect(search.clauses(excluding: state, levels[1]) { false } == [])
    #expect(
      search.clauses(excluding: state, levels[2]) { false }.map(text)
        == ["-at.idle(t0) -at.rest(t1)"])
  }

  @Test("two places that were not seen together: also that nothing is shared there")
  func unsharedPair() {
    let keep = Relation("at.keep", ["t", "f"], .location, group: "pc", keyCount: 1)
    let alone = Self.samples + [Self.state(["at.keep": [[0, 0], [1, 1]]])]
    var search = BlockingSearch(
      CandidateSamples(relations: Self.relations + [keep], structures: alone))
    let state = Self.state(["at.hold": [[0, 1]], "at.keep": [[1, 1]]])
    let texts = search.clauses(excluding: state, BlockingSearch.Options.levels[2]) { false }
      .map(text)
    #expect(Set(texts) == ["-at.hold(t0,f0) -at.keep(t1,f1)", "-at.hold(t0,f0) -at.keep(t1,f0)"])
  }

  @Test("what a task knows of things that it has nothing to do with")
  func unconnected() {
    // Whoever idles has seen that no file is broken.
    var samples = Self.samples.map { sample in
      var sample = sample
      sample.tuples["broken"] = []
      return sample
    }
    samples.append(Self.state(["at.hold": [[0, 0], [1, 1]], "broken": [[0], [1]]]))
    var search = BlockingSearch(
      CandidateSamples(
        relations: Self.relations + [Relation("broken", ["f"])], structures: samples))
    let state = Self.state(["at.idle": [[0]], "broken": [[1]]])
    let texts = search.clauses(excluding: state) { false }.map(text)
    #expect(texts.contains("-at.idle(t0) -broken(f0)"))
  }

  @Test("a place that nobody was at, and a relation that never held or always did")
  func units() {
    let relations = Self.relations + Self.lock + [Relation("whole", ["f"])]
    let samples = Self.samples.map { sample in
      var sample = sample
      sample.tuples["whole"] = [[0], [1]]
      return sample
    }
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    let state = Self.state(["at.never": [[0, 1]], "broken": [[1]], "whole": [[0]]])
    #expect(
      search.clauses(excluding: state) { false }.map(text)
        == ["-at.never(t0,f0)", "-broken(f0)", "whole(f0)"])
  }

  @Test("who is at a place without the lock is excluded by what the lock means")
  func lockless() {
    let state = Self.state(["at.hold": [[0, 1]], "at.idle": [[1]]])
    #expect(Self.texts(Self.relations + Self.lock, state) == ["-at.hold(t0,f0) lock(f0,t0)"])
  }

  @Test("where there are few atoms, a clause may have many of them")
  func wide() {
    let marks = ["a", "b", "c", "d"]
    let relations =
      [Relation("at.L", ["t", "f"], .location, group: "pc", keyCount: 1)]
      + marks.map { Relation($0, ["f"]) }
    let structures = marks.map { Self.state(["at.L": [[0, 1]], $0: [[1]]]) }
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: structures))
    let state = Self.state(["at.L": [[0, 0]]])
    let wanted = ["-at.L(t0,f0) a(f0) b(f0) c(f0) d(f0)"]
    var options = BlockingSearch.Options()
    #expect(search.clauses(excluding: state, options) { false } == [])
    // Of four atoms there are 6 pairs and 4 triples.
    options.sets = 5
    #expect(search.clauses(excluding: state, options) { false } == [])
    options.sets = 6
    #expect(search.clauses(excluding: state, options) { false }.map(text) == wanted)
    #expect(
      search.clauses(excluding: state, BlockingSearch.Options.levels[1]) { false }.map(text)
        == wanted)
  }

  @Test("what only axioms could make true is not said")
  func rigid() {
    let relations = [
      Relation("cast", ["t", "f"], .rigid), Relation("mark", ["f"]), Relation("own", ["t", "f"]),
    ]
    let samples = [[0, 1], [1, 0]].map { files in
      let tuples = Set(files.enumerated().map { [$0.offset, $0.element] })
      return Self.state(["cast": tuples, "own": tuples, "mark": [[0]]])
    }
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    let shared = Self.state(["cast": [[0, 0], [1, 0]]])
    #expect(search.clauses(excluding: shared) { false }.map(text) == ["-cast(t0,f0) own(t0,f0)"])
    let owned = Self.state(["cast": [[0, 0], [1, 0]], "own": [[0, 0], [1, 0]]])
    let texts = search.clauses(excluding: owned, BlockingSearch.Options.levels[1]) { false }
      .map(text)
    #expect(texts.contains("-own(t0,f0) -own(t1,f0) t0=t1"))
    #expect(!texts.contains("-cast(t0,f0) -cast(t1,f0) t0=t1"))
  }

  @Test("a named element stands where a variable may")
  func elements() {
    let relations = [Relation("free", ["f"])]
    let samples = CandidateSamples(
      relations: relations,
      structures: [Structure(sizes: ["f": 3], tuples: ["free": [[1]]])]
        + [Structure(sizes: ["f": 3], tuples: ["free": [[0], [1]]])],
      elements: [.element(sort: "f", 1)])
    var search = BlockingSearch(samples)
    // In both samples 1 is free; 0 is in one of them.
    let state = Structure(sizes: ["f": 3], tuples: ["free": [[0]]])
    #expect(search.clauses(excluding: state) { false }.map(text) == ["free(f#1)"])
  }
}
