import Certificates
import Foundation
import Relational
import Testing
import TransitionSystem

@Suite("Ground instances")
struct GroundTests {
  private func questions(_ model: String, _ invariant: String) throws -> [GroundQuestion] {
    try GroundQuestion.all(Systems.read(model), Systems.clauses(invariant, of: model))
  }

  @Test("the cutoff sizes are as thought, with their reasons")
  func sizes() throws {
    let found = try questions(Systems.allocator, Systems.allocatorInvariant).map {
      try "\($0.name): " + CutoffSizes($0).reasons.joined(separator: "; ")
    }
    #expect(
      found == [
        """
        initial states: 2 of block: 2 in what may break; 2 of file: 2 in what may break; \
        2 of page: 2 in what may break
        """,
        """
        allocate: 5 of block: 1 of the action, 1 that its guard asks for, 3 in what may break; \
        3 of file: 1 of the action, 2 in what may break; \
        3 of page: 1 of the action, 2 in what may break
        """,
        """
        punch: 4 of block: 1 of the action, 1 that its guard asks for, 2 in what may break; \
        2 of file: 1 of the action, 1 in what may break; \
        2 of page: 1 of the action, 1 in what may break
        """,
        """
        read: 1 of block: 1 that its guard asks for; 1 of file: 1 of the action; \
        1 of page: 1 of the action
        """,
        """
        move: 6 of block: 2 of the action, 1 that its guard asks for, 3 in what may break; \
        3 of file: 1 of the action, 2 in what may break; \
        3 of page: 1 of the action, 2 in what may break
        """,
        """
        goals: 2 of block: 2 in what may break; 1 of file: 1 in what may break; \
        1 of page: 1 in what may break
        """,
      ])
  }

  @Test(
    "nothing breaks, by a proof that our checker accepts",
    arguments: [
      (Systems.lockServer, Systems.lockInvariant), (Systems.allocator, Systems.allocatorInvariant),
      (Systems.locked, Systems.lockedInvariant),
    ])
  func proofs(model: String, invariant: String) throws {
    for question in try questions(model, invariant) {
      let instance = try GroundInstance(question)
      guard case .impossible(let decided) = instance.answer() else {
        Issue.record("\(question.name) breaks")
        continue
      }
      let dimacs = decided.dimacs
      #expect(instance.repeating(dimacs).dimacs == dimacs)
      guard let proof = try cadical(dimacs) else { continue }
      try RUPChecker.check(dimacs: dimacs, proof: proof)
    }
  }

  @Test("a clause that is not inductive breaks in a structure")
  func notInductive() throws {
    let invariant = "invariant\n  1. !(free(LOCK0) && held(LOCK0, NODE0))\n"
    var broken: [String] = []
    for question in try questions(Systems.lockServer, invariant) {
      guard case .possible(let structure) = try GroundInstance(question).answer() else { continue }
      broken.append("\(question.name) \(structure.sizes["node"] ?? 0)")
    }
    #expect(broken == ["release 2", "goals 2"])
  }

  @Test("a small structure counts although a larger one is allowed")
  func smallStructures() throws {
    // With two elements the axiom is false; a counterexample has one.
    let model = """
      system "one"
      sort s plain
      relation p(s)
      axiom single: forall s x, s y: x == y
      initially p(s x): true
      action drop(s x)
        when p(x)
        p(s y) := false
      """
    let found = try questions(model, "invariant\n  1. p(S0)\n").map {
      if case .possible(let structure) = try GroundInstance($0).answer() {
        return "\($0.name) \(structure.sizes)"
      }
      return $0.name
    }
    #expect(found == ["initial states", "drop [\"s\": 1]"])
  }

  @Test(
    "named elements differ and exist, whatever the constants",
    arguments: [
      ("x != s#1 && x != s#2", ["initial states", "keep", "goals"]),
      ("x != s#1", ["initial states", "keep!", "goals"]),
    ])
  func namedElements(guardText: String, expected: [String]) throws {
    let model = """
      system "named"
      sort s plain
      relation p(s)
      initially p(s x): true
      action keep(s x)
        when \(guardText)
        p(s y) := p(y) && y != x || y == s#1 || y == s#2 && x == s#2 && !p(x)
      goal two: p(s#1) && p(s#2)
      """
    let found = try questions(model, "invariant\n  1. p(s#1)\n  2. p(s#2)\n").map {
      if case .possible = try GroundInstance($0).answer() { return $0.name + "!" }
      return $0.name
    }
    #expect(found == expected)
  }

  @Test("an existential inside a universal is named")
  func fragment() throws {
    let model = Systems.lockServer.replacing(
      "forall lock m: !at", with: "forall lock m: (exists node o: held(m, o)) || !at")
    let clauses = "invariant\n  1. !at.\"client: waiting\"(NODE0, LOCK0)\n"
    let asking = try #require(try questions(model, clauses).first { $0.name == "client: ask" })
    let error = #expect(throws: CutoffError.self) { try CutoffSizes(asking) }
    #expect(
      error?.description
        == #"client: ask: an existential inside a universal: exists node "b:2": held("b:1", "b:2")"#
    )
  }
}

/// A proof by the program `cadical`, or nil where it is not installed.
func cadical(_ dimacs: String) throws -> String? {
  let program = "/usr/bin/cadical"
  guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
  let folder = FileManager.default.temporaryDirectory.appending(path: "cadical-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let (formula, proof) = (folder.appending(path: "f.cnf"), folder.appending(path: "f.drup"))
  try Data(dimacs.utf8).write(to: formula)
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program)
  process.arguments = ["-q", "--plain", "--no-binary", formula.path, proof.path]
  process.standardOutput = FileHandle.nullDevice
  try process.run()
  process.waitUntilExit()
  #expect(process.terminationStatus == 20)
  return String(decoding: try Data(contentsOf: proof), as: UTF8.self)
}
