import Proofs
import Relational
import TestSupport
import Testing

@Suite("A filter that knows what is kept already")
struct EstablishedTests {
  @Test("in two parts the result is the same as at once", arguments: 0..<6)
  func parts(seed: UInt64) async throws {
    var random = RandomSystems(seed: 3_000 + seed)
    for _ in 0..<3 {
      let system = random.system()
      let candidates = (0..<24).map { _ in random.clause() }
      let whole = try #require(await Houdini(system, candidates: candidates, workers: 1).run())
      let first = try #require(
        await Houdini(system, candidates: Array(candidates.prefix(12)), workers: 1).run())
      let both = try #require(
        await Houdini(system, established: first, candidates: candidates, workers: 1).run())
      #expect(whole.undecided == [] && first.undecided == [])
      #expect(Array(both.clauses.prefix(first.clauses.count)) == first.clauses)
      #expect(Set(both.clauses) == Set(whole.clauses))
      #expect(both.clauses.count == whole.clauses.count)
      #expect(both.totalities == whole.totalities)
      #expect(both.proved == whole.proved)
    }
  }

  @Test("nothing is asked about what is known")
  func questions() async throws {
    let candidates = LockServer.candidates.map(clause)
    let known = try #require(await Houdini(LockServer.system, candidates: candidates).run())
    #expect(known.clauses.count == 2)
    let again = try #require(
      await Houdini(LockServer.system, established: known, candidates: []).run())
    // The goal and the check.
    #expect(again.statistics.asked == 2 && again.statistics.rounds == 0)
    #expect(again.clauses == known.clauses && again.proved.count == 2)
    // At first no lock is held and all are free, so this is one more question.
    let more = try #require(
      await Houdini(
        LockServer.system, established: known, candidates: [clause("-free(s0)")] + known.clauses
      ).run())
    #expect(more.statistics.asked == 3 && more.statistics.rounds == 0)
    #expect(more.clauses == known.clauses)
    // Each action, and the beginning, is asked whether it keeps the clause, and one does not.
    let lost = try #require(
      await Houdini(
        LockServer.system, established: known, candidates: [clause("-held(c0,s0) -held(c0,s1)")]
      ).run())
    #expect(lost.statistics.asked <= 2 + 1 + LockServer.system.actions.count)
    #expect(lost.clauses == known.clauses)
  }

  @Test("what was dropped is kept once what it needs is there")
  func later() async throws {
    let (exclusive, taken) = (
      clause("-held(c0,s0) -held(c1,s0) c0=c1"), clause("-held(c0,s0) -free(s0)")
    )
    let first = try #require(await Houdini(LockServer.system, candidates: [exclusive]).run())
    #expect(first.clauses == [])
    let second = try #require(
      await Houdini(LockServer.system, established: first, candidates: [exclusive, taken]).run())
    #expect(second.clauses == [exclusive, taken])
    #expect(second.failures == [])
  }

  @Test(
    "rounds of one filter keep what a filter of everything keeps",
    arguments: Soak.seeds(4, of: 8))
  func rounds(seed: UInt64) async throws {
    var random = RandomSystems(seed: 5_000 + seed)
    for _ in 0..<4 {
      let system = random.system()
      var candidates: [Clause] = []
      while candidates.count < 36 {
        let clause = random.clause()
        if !text(clause).contains("#") { candidates.append(clause) }
      }
      let whole = try #require(await Houdini(system, candidates: candidates, workers: 1).run())
      let houdini = try Houdini(system, candidates: [], workers: 1)
      _ = await houdini.run()
      var last: Fixpoint?
      for end in [9, 18, 27, 36] {
        let tried = Array(candidates.prefix(end))
        let kept = Set(last?.clauses ?? [])
        let result = try #require(await houdini.run(trying: tried.filter { !kept.contains($0) }))
        last = result
        // As if it had begun anew, with nothing established.
        let anew = try #require(await Houdini(system, candidates: tried, workers: 1).run())
        #expect(Set(result.clauses.map(text)) == Set(anew.clauses.map(text)))
        #expect(result.totalities == anew.totalities)
        #expect(Set(result.proved) == Set(anew.proved))
      }
      #expect(Set(try #require(last).clauses.map(text)) == Set(whole.clauses.map(text)))
    }
  }

  @Test("a clause that is dropped comes back in the round in which what it needs is tried")
  func revived() async throws {
    let (exclusive, taken) = (
      clause("-held(c0,s0) -held(c1,s0) c0=c1"), clause("-held(c0,s0) -free(s0)")
    )
    let houdini = try Houdini(LockServer.system, candidates: [])
    _ = await houdini.run()
    let first = try #require(await houdini.run(trying: [exclusive]))
    #expect(first.clauses == [] && !first.failures.isEmpty)
    // Nothing has changed, so nothing is asked but the demands.
    let again = try #require(await houdini.run(trying: [exclusive]))
    #expect(again.clauses == [] && again.statistics.asked == 2)
    let second = try #require(await houdini.run(trying: [exclusive, taken]))
    #expect(Set(second.clauses) == [exclusive, taken])
    #expect(second.failures == [])
  }
}
