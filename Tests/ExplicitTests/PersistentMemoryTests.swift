import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("The reference model of persistent memory")
struct PersistentMemoryTests {
  private func search(
    _ blocks: Int, _ files: Int, _ pages: Int, _ tasks: Int, _ budget: Int, _ mode: SymmetryMode
  ) -> SearchResult {
    explore(
      PersistentMemory.system(budget: budget),
      scope: PersistentMemory.scope(blocks: blocks, files: files, pages: pages, tasks: tasks),
      options: SearchOptions(symmetricSorts: mode))
  }

  @Test("The tiny size has the counts that every other checker finds")
  func tiny() throws {
    let result = search(3, 2, 1, 2, 1, .off)
    #expect(result.outcome == .exhausted)
    #expect(result.distinctStates == 38_943)
    #expect(result.generatedTransitions == 134_148)
    #expect(result.levels == 28)
    #expect(result.orbitStates == 38_943)
    #expect(result.violations.keys.sorted() == ["FalseRecovery"])
    #expect(result.violations["FalseRecovery"]?.trace.steps.count == 14)
    // Two pages cannot own three blocks, so that the disk is never full.
    let actions = PersistentMemory.system(budget: 1).actions
    let idle = actions.indices.filter { !result.firedActions.contains($0) }
    #expect(idle.map { actions[$0].name } == ["no_space"])
  }

  @Test("Permuting blocks loses no state and lengthens no trace")
  func tinyBlocks() throws {
    let result = search(3, 2, 1, 2, 1, .automatic(["block"]))
    #expect(result.reducedSorts == ["block"])
    #expect(result.orbitStates == 38_943)
    #expect(result.levels == 28)
    #expect(result.violations["FalseRecovery"]?.trace.steps.count == 14)
    let evaluator = Evaluator(
      system: PersistentMemory.system(budget: 1),
      scope: PersistentMemory.scope(blocks: 3, files: 2, pages: 1, tasks: 2))
    let violation = try #require(result.violations["FalseRecovery"])
    _ = try evaluator.replay(violation.trace, claiming: violation.claim, property: "FalseRecovery")
    let witness = try #require(result.witnesses["PoisonedData"])
    _ = try evaluator.replay(witness, claiming: .witnesses, property: "PoisonedData")
  }

  @Test("Permuting blocks and tasks gives the known numbers of orbits")
  func tinyBlocksAndTasks() {
    let result = search(3, 2, 1, 2, 1, .automatic(nil))
    #expect(result.reducedSorts == ["block", "task"])
    #expect(result.orbitStates == 38_943)
    #expect(result.levels == 28)
  }

  @Test("The small size has the counts that every other checker finds, also by orbits")
  func small() {
    let full = search(4, 2, 1, 2, 2, .off)
    #expect(full.distinctStates == 706_246)
    #expect(full.generatedTransitions == 2_950_376)
    #expect(full.levels == 37)
    let orbits = search(4, 2, 1, 2, 2, .automatic(["block", "task"]))
    #expect(orbits.distinctStates == 21_683)
    #expect(orbits.generatedTransitions == 97_045)
    #expect(orbits.orbitStates == 706_246)
    #expect(orbits.levels == 37)
  }
}
