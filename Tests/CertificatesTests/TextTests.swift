import Certificates
import Relational
import Testing
import TransitionSystem

@Suite("Readable models")
struct TextTests {
  @Test(
    "a model reads back as it was written",
    arguments: [Systems.lockServer, Systems.allocator, Systems.writers, Systems.locked])
  func roundTrip(text: String) throws {
    let system = try ModelReader.system(text)
    #expect(ModelText.text(system) == text)
    #expect(try ModelReader.system(ModelText.checked(system)) == system)
  }

  @Test("what the text says is what is read")
  func content() throws {
    let system = try ModelReader.system(Systems.lockServer)
    #expect(system.relation("free")?.group == "held")
    #expect(system.relation("held")?.keyCount == 1)
    #expect(system.relation("held")?.documentation == "who has it")
    #expect(system.relation("at.client: waiting")?.kind == .location)
    #expect(system.actions.map(\.name) == ["client: ask", "grant", "release"])
    #expect(system.actions[0].origin == "client")
    #expect(system.actions[0].site == SourceSite(file: "lock.kspec", line: 3, column: 5))
    #expect(
      system.actions[1].clears == [Clear("at", [.variable("n", .sort("node"))])])
    #expect(system.actions[1].checks.map(\.message) == ["somebody has it"])
  }

  @Test("a projection has the places that it names")
  func projections() throws {
    let system = try ModelReader.system(Systems.writers)
    let projection = system.relation("writing.some.page2")?.projection
    #expect(projection?.relation == "writing")
    #expect(projection?.places == [1])
    for (places, message) in [
      ("1", "'writing' has no such places"), ("3", "'writing' has no such places"),
      ("0", "'writing' has no such places"), ("", "expected a number"),
    ] {
      let other = "projects writing \(places)"
      let text = Systems.writers.replacing("projects writing 2", with: other)
      let error = #expect(throws: TextError.self) { try ModelReader.system(text) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? places)")
    }
  }

  @Test("names and formulas of every shape read back")
  func oddNames() throws {
    var system = RelationalSystem(name: "a \"b\" \\ \n \u{1} é")
    let sorts = ["file", "FILE", "a", "a1", "forall", "x y", ""]
    system.sorts = sorts.map { Sort($0, elements: .numbered(prefix: $0)) }
    system.relations = ["r", "at.x: y.z", "true", "a..b", "a.", "and.x", "5", "at.forall"].map {
      Relation($0, ["file", "x y"], .location, group: "at \($0)", keyCount: 1)
    }
    let one = Parameter("u#1", .sort("file"))
    let two = Parameter("exists", .sort("x y"))
    let atoms = system.relations.map { Expression.read($0.name, [one.use, two.use]) }
    let formulas: [Expression] = [
      .and([]), .or([]), .and([atoms[0]]), .or([.and([atoms[1], atoms[2]]), atoms[3]]),
      .and([.and([atoms[1], atoms[2]]), .or([atoms[3], atoms[4]])]),
      .implies(.implies(atoms[0], atoms[1]), .implies(atoms[2], atoms[3])),
      .not(.not(.equal(one.use, .element(sort: "file", 3)))), .not(.not(atoms[5])),
      .ifThenElse(.ifThenElse(atoms[0], atoms[1], atoms[6]), atoms[2], .forAll([one], atoms[7])),
      .and([.exists([one, two], .or([atoms[0], .bool(true)])), .not(.forAll([], .bool(false)))]),
    ]
    system.axioms = formulas.enumerated().map { Axiom("\($0)", .forAll([one, two], $1)) }
    let terms: [ClauseTerm] = sorts.flatMap { sort in
      [.variable(sort: sort, 10), .variable(sort: sort, 0), .element(sort: sort, 1)]
    }
    system.structure = terms.map {
      Clause([
        .init(true, .equal($0, $0)), .init(false, .equal($0, $0)),
        .init(true, .holds("r", [.variable(sort: "file", 1), .element(sort: "x y", 0)])),
      ])
    }
    let literals = system.structure[0].literals
    system.structure += [
      Clause([]), Clause([literals[0]]), Clause([literals[1]]), Clause([literals[2].negated]),
      Clause([literals[1], literals[2].negated]), Clause([literals[1], literals[2]]),
      Clause([literals[2].negated, literals[1], literals[0], literals[2]]),
    ]
    let text = try ModelText.checked(system)
    #expect(try ModelReader.system(text) == system)
  }

  @Test("what no relational system has is not written in silence")
  func unsupported() {
    var system = RelationalSystem(name: "numbers")
    system.goals = [Goal("g", .less(.integer(1), .integer(2)))]
    #expect(throws: TextError.self) { try ModelText.checked(system) }
  }

  @Test("an invariant reads back as it was written")
  func invariants() throws {
    for (system, text) in [
      (Systems.lockServer, Systems.lockInvariant), (Systems.allocator, Systems.allocatorInvariant),
    ] {
      let model = try ModelReader.system(system)
      let clauses = try ClauseReader.invariant(text, of: model)
      #expect(ClauseText(sorts: model.sorts).invariant(clauses) == text)
    }
  }

  @Test(
    "an error names its place",
    arguments: [
      (
        "sort node plain\naxiom a: forall nod n: true",
        """
        model.txt:3:17: error: there is no sort 'nod'
        3 | axiom a: forall nod n: true
          |                 ^
        """
      ),
      (
        "sort n plain\nrelation é(n)\n",
        """
        model.txt:3:10: error: a character that means nothing here
        3 | relation é(n)
          |          ^
        """
      ),
      (
        "sort n plain\nrelation r(n)\naxiom a: forall n x: r(x, x)",
        """
        model.txt:4:22: error: 'r' takes (n), not (n, n)
        4 | axiom a: forall n x: r(x, x)
          |                      ^
        """
      ),
      (
        "goal g: true && \"r",
        """
        model.txt:2:17: error: a text without an end
        2 | goal g: true && "r
          |                 ^
        """
      ),
      (
        "structure\n 2. false",
        """
        model.txt:3:2: error: expected the number 1
        3 |  2. false
          |  ^
        """
      ),
    ])
  func errors(text: String, expected: String) {
    let error = #expect(throws: TextError.self) { try ModelReader.system("system \"s\"\n" + text) }
    #expect(error?.description == expected)
  }

  @Test("deep nesting is an error", arguments: ["(", "!", "forall: ", "true ? true : ("])
  func depth(opening: String) {
    let text = "system \"s\" goal g: " + String(repeating: opening, count: 100_000)
    let error = #expect(throws: TextError.self) { try ModelReader.system(text) }
    #expect(error?.message == "this is nested too deeply")
  }

  @Test("a text that somebody changed is read or refused, and what is read is written")
  func mutations() {
    var random = SplitMix(seed: 7)
    var read = 0
    for round in 0..<1500 {
      let origin = round % 2 == 0 ? Systems.lockServer : Systems.allocator
      let text = random.mutated(origin)
      guard let system = try? ModelReader.system(text) else { continue }
      read += 1
      #expect((try? ModelReader.system(ModelText.text(system))) == system, "\(text)")
    }
    #expect(read > 20)
  }
}

/// Numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The text with a few bytes or pieces changed, taken out or doubled.
  mutating func mutated(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &self) where !bytes.isEmpty {
      let start = Int.random(in: 0..<bytes.count, using: &self)
      let end = min(start + Int.random(in: 1...12, using: &self), bytes.count)
      switch Int.random(in: 0..<4, using: &self) {
      case 0: bytes[start] = UInt8.random(in: 32..<127, using: &self)
      case 1: bytes.removeSubrange(start..<end)
      case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
      default:
        let other = Int.random(in: 0..<bytes.count, using: &self)
        bytes.swapAt(start, other)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
