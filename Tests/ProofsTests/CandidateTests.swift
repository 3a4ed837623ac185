import Proofs
import Relational
import Testing

@Suite("Candidate clauses")
struct CandidateTests {
  private static func texts(
    _ relations: [Relation], _ structures: [Structure], elements: [ClauseTerm] = [],
    known: [Clause] = [], _ change: (inout CandidateOptions) -> Void = { _ in }
  ) -> [String] {
    var options = CandidateOptions()
    change(&options)
    let samples = CandidateSamples(
      relations: relations, structures: structures, elements: elements)
    return CandidateSearch(options: options, known: known).candidates(in: samples).clauses
      .map(CandidateText.of)
  }

  /// Every subset of the tuples is a state, but for those that a condition excludes.
  private static func all(
    _ sizes: [String: Int], _ tuples: [(String, [Int])], where holds: (Structure) -> Bool
  ) -> [Structure] {
    (0..<(1 << tuples.count)).compactMap { choice in
      var structure = Structure(sizes: sizes)
      for (bit, (name, tuple)) in tuples.enumerated() where choice >> bit & 1 == 1 {
        structure.tuples[name, default: []].insert(tuple)
      }
      return holds(structure) ? structure : nil
    }
  }

  @Test("An implication between two relations is the only clause")
  func implication() {
    let structures = Self.all(
      ["block": 2], [("bad", [0]), ("bad", [1]), ("poison", [0]), ("poison", [1])]
    ) { structure in
      (0..<2).allSatisfy { !structure.holds("bad", [$0]) || structure.holds("poison", [$0]) }
    }
    #expect(
      Self.texts([Relation("bad", ["block"]), Relation("poison", ["block"])], structures) == [
        "not bad(b0) or poison(b0)"
      ])
  }

  @Test("A partial function and its domain")
  func function() {
    let tuples = [
      ("map", [0, 0]), ("map", [0, 1]), ("has", [0]), ("map", [1, 0]), ("map", [1, 1]),
    ]
    let structures = Self.all(["page": 2, "block": 2], tuples + [("has", [1])]) { structure in
      (0..<2).allSatisfy { page in
        let count = (0..<2).count { structure.holds("map", [page, $0]) }
        return count == (structure.holds("has", [page]) ? 1 : 0)
      }
    }
    let relations = [Relation("map", ["page", "block"]), Relation("has", ["page"])]
    #expect(
      Self.texts(relations, structures) == [
        "has(p0) or not map(p0, b0)", "not map(p0, b0) or not map(p0, b1) or b0 = b1",
      ])
    // True because there are two blocks; induction refutes it.
    let more = Self.texts(relations, structures) { $0.globalLiterals = 4 }
    #expect(more.contains("not has(p0) or map(p0, b0) or map(p0, b1) or b0 = b1"))
  }

  @Test("A relation that never holds, or always does, is one literal and nothing else")
  func constants() {
    let relations = [
      Relation("never", ["page", "block"]), Relation("always", ["page"]), Relation("flag", []),
      Relation("free", ["block"]), Relation("rigid", ["page"], .rigid),
    ]
    let structures = Self.all(
      ["page": 2, "block": 2], [("flag", []), ("free", [0]), ("free", [1])]
    ) { _ in true }
    .map { structure in
      var structure = structure
      structure.tuples["always"] = [[0], [1]]
      structure.tuples["rigid"] = [[0], [1]]
      return structure
    }
    let samples = CandidateSamples(relations: relations, structures: structures)
    let set = CandidateSearch().candidates(in: samples)
    #expect(set.clauses.map(CandidateText.of) == ["always(p0)", "not never(p0, b0)"])
    #expect(set.report.emptyRelations == ["never"])
    #expect(set.report.fullRelations == ["always", "rigid"])
    #expect(set.report.globalCount == 2)
  }

  /// Two tasks that take turns at a lock of a file.
  private static let locked = [
    Relation("at.hold", ["task", "file"], .location, group: "pc", keyCount: 1),
    Relation("at.idle", ["task"], .location, group: "pc", keyCount: 1),
    Relation("at.never", ["task", "file"], .location, group: "pc", keyCount: 1),
    Relation("lock", ["file", "task"]),
  ]

  private static func lockedStates(copies: Int = 1) -> [Structure] {
    var states: [Structure] = []
    for first in -1..<2 {
      for second in -1..<2 where first < 0 || first != second {
        var state = Structure(sizes: ["task": 2, "file": 2])
        for (task, file) in [first, second].enumerated() {
          if file < 0 {
            state.tuples["at.idle", default: []].insert([task])
          } else {
            state.tuples["at.hold", default: []].insert([task, file])
            state.tuples["lock", default: []].insert([file, task])
          }
        }
        states.append(state)
      }
    }
    return states
  }

  @Test("What a lock means to the tasks")
  func lock() {
    let texts = Self.texts(Self.locked, Self.lockedStates()) { $0.pairEvidence = 1 }
    #expect(
      texts == [
        "not at.never(t0, f0)",
        "not at.hold(t0, f0) or not at.idle(t0)",
        "not at.hold(t0, f0) or lock(f0, t0)",
        "not at.idle(t0) or not lock(f0, t0)",
        "not at.hold(t0, f0) or not at.hold(t0, f1) or f0 = f1",
        "not at.hold(t0, f0) or not at.hold(t1, f0) or t0 = t1",
        "not at.hold(t0, f0) or not lock(f0, t1) or t0 = t1",
        "not at.hold(t0, f0) or not lock(f1, t0) or f0 = f1",
        "not lock(f0, t0) or not lock(f0, t1) or t0 = t1",
        "not lock(f0, t0) or not lock(f1, t0) or f0 = f1",
      ])
  }

  @Test("Pairs that were hardly seen say only what one task cannot do")
  func evidence() {
    let samples = CandidateSamples(relations: Self.locked, structures: Self.lockedStates())
    let set = CandidateSearch().candidates(in: samples)
    #expect(
      set.clauses.map(CandidateText.of).filter { $0.split(separator: "at.").count > 2 } == [
        "not at.hold(t0, f0) or not at.idle(t0)",
        "not at.hold(t0, f0) or not at.hold(t0, f1) or f0 = f1",
      ])
    #expect(set.report.omittedPairs == 3)
    #expect(set.report.unseenLocations == ["at.never"])
  }

  @Test("What is known is not found again, nor what follows from it by renaming")
  func known() {
    let known = Clause([
      .init(false, .holds("at.idle", [.variable(sort: "task", 3)])),
      .init(
        false,
        .holds("lock", [.variable(sort: "file", 1), .variable(sort: "task", 3)])),
    ])
    let without = Self.texts(Self.locked, Self.lockedStates())
    let with = Self.texts(Self.locked, Self.lockedStates(), known: [known])
    #expect(without.filter { !with.contains($0) } == ["not at.idle(t0) or not lock(f0, t0)"])
    #expect(with.filter { !without.contains($0) } == [])
  }

  @Test("Named elements stand where variables may")
  func elements() {
    let structures = Self.all(["block": 3], [("free", [0]), ("free", [1]), ("free", [2])]) {
      $0.holds("free", [1])
    }
    #expect(
      Self.texts(
        [Relation("free", ["block"])], structures, elements: [.element(sort: "block", 1)])
        == ["free(block.1)"])
  }

  @Test("The order of the samples and their number do not matter")
  func determinism() {
    let states = Self.lockedStates()
    let first = Self.texts(Self.locked, states) { $0.pairEvidence = 1 }
    let second = Self.texts(Self.locked, states.reversed() + states) { $0.pairEvidence = 1 }
    #expect(first == second)
  }

  @Test("No samples, no clauses")
  func none() {
    #expect(Self.texts(Self.locked, []) == [])
  }

  @Test("A request to stop is met, and told")
  func stop() {
    let samples = CandidateSamples(relations: Self.locked, structures: Self.lockedStates())
    let set = CandidateSearch().candidates(in: samples) { true }
    #expect(set.report.wasStopped)
    #expect(set.clauses.map(CandidateText.of) == ["not at.never(t0, f0)"])
  }

  @Test("Atoms beyond the limit are left out and reported")
  func cap() {
    let samples = CandidateSamples(relations: Self.locked, structures: Self.lockedStates())
    var options = CandidateOptions()
    options.globalAtoms = 3
    let report = CandidateSearch(options: options).candidates(in: samples).report
    #expect(
      report.cappedTemplates.map { "\($0.name): \($0.kept) of \($0.atoms)" } == [
        "file, file, task, task: 3 of 6"
      ])
  }
}
