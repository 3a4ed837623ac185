import Proofs
import Relational
import TestSupport
import Testing
import TransitionSystem

@Suite(.timeLimit(.minutes(10))) struct SoundnessTests {
  @Test("kept clauses hold in every reachable state of small sizes", arguments: 0..<12)
  func reachable(seed: UInt64) async throws {
    var random = RandomSystems(seed: seed)
    for _ in 0..<6 {
      let system = random.system()
      let candidates = (0..<40).map { _ in random.clause() }
      let result = try #require(
        await Houdini(system, candidates: candidates, workers: 1).run())
      #expect(result.undecided == [])
      let states = reachableStates(system, sizes: ["a": 2, "b": 2], limit: 300)
      for clause in result.clauses {
        let broken = states.first { !StructureEvaluator($0).holds(clause) }
        #expect(broken == nil, "\(text(clause))")
      }
      if !result.proved.isEmpty {
        #expect(states.allSatisfy { StructureEvaluator($0).holds(system.goals[0].formula) })
      }
    }
  }

  @Test("what the filter keeps, quantified conditions confirm", arguments: Soak.seeds(6, of: 12))
  func confirmed(seed: UInt64) async throws {
    var random = RandomSystems(seed: 1_000 + seed)
    for _ in 0..<4 {
      let system = random.system()
      let candidates = (0..<40).map { _ in random.clause() }
      let result = try #require(
        await Houdini(system, candidates: candidates, workers: 2).run())
      var proved = system
      proved.totalities = result.totalities
      let builder = try ObligationBuilder(proved, invariant: result.clauses)
      let wanted = builder.conditions.filter { $0 != .goal(0) || !result.proved.isEmpty }
      let answers = try QuantifiedCheck(builder).results(of: wanted)
      #expect(answers.filter { $0.answer != .proved }.map(\.condition) == [])
      for failure in result.failures {
        #expect(failure.refutes(builder.obligation(failure.condition)))
      }
    }
  }

  /// No clause that was dropped could have been kept together with the others.
  @Test("the filter keeps the greatest inductive part", arguments: 0..<12)
  func greatest(seed: UInt64) async throws {
    var random = RandomSystems(seed: 2_000 + seed)
    for _ in 0..<4 {
      let system = random.system()
      var seen: Set<Clause> = []
      let candidates = (0..<25).map { _ in random.clause() }.filter { seen.insert($0).inserted }
      let result = try #require(
        await Houdini(system, candidates: candidates, workers: 2).run())
      let plain = try plainHoudini(system, candidates)
      #expect(result.clauses == plain.clauses)
      #expect(result.totalities == plain.totalities)
    }
  }

  /// The filter by quantified questions alone; each counterexample is looked at.
  private func plainHoudini(
    _ original: RelationalSystem, _ candidates: [Clause]
  ) throws -> (clauses: [Clause], totalities: [Totality]) {
    var (system, kept) = (original, candidates)
    while true {
      let builder = try ObligationBuilder(system, invariant: kept)
      let wanted = builder.conditions.filter { $0 != .goal(0) }
      var failed: Set<Clause> = []
      var isTotal = true
      for result in try QuantifiedCheck(builder).results(of: wanted) {
        guard case .refuted(let counterexample) = result.answer else { continue }
        #expect(counterexample.refutes(builder.obligation(result.condition)))
        switch result.condition {
        case .initiation(let clause), .consecution(_, let clause): failed.insert(clause)
        case .totality, .totalityInitiation: isTotal = false
        case .check, .goal: Issue.record("no such condition")
        }
      }
      if !isTotal { system.totalities = [] }
      kept.removeAll(where: failed.contains)
      if isTotal, failed.isEmpty { return (kept, system.totalities) }
    }
  }
}

/// States found by evaluation, breadth first, from the one initial state of the sizes.
private func reachableStates(
  _ system: RelationalSystem, sizes: [String: Int], limit: Int
) -> [Structure] {
  let first = StructureEvaluator(Structure(sizes: sizes)).initialized(system)
  var states = [first]
  var seen: Set<Structure> = [first]
  var next = 0
  while next < states.count, states.count < limit {
    let evaluator = StructureEvaluator(states[next])
    next += 1
    for action in system.actions {
      for arguments in evaluator.enabledArguments(of: action) {
        let after = evaluator.after(action, arguments, in: system)
        if seen.insert(after).inserted { states.append(after) }
      }
    }
  }
  return states
}
