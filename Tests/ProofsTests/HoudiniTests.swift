import Proofs
import Relational
import Testing
import TransitionSystem

@Suite struct HoudiniTests {
  @Test("a lock server's invariant is found and its proof is as small as can be")
  func lockServer() async throws {
    let houdini = try Houdini(
      LockServer.system, candidates: LockServer.candidates.map(clause), workers: 2)
    let result = try #require(await houdini.run())
    #expect(
      result.clauses.map(text) == ["-held(c0,s0) -held(c1,s0) c0=c1", "-held(c0,s0) -free(s0)"])
    #expect(result.proved == [.goal(0), .check(action: 1, check: 0)])
    #expect(result.failures == [])
    let both = try #require(await houdini.minimize(for: result.proved))
    #expect(both.clauses == result.clauses)
    let check = try #require(await houdini.minimize(for: [.check(action: 1, check: 0)]))
    #expect(check.clauses == result.clauses)
    try confirm(LockServer.system, result.clauses)
  }

  @Test("a lemma that is missing shows as a counterexample") func missingLemma() async throws {
    let houdini = try Houdini(
      LockServer.system, candidates: [clause("-held(c0,s0) -held(c1,s0) c0=c1")])
    let result = try #require(await houdini.run())
    #expect(result.clauses == [])
    #expect(result.proved == [])
    try #require(result.failures.map(\.condition) == [.goal(0), .check(action: 1, check: 0)])
    #expect(text(result.failures[0].before) == "c:2 s:1 held(0,0) held(1,0)")
    let builder = try ObligationBuilder(LockServer.system, invariant: [])
    for failure in result.failures {
      #expect(failure.refutes(builder.obligation(failure.condition)))
    }
    let after = result.failures[1].after(in: LockServer.system)
    #expect(after.map(text) == "c:1 s:1 free(0)")
  }

  @Test("an allocator keeps what maps and what is free apart") func allocator() async throws {
    let houdini = try Houdini(
      Allocator.system, candidates: Allocator.candidates.map(clause), workers: 2)
    let result = try #require(await houdini.run())
    #expect(
      result.clauses.map(text) == [
        "-map(f0,b0) -map(f1,b0) f0=f1", "-map(f0,b0) -free(b0)", "-map(f0,b0) mapped(f0)",
        "-map(f0,b0) -map(f0,b1) b0=b1",
      ])
    #expect(result.totalities == Allocator.system.totalities)
    #expect(result.failures == [])
    #expect(result.proved.count == 3)
    let sharing = try #require(await houdini.minimize(for: [.goal(0)]))
    #expect(
      sharing.clauses.map(text) == ["-map(f0,b0) -map(f1,b0) f0=f1", "-map(f0,b0) -free(b0)"])
    #expect(sharing.totalities == [])
    let reading = try #require(await houdini.minimize(for: [.check(action: 3, check: 0)]))
    #expect(reading.totalities == Allocator.system.totalities)
    try confirm(Allocator.system, result.clauses)
  }

  @Test("a total order is an axiom that the proof uses") func election() async throws {
    let houdini = try Houdini(Election.system, candidates: Election.candidates.map(clause))
    let result = try #require(await houdini.run())
    #expect(
      result.clauses.map(text) == [
        "-leader(n0) le(n1,n0)", "-token(n0) -token(n1) n0=n1", "-leader(n0) token(n0)",
        "-leader(n0) -leader(n1) n0=n1",
      ])
    let small = try #require(await houdini.minimize(for: result.proved))
    #expect(small.clauses.map(text) == ["-leader(n0) le(n1,n0)"])
    try confirm(Election.system, small.clauses)
  }

  @Test("a totality is used where a goal reads the domain and the step leaves it alone")
  func totalityOfGoal() async throws {
    var system = Allocator.system
    let (x, y) = (of("f", "x"), of("b", "y"))
    system.relations.append(Relation("empty", ["f"]))
    system.initial.append(definition("empty", x, be: .bool(false)))
    system.actions[0].updates.append(definition("empty", x, be: .bool(false)))
    system.actions.append(
      RelationalAction(
        name: "look", parameters: [], guard: .bool(true),
        updates: [definition("empty", x, be: .forAll([y], !holds("map", x, y)))], origin: "look"))
    let lemma = clause("-mapped(f0) -empty(f0)")
    let result = try #require(await Houdini(system, candidates: [lemma]).run())
    #expect(result.clauses == [lemma])
    try confirm(system, [lemma], without: [.goal(0), .check(action: 1, check: 0)])
  }

  @Test("a wide totality is used where anything is said of its key")
  func wideTotality() async throws {
    // A file is mapped or lost, and is closed when no block is mapped at all.
    var system = Allocator.system
    let (x, y) = (of("f", "x"), of("b", "y"))
    system.relations += [Relation("open", ["f"]), Relation("lost", ["f"])]
    system.initial += ["open", "lost"].map { definition($0, x, be: .bool(false)) }
    system.actions[0].updates.append(
      definition("open", x, be: holds("open", x) || same((x, of("f", "f")))))
    system.actions.append(
      RelationalAction(
        name: "close", parameters: [],
        guard: .forAll([x, y], !holds("map", x, y)),
        updates: [definition("lost", x, be: holds("open", x))], origin: "close"))
    system.actions[1].updates.append(
      definition("open", x, be: holds("open", x) && !same((x, of("f", "f")))))
    system.actions[2].updates.append(definition("open", x, be: .bool(false)))
    let lemmas = ["-lost(f0)", "-open(f0) mapped(f0)"].map(clause)
    // 'close' neither reads nor changes what is mapped, so the totality says nothing there.
    let narrow = try #require(await Houdini(system, candidates: lemmas).run())
    #expect(narrow.clauses == [lemmas[1]])
    system.totalities[0].isWide = true
    let wide = try #require(await Houdini(system, candidates: lemmas).run())
    #expect(wide.clauses == lemmas)
    try confirm(system, lemmas, without: [.goal(0), .check(action: 1, check: 0)])
  }

  @Test("a search that is told to stop has no result") func stopped() async throws {
    let houdini = try Houdini(
      LockServer.system, candidates: LockServer.candidates.map(clause), shouldStop: { true })
    #expect(await houdini.run() == nil)
  }

  /// Every condition of the invariant holds with quantifiers, too.
  private func confirm(
    _ system: RelationalSystem, _ invariant: [Clause], without others: [Condition] = []
  ) throws {
    let builder = try ObligationBuilder(system, invariant: invariant)
    let wanted = builder.conditions.filter { !others.contains($0) }
    let results = try QuantifiedCheck(builder).results(of: wanted)
    #expect(results.map(\.condition) == wanted)
    #expect(results.filter { $0.answer != .proved }.map(\.condition) == [])
  }
}
