import Proofs
import Relational
import Testing

@Suite("The same clause at other places")
struct BlockingSiblingsTests {
  private static let relations = [
    Relation("at.idle", ["t"], .location, group: "pc", keyCount: 1),
    Relation("at.late", ["b", "f", "t"], .location, group: "pc", keyCount: 1),
    Relation("at.lock", ["t", "f"], .location, group: "pc", keyCount: 1),
    Relation("at.two", ["t", "f", "f"], .location, group: "pc", keyCount: 1),
    Relation("at.unseen", ["t", "f"], .location, group: "pc", keyCount: 1),
    Relation("at.wait", ["t", "f"], .location, group: "pc", keyCount: 1),
    Relation("at.write", ["t", "f", "b"], .location, group: "pc", keyCount: 1),
    Relation("lock", ["f", "t"]), Relation("map", ["f", "b"]),
  ]

  private static func state(_ tuples: [String: Set<[Int]>]) -> Structure {
    Structure(sizes: ["t": 2, "f": 2, "b": 2], tuples: tuples)
  }

  /// Whoever is past `wait` has the lock of its (first) file.
  private static let samples: [Structure] = [
    state(["at.idle": [[0]], "at.wait": [[1, 0]], "map": [[0, 0], [1, 1]]]),
    state(["at.lock": [[0, 1]], "at.wait": [[1, 1]], "lock": [[1, 0]], "map": [[1, 1]]]),
    state(["at.write": [[0, 0, 1]], "at.idle": [[1]], "lock": [[0, 0]], "map": [[0, 1]]]),
    state(["at.two": [[0, 1, 0]], "at.late": [[0, 0, 1]], "lock": [[1, 0], [0, 1]]]),
  ]

  private static func texts(_ clauses: String...) -> [String] {
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
    return search.siblings(of: clauses.map(clause)) { false }.map(text)
  }

  @Test(
    "what a task has at one place it has at those that remember other things, or in another way")
  func tuples() {
    // Not so where it waits or is idle; at the place that nobody was at nothing is said.
    #expect(
      Self.texts("-at.lock(t0,f0) lock(f0,t0)") == [
        "-at.late(b0,f0,t0) lock(f0,t0)", "-at.two(t0,f0,f1) lock(f0,t0)",
        "-at.write(t0,f0,b0) lock(f0,t0)",
      ])
  }

  @Test("what a place does not remember is said of everything, with exceptions of what it does")
  func free() {
    // No file is locked by a task that is idle or waits. One that is late has mapped nothing.
    #expect(
      Self.texts("-at.wait(t0,f0) -lock(f0,t0)") == [
        "-at.idle(t0) -lock(f0,t0)", "-at.late(b0,f0,t0) -lock(f0,t0) -map(f0,b0)",
        "-at.two(t0,f0,f0) -lock(f0,t0)", "-at.two(t0,f0,f1) -lock(f0,t0) -lock(f1,t0)",
        "-at.write(t0,f0,b0) -lock(f0,t0) map(f0,b0)",
      ])
    // What the clause says of all files it does not say of the remembered one alone.
    let all = Self.texts("-at.idle(t0) -lock(f0,t0)")
    #expect(all.contains("-at.wait(t0,f0) -lock(f1,t0)"))
    #expect(all.contains("-at.write(t0,f0,b0) -lock(f1,t0) f0=f1"))
    #expect(!all.contains { $0.hasPrefix("-at.unseen") })
  }

  @Test("what is refuted comes back with an exception")
  func weakened() {
    var search = BlockingSearch(
      CandidateSamples(relations: Self.relations, structures: Self.samples))
    let claim = clause("-at.write(t0,f0,b0) -lock(f1,t0)")
    #expect(
      search.weakened([claim]) { false }.map(text).first == "-at.write(t0,f0,b0) -lock(f1,t0) f0=f1"
    )
    // Of the locked file another block is mapped, and a further state says so.
    let mapped = clause("-at.write(t0,f0,b0) -map(f0,b1) b0=b1")
    #expect(search.weakened([mapped]) { false } == [mapped])
    search.add([
      Self.state(["at.write": [[0, 0, 1]], "lock": [[0, 0]], "map": [[0, 0], [0, 1]]])
    ])
    let weaker = search.weakened([mapped]) { false }
    #expect(!weaker.isEmpty && !weaker.contains(mapped))
    #expect(search.weakened([clause("-lock(f0,t0)")]) { false } == [])
    #expect(search.weakened([claim]) { true } == [])
  }

  @Test("only where tasks hold the same locks, and of who holds one if all but that is spoken of")
  func locks() {
    let relations = [
      Relation("at.begin", ["t", "f"], .location, group: "pc", keyCount: 1),
      Relation("at.end", ["t", "f"], .location, group: "pc", keyCount: 1),
      Relation("at.map", ["t", "f"], .location, group: "pc", keyCount: 1),
      Relation("at.zero", ["t", "f"], .location, group: "pc", keyCount: 1),
      Relation("lock.exclusive", ["f", "t"]), Relation("lock.held", ["f"]),
      Relation("clean", ["f"]), Relation("ready", ["f"]),
    ]
    let held: [String: Set<[Int]>] = ["lock.exclusive": [[0, 0]], "lock.held": [[0]]]
    let samples = [
      Self.state(["at.begin": [[0, 0]], "at.end": [[1, 1]], "clean": [[0], [1]]]),
      Self.state(held.merging(["at.map": [[0, 0]], "ready": [[0]]]) { $1 }),
      Self.state(held.merging(["at.zero": [[0, 0]], "ready": [[0]]]) { $1 }),
    ]
    func siblings(_ line: String) -> [String] {
      var search = BlockingSearch(CandidateSamples(relations: relations, structures: samples))
      return search.siblings(of: [clause(line)]) { false }.map(text)
    }
    #expect(siblings("-at.begin(t0,f0) clean(f0)") == ["-at.end(t0,f0) clean(f0)"])
    #expect(siblings("-at.map(t0,f0) ready(f0)") == ["-at.zero(t0,f0) ready(f0)"])
    #expect(
      siblings("-clean(f0) lock.held(f0)")
        == ["-at.map(t0,f0) -clean(f0)", "-at.zero(t0,f0) -clean(f0)"])
  }

  @Test("there is nothing to move where no task, two tasks or one thing twice is spoken of")
  func anchors() {
    #expect(Self.texts("-lock(f0,t0) -lock(f0,t1) t0=t1") == [])
    #expect(Self.texts("-at.lock(t0,f0) -at.lock(t1,f0) lock(f0,t1)") == [])
    #expect(Self.texts("-at.two(t0,f0,f0) lock(f0,t0)") == [])
    #expect(Self.texts("at.lock(t0,f0) lock(f0,t0)") == [])
    #expect(Self.texts("-at.gone(t0,f0) lock(f0,t0)") == [])
  }

  @Test("what is said of a step with one case of its locals is said of cases that no sample shows")
  func cases() {
    let places = ["at.read: end {r: ok}", "at.read: end {r: junk}", "at.write: end {r: ok}"]
    let relations =
      places.map { Relation($0, ["t", "f"], .location, group: "pc", keyCount: 1) }
      + [Relation("open", ["f", "t"])]
    let sizes = ["t": 2, "f": 2]
    let seen = Structure(sizes: sizes, tuples: [places[0]: [[0, 1]], "open": [[1, 0]]])
    let other = Structure(sizes: sizes, tuples: ["open": [[0, 0]]])
    var search = BlockingSearch(CandidateSamples(relations: relations, structures: [seen, other]))
    func open(at place: String) -> Clause {
      let (task, file) = (ClauseTerm.variable(sort: "t", 0), ClauseTerm.variable(sort: "f", 0))
      return Clause([
        .init(false, .holds(place, [task, file])), .init(true, .holds("open", [file, task])),
      ])
    }
    #expect(search.siblings(of: [open(at: places[0])]) { false } == [open(at: places[1])])
  }

  @Test("what a clause speaks of is connected by what it says was so, and by tasks, files, blocks")
  func connected() {
    let search = BlockingSearch(
      CandidateSamples(
        relations: Self.relations + [Relation("mark", ["f"])], structures: Self.samples))
    func isConnected(_ line: String) -> Bool { search.isConnected(clause(line)) }
    #expect(isConnected("-at.lock(t0,f0) lock(f0,t0)"))
    #expect(isConnected("-at.lock(t0,f0) -lock(f1,t0)"))
    #expect(!isConnected("-at.lock(t0,f0) -mark(f1)"))
    // That two files differ does not tie them together; that they are the same one does.
    #expect(!isConnected("-at.lock(t0,f0) -mark(f1) f0=f1"))
    #expect(isConnected("-at.lock(t0,f0) -mark(f1) -f0=f1"))
    #expect(isConnected("-mark(f0)"))
    #expect(!isConnected("-unheard.of(f0)"))
  }

  @Test("a search that is stopped has none")
  func stopped() {
    var search = BlockingSearch(
      CandidateSamples(relations: Self.relations, structures: Self.samples))
    #expect(search.siblings(of: [clause("-at.lock(t0,f0) lock(f0,t0)")]) { true } == [])
  }

  @Test("every clause at every place that no sample contradicts; others only with exceptions")
  func complete() {
    var (count, exceptions) = (0, 0)
    for seed in 0..<24 {
      let test = BlockingCase(seed: 200 + UInt64(seed))
      func isTrue(_ clause: Clause) -> Bool {
        test.samples.allSatisfy { test.oracle.isTrue(clause, in: $0) }
      }
      var search = BlockingSearch(test.candidateSamples)
      for clause in search.clauses(
        excluding: test.state, BlockingCase.options(1), shouldStop: { false })
      {
        let found = search.siblings(of: [clause]) { false }
        guard search.isConnected(clause) else {
          #expect(found == [], "\(text(clause))")
          continue
        }
        let moved = Self.moved(clause, test)
        let wanted = Set(moved.filter(isTrue).map(test.oracle.canonicalText))
        #expect(found.allSatisfy(isTrue), "\(text(clause))")
        let texts = Set(found.map(test.oracle.canonicalText))
        #expect(wanted.isSubset(of: texts), "\(text(clause))")
        let others = texts.subtracting(wanted)
        #expect(others.isEmpty || wanted.count < moved.count, "\(text(clause))")
        count += wanted.count
        exceptions += others.count
      }
    }
    #expect(count > 20)
    #expect(exceptions > 50)
  }

  /// The clause about each other location, its variables in their order for those of the same sort.
  private static func moved(_ clause: Clause, _ test: BlockingCase) -> [Clause] {
    let locations = BlockingCase.relations.filter { $0.kind == .location }
    guard case .holds(let name, let terms)? = clause.literals.first(where: { isAnchor($0) })?.atom,
      Set(terms).count == terms.count, clause.literals.count > 1
    else { return [] }
    let seen = locations.filter { location in
      test.samples.contains { $0.tuples[location.name]?.isEmpty == false }
    }
    return seen.filter { $0.name != name }.map { location in
      var counts: [String: Int] = [:]
      let places = location.sorts.map { sort in
        counts[sort, default: 0] += 1
        return ClauseTerm.variable(sort: sort, 10 + counts[sort, default: 0])
      }
      var open = places
      var renaming: [ClauseTerm: ClauseTerm] = [:]
      for term in terms {
        guard let next = open.firstIndex(where: { $0.sort == term.sort }) else { continue }
        renaming[term] = open.remove(at: next)
      }
      let rest = Clause(clause.literals.filter { !isAnchor($0) })
      return Clause(
        [Clause.Literal(false, .holds(location.name, places))]
          + test.oracle.substituted(rest, renaming).literals)
    }
  }

  private static func isAnchor(_ literal: Clause.Literal) -> Bool {
    if case .holds(let name, _) = literal.atom { name.hasPrefix("at.") } else { false }
  }
}
