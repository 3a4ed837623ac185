import Proofs
import Relational
import Testing
import TransitionSystem

@Suite("States from which demands fail in the end")
struct RootTests {
  private static let exclusive = clause("-held(c0,s0) -held(c1,s0) c0=c1")

  @Test("where nothing was tried, the roots are the states from which demands fail")
  func nothing() async throws {
    let houdini = try Houdini(LockServer.system, candidates: [])
    let result = try #require(await houdini.run())
    let roots = await houdini.roots(10, without: []).roots
    #expect(roots.map(\.state) == result.failures.map(\.before))
    #expect(roots.map(\.lost) == [nil, nil])
    #expect(roots.allSatisfy { failsDemand($0.state, LockServer.system) })
    #expect(await houdini.roots(1, without: []).roots.map(\.state) == [result.failures[0].before])
    #expect(await houdini.roots(0, without: []).roots.isEmpty)
  }

  @Test("a clause that is dropped for want of another one has the root from which it is lost")
  func missingLemma() async throws {
    let houdini = try Houdini(LockServer.system, candidates: [Self.exclusive])
    let result = try #require(await houdini.run())
    #expect(result.clauses == [])
    let roots = await houdini.roots(10, without: []).roots
    // The double release fails from a state that the clause allows, the goal from one that it
    // excludes.
    try #require(roots.map(\.lost) == [nil, Self.exclusive])
    for root in roots { #expect(StructureEvaluator(root.state).holds(Self.exclusive)) }
    #expect(failsDemand(roots[0].state, LockServer.system))
    #expect(loses(Self.exclusive, roots[1].state, LockServer.system))
    // What is missing excludes both.
    let missing = clause("-held(c0,s0) -free(s0)")
    for root in roots { #expect(!StructureEvaluator(root.state).holds(missing)) }
    let whole = try Houdini(LockServer.system, candidates: [Self.exclusive, missing])
    _ = await whole.run()
    #expect(await whole.roots(10, without: []).roots.isEmpty)
  }

  /// `r` is never set; it would let `q` be set, and `q` lets `p`, which is not to be.
  private static var chain: RelationalSystem {
    func follow(_ first: String, _ second: String) -> RelationalAction {
      RelationalAction(
        name: second, parameters: [], guard: holds(first),
        updates: [definition(second, be: .bool(true))], origin: second)
    }
    var system = RelationalSystem(
      "chain", sorts: [], relations: ["p", "q", "r"].map { Relation($0, []) },
      initial: ["p", "q", "r"].map { definition($0, be: .bool(false)) },
      actions: [follow("q", "p"), follow("r", "q")])
    system.goals = [Goal("never", .not(holds("p")))]
    return system
  }

  private static func chainRoots(
    _ candidates: [String], hopeless: [String] = []
  ) async throws -> [Root] {
    let houdini = try Houdini(chain, candidates: candidates.map(clause))
    _ = await houdini.run()
    return await houdini.roots(10, without: Set(hopeless.map(clause))).roots
  }

  @Test("losses are followed to the first one")
  func followed() async throws {
    let demand = try #require(try await Self.chainRoots([]).first)
    #expect(demand.lost == nil && demand.state.holds("p", []))
    let lacksQ = try await Self.chainRoots(["-p"])
    try #require(lacksQ.map(\.lost) == [clause("-p")])
    #expect(!lacksQ[0].state.holds("p", []) && lacksQ[0].state.holds("q", []))
    // Neither the state in which the demand fails is one, nor that from which `-p` is lost.
    let lacksR = try await Self.chainRoots(["-p", "-q"])
    try #require(lacksR.map(\.lost) == [clause("-q")])
    #expect(lacksR[0].state.tuples.filter { !$1.isEmpty } == ["r": [[]]])
    #expect(try await Self.chainRoots(["-p", "-q", "-r"]).isEmpty)
  }

  @Test("what is hopeless is not followed, as if it had not been tried")
  func hopeless() async throws {
    let second = try await Self.chainRoots(["-p", "-q"], hopeless: ["-q"])
    try #require(second.map(\.lost) == [clause("-p")])
    #expect(second[0].state.holds("q", []))
    let first = try await Self.chainRoots(["-p", "-q"], hopeless: ["-p", "-q"])
    try #require(first.map(\.lost) == [nil])
    #expect(first[0].state.holds("p", []))
  }

  @Test("whatever the system, a root satisfies all that was tried, and something fails from it")
  func random() async throws {
    var losses = 0
    for seed in 0..<12 {
      var random = RandomSystems(seed: 4_000 + UInt64(seed))
      let system = random.system()
      losses += try await check(system, (0..<40).map { _ in random.clause() })
    }
    let systems = [
      (LockServer.system, LockServer.candidates), (Allocator.system, Allocator.candidates),
      (Election.system, Election.candidates),
    ]
    for (system, candidates) in systems {
      for missing in candidates.indices {
        let rest = candidates.indices.filter { $0 != missing }.map { clause(candidates[$0]) }
        losses += try await check(system, rest)
      }
    }
    #expect(losses >= 3)
  }

  /// Whether the roots are what they should be; returns how many are losses of clauses.
  private func check(_ system: RelationalSystem, _ candidates: [Clause]) async throws -> Int {
    let houdini = try Houdini(system, candidates: candidates, workers: 1)
    let result = try #require(await houdini.run())
    let initial = try await initiallyTrue(system, candidates)
    let roots = await houdini.roots(40, without: []).roots
    #expect(roots.isEmpty == result.failures.isEmpty, "\(system.name)")
    for root in roots {
      let evaluator = StructureEvaluator(root.state)
      #expect(initial.allSatisfy(evaluator.holds), "\(system.name)")
      #expect(evaluator.satisfiesAxioms(of: system))
      if let clause = root.lost {
        #expect(!result.clauses.contains(clause))
        #expect(loses(clause, root.state, system), "\(text(clause))")
      } else {
        #expect(failsDemand(root.state, system), "\(system.name)")
      }
    }
    return roots.count { $0.lost != nil }
  }

  /// The candidates that hold at first: of the others it is not recorded from where they are lost.
  private func initiallyTrue(
    _ system: RelationalSystem, _ candidates: [Clause]
  ) async throws -> [Clause] {
    var still = system
    still.actions = []
    let result = try #require(await Houdini(still, candidates: candidates, workers: 1).run())
    return result.clauses
  }

  /// Whether the goal is false, or a step does what it must not.
  private func failsDemand(_ state: Structure, _ system: RelationalSystem) -> Bool {
    let evaluator = StructureEvaluator(state)
    if system.goals.contains(where: { !evaluator.holds($0.formula) }) { return true }
    return system.actions.contains { action in
      evaluator.enabledArguments(of: action).contains { arguments in
        let values = [:].binding(action.parameters, to: arguments)
        return action.checks.contains { !evaluator.holds($0.condition, values) }
      }
    }
  }

  /// Whether the clause holds, and does not after some step.
  private func loses(_ clause: Clause, _ state: Structure, _ system: RelationalSystem) -> Bool {
    let evaluator = StructureEvaluator(state)
    return evaluator.holds(clause)
      && system.actions.contains { action in
        evaluator.enabledArguments(of: action).contains { arguments in
          !StructureEvaluator(evaluator.after(action, arguments, in: system)).holds(clause)
        }
      }
  }
}
