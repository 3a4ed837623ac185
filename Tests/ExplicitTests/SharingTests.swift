import Explicit
import Synchronization
import TestSupport
import Testing
import TransitionSystem

/// What several threads see is what one sees, to the last step of each run.
@Suite("Searches on several threads")
struct SharingTests {
  private func options(
    _ threads: Int, from threshold: Int = 1, _ mode: SymmetryMode = .off, quotients: Bool = true
  ) -> SearchOptions {
    var options = SearchOptions(symmetricSorts: mode)
    options.threads = { threads }
    options.sharingThreshold = threshold
    options.usesQuotients = quotients
    return options
  }

  private static func agree(_ one: SearchResult, _ other: SearchResult, _ what: Comment) {
    #expect(one.outcome == other.outcome, what)
    #expect(one.distinctStates == other.distinctStates, what)
    #expect(one.orbitStates == other.orbitStates, what)
    #expect(one.generatedTransitions == other.generatedTransitions, what)
    #expect(one.diameter == other.diameter, what)
    #expect(one.reducedSorts == other.reducedSorts, what)
    #expect(one.violations == other.violations, what)
    #expect(one.witnesses == other.witnesses, what)
    #expect(one.covers == other.covers, what)
    #expect(one.deadlock == other.deadlock, what)
    #expect(one.firedActions == other.firedActions, what)
    #expect(one.specError == other.specError, what)
  }

  @Test("Random systems give the same on one, two and three threads", arguments: 0..<2)
  func randomSystems(part: Int) {
    var violated = 0
    var wrong = 0
    for seed in part * 100..<part * 100 + 100 {
      let random = RandomSystem(seed: seed)
      for mode in [SymmetryMode.off, .automatic(nil)] {
        var alone = SearchOptions(symmetricSorts: mode, maximumDepth: 12)
        alone.checksDeadlock = true
        let one = explore(random.system, scope: random.scope, options: alone)
        violated += one.violations.isEmpty ? 0 : 1
        wrong += one.specError == nil ? 0 : 1
        for (threads, quotients) in [(1, true), (2, false), (2, true), (3, true)] {
          var options = options(threads, mode, quotients: quotients)
          options.maximumDepth = 12
          let result = explore(random.system, scope: random.scope, options: options)
          Self.agree(one, result, "seed \(seed), \(threads) threads, \(quotients)")
        }
      }
    }
    #expect(violated > 0)
    #expect(wrong > 0)
  }

  @Test(
    "The reference model has its counts, through the growth of the table",
    arguments: [(1, true), (2, false), (2, true)])
  func counts(threads: Int, quotients: Bool) {
    let system = PersistentMemory.system(budget: 2)
    let scope = PersistentMemory.scope(blocks: 4, files: 2, pages: 1, tasks: 2)
    let shared = explore(
      system, scope: scope, options: options(threads, from: 20_000, quotients: quotients))
    #expect(shared.distinctStates == 706_246)
    #expect(shared.generatedTransitions == 2_950_376)
    #expect(shared.levels == 37)
    let alone = explore(system, scope: scope, options: SearchOptions())
    Self.agree(alone, shared, "size S")
  }

  @Test("Orbits are counted as by one thread")
  func orbits() {
    let system = PersistentMemory.system(budget: 2)
    let scope = PersistentMemory.scope(blocks: 4, files: 2, pages: 1, tasks: 2)
    let one = explore(
      system, scope: scope, options: SearchOptions(symmetricSorts: .automatic(nil)))
    let two = explore(system, scope: scope, options: options(2, from: 100, .automatic(nil)))
    #expect(two.distinctStates == 21_683)
    Self.agree(one, two, "orbits of size S")
  }

  @Test("What a budget of depth leaves is left by all threads")
  func depthBound() {
    let system = PersistentMemory.system(budget: 1)
    let scope = PersistentMemory.scope(blocks: 3, files: 2, pages: 1, tasks: 2)
    for depth in [5, 13, 14, 27, 28, 40] {
      var alone = SearchOptions()
      alone.maximumDepth = depth
      var shared = options(2)
      shared.maximumDepth = depth
      let one = explore(system, scope: scope, options: alone)
      Self.agree(one, explore(system, scope: scope, options: shared), "depth \(depth)")
    }
  }

  @Test("The memory limit ends the search of all threads")
  func memoryLimit() {
    let system = PersistentMemory.system(budget: 2)
    let scope = PersistentMemory.scope(blocks: 4, files: 2, pages: 1, tasks: 2)
    // Enough for the first table, but for no larger one; then enough for no more rows.
    // Slots that keep the states need no more of these, once they are all expanded.
    for (limit, range, quotients) in [
      (14 << 20, 50_001..<656_000, false), (7 << 20, 50_001..<300_000, false),
      // Whether the second thread gets a block depends on what the first one has done.
      (9 << 20, 1000..<600_000, true),
    ] {
      var limited = options(2, from: 1000, quotients: quotients)
      limited.memoryLimit = limit
      let result = explore(system, scope: scope, options: limited)
      #expect(result.outcome == .stopped(.memoryLimit))
      #expect(range.contains(result.distinctStates))
      #expect(result.usedBytes <= limit)
    }
  }

  @Test("Threads that are free later join at the next level")
  func joining() {
    let system = PersistentMemory.system(budget: 2)
    let scope = PersistentMemory.scope(blocks: 4, files: 2, pages: 1, tasks: 2)
    var joined = options(1, from: 1000)
    let asked = Mutex(0)
    joined.threads = {
      asked.withLock { count in
        count += 1
        return 1 + count / 8
      }
    }
    let result = explore(system, scope: scope, options: joined)
    Self.agree(explore(system, scope: scope, options: SearchOptions()), result, "joined")
    #expect(asked.withLock { $0 } > 16)
  }

  @Test("A reason to stop ends the search of all threads")
  func stop() {
    let system = PersistentMemory.system(budget: 1)
    let scope = PersistentMemory.scope(blocks: 3, files: 2, pages: 1, tasks: 2)
    var asked = options(2, from: 100)
    let shares = Flag()
    asked.threads = {
      shares.raise()
      return 2
    }
    asked.shouldStop = { shares.isRaised ? .deadline : nil }
    let result = explore(system, scope: scope, options: asked)
    #expect(result.outcome == .stopped(.deadline))
    #expect(result.distinctStates < 38_943)
  }
}

/// Something that threads tell each other once.
private final class Flag: Sendable {
  private let state = Mutex(false)

  var isRaised: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}
