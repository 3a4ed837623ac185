import Proofs
import Relational
import Testing

@Suite("What surrounds the elements of a state")
struct DiagramTests {
  /// Task 0 owns file 0, after which come 1 and 2; file 3, where task 1 is, is apart.
  private static let diagram: Diagram = {
    let relations = [
      Relation("at.L", ["task", "file"], .location, group: "pc", keyCount: 1),
      Relation("flag", []), Relation("mark", ["file"]), Relation("next", ["file", "file"]),
      Relation("own", ["task", "file"]),
    ]
    let state = Structure(
      sizes: ["task": 2, "file": 4],
      tuples: [
        "at.L": [[1, 3], [1, 0]], "flag": [[]], "mark": [[3]], "next": [[0, 1], [1, 2], [2, 2]],
        "own": [[0, 0]],
      ])
    return Diagram(state, CandidateSamples(relations: relations, structures: [state]))
  }()

  /// The sets as text; sorts are numbered by name, so files are 0 and tasks 1.
  private static func sets(_ start: [String], _ facts: Int, most: Int = 6) -> [String] {
    let elements = start.map { name in
      Diagram.Element(sort: name.first == "f" ? 0 : 1, Int(name.dropFirst()) ?? 0)
    }
    return diagram.neighbourhoods(of: elements, facts: facts, most: most).map { set in
      set.map { "\($0.sort == 0 ? "f" : "t")\($0.number)" }.joined(separator: " ")
    }
  }

  @Test("each fact adds its elements, and only the largest sets count")
  func growth() {
    #expect(Self.sets(["f0"], 0) == [""])
    #expect(Self.sets(["f0"], 1) == ["f1", "t0"])
    #expect(Self.sets(["f0"], 2) == ["f1 f2", "f1 t0"])
    #expect(Self.sets(["f0"], 3) == ["f1 f2 t0"])
    #expect(Self.sets(["f0"], 9) == ["f1 f2 t0"])
  }

  @Test("what is there already is not added, and where a task is is no fact")
  func own() {
    #expect(Self.sets(["t0", "f0"], 1) == ["f1"])
    #expect(Self.sets(["f0", "f1", "f2", "t0"], 3) == [""])
    #expect(Self.sets(["t1"], 2) == [""])
    #expect(Self.sets(["t1", "f3"], 2) == [""])
  }

  @Test("without elements to begin with, facts that share one make a set")
  func global() {
    #expect(Self.sets([], 0) == [""])
    #expect(Self.sets([], 1) == ["f3", "f0 f1", "f0 t0", "f1 f2"])
    #expect(Self.sets([], 2) == ["f3", "f0 f1 f2", "f0 f1 t0"])
    #expect(Self.sets([], 3) == ["f3", "f0 f1 f2 t0"])
  }

  @Test("a set that would be too large is left out, and those before it stay")
  func limit() {
    #expect(Self.sets(["f0"], 3, most: 1) == ["f1", "t0"])
    #expect(Self.sets(["f0"], 3, most: 0) == [""])
    #expect(Self.sets([], 3, most: 2) == ["f3", "f0 f1", "f0 t0", "f1 f2"])
  }
}
