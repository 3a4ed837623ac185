import Explicit
import Foundation
import Synchronization
import TestSupport
import Testing
import TransitionSystem

@Suite("Samples of reachable states")
struct SampleTests {
  private static let small = PersistentMemory.scope(blocks: 2, files: 2, pages: 1, tasks: 1)

  /// Every reachable state, by the reference evaluator; nil if there are too many or an error.
  private static func reachable(
    _ system: TransitionSystem, _ scope: Scope, limit: Int
  ) -> Set<State>? {
    let evaluator = Evaluator(system: system, scope: scope)
    guard var frontier = try? [evaluator.initialState()] else { return nil }
    var seen = Set(frontier)
    while let state = frontier.popLast(), seen.count <= limit {
      guard let steps = try? evaluator.transitions(from: state) else { return nil }
      frontier += steps.map(\.target).filter { seen.insert($0).inserted }
    }
    return seen.count <= limit ? seen : nil
  }

  @Test("Every state of a sample is reachable, and none stands there twice")
  func soundness() throws {
    var samples = 0
    var states = 0
    for seed in 0..<60 {
      let random = RandomSystem(seed: seed)
      guard let reachable = Self.reachable(random.system, random.scope, limit: 300) else {
        continue
      }
      let sample = try sample(
        random.system, scope: random.scope, walks: 10, length: 10, breadth: 5,
        seed: UInt64(seed))
      #expect(Set(sample.states).isSubset(of: reachable), "seed \(seed)")
      #expect(Set(sample.states).count == sample.states.count, "seed \(seed)")
      if sample.isExhaustive { #expect(Set(sample.states) == reachable, "seed \(seed)") }
      samples += 1
      states += sample.states.count
    }
    #expect(samples >= 25)
    #expect(states >= samples * 6)
  }

  @Test("A small state space is seen whole, without any walk")
  func exhaustive() throws {
    let system = PersistentMemory.system(budget: 1)
    let all = explore(system, scope: Self.small, options: SearchOptions())
    let sample = try sample(
      system, scope: Self.small, walks: 0, length: 0, breadth: 1_000_000, seed: 1)
    #expect(sample.isExhaustive)
    #expect(sample.states.count == all.distinctStates)
    // Two blocks suffice for two files of one page.
    #expect(sample.unfiredActions == ["no_space"])
  }

  @Test("Walks go further than the search did, and fire every action")
  func walks() throws {
    let system = PersistentMemory.system(budget: 1)
    let sample = try sample(
      system, scope: PersistentMemory.scope(blocks: 3, files: 2, pages: 2, tasks: 2), walks: 40,
      length: 100, breadth: 50, seed: 7)
    #expect(!sample.isExhaustive)
    #expect(sample.states.count > 1000)
    #expect(sample.states.count <= 50 + 4000)
    #expect(sample.unfiredActions == [])
    #expect(sample.stopped == nil)
  }

  @Test("The same seed gives the same states, another one others")
  func determinism() throws {
    let system = PersistentMemory.system(budget: 1)
    let scope = PersistentMemory.scope(blocks: 3, files: 2, pages: 2, tasks: 2)
    func states(_ seed: UInt64) throws -> [State] {
      try sample(system, scope: scope, walks: 10, length: 50, breadth: 20, seed: seed).states
    }
    let first = try states(3)
    #expect(try states(3) == first)
    #expect(try states(4) != first)
    #expect(try states(4).prefix(20) == first.prefix(20))
  }

  @Test("An action that cannot fire is named")
  func unfired() throws {
    var system = PersistentMemory.system(budget: 1)
    system.actions.append(
      Action(
        name: "never", parameters: [], guard: .bool(false), updates: [], checks: [],
        label: Label(.environment, .step, "never")))
    let sample = try sample(
      system, scope: PersistentMemory.scope(blocks: 2, files: 2, pages: 2, tasks: 1), walks: 40,
      length: 50, breadth: 10, seed: 1)
    #expect(sample.unfiredActions == ["never"])
  }

  @Test("A walk that cannot go on starts again")
  func deadEnd() throws {
    let count = StateVariable("count", [], .integer(0...3), initial: .integer(0))
    let up = Action(
      name: "up", parameters: [], guard: .less(.at("count"), .integer(3)),
      updates: [Update("count", [], .add(.at("count"), .integer(1)))], checks: [],
      label: Label(.environment, .step, "up"))
    let system = TransitionSystem(name: "counter", variables: [count], actions: [up])
    let sample = try sample(system, scope: Scope([:]), walks: 1, length: 20, breadth: 1, seed: 1)
    #expect(sample.states.map(\.cells) == [[0], [1], [2], [3]])
  }

  @Test("A request to stop leaves what is known")
  func stop() throws {
    let polls = Mutex(0)
    let sample = try sample(
      PersistentMemory.system(budget: 1),
      scope: PersistentMemory.scope(blocks: 3, files: 2, pages: 2, tasks: 2), walks: 1000,
      length: 1000, breadth: 10, seed: 1
    ) {
      polls.withLock { count in
        count += 1
        return count == 2 ? .interrupted : nil
      }
    }
    #expect(sample.stopped == .interrupted)
    #expect(sample.states.count > 10)
    #expect(sample.states.count <= 10 + 2 * 2048)
  }

  @Test("An error of the spec is thrown")
  func specError() throws {
    let cell = StateVariable("cell", [], .bool, partial: true)
    let read = Action(
      name: "read", parameters: [], guard: .at("cell"), updates: [], checks: [],
      label: Label(.environment, .step, "read"))
    let system = TransitionSystem(name: "careless", variables: [cell], actions: [read])
    #expect(throws: EvaluationError(.undefinedRead, "cell")) {
      try sample(system, scope: Scope([:]), walks: 1, length: 1, breadth: 1, seed: 1)
    }
  }

  /// For a release build: `EXPLICIT_BENCHMARK=1 swift test -c release`.
  @Test(
    "Speed", .enabled(if: ProcessInfo.processInfo.environment["EXPLICIT_BENCHMARK"] != nil))
  func speed() throws {
    let start = clock()
    let sample = try sample(
      WideSystem.system, scope: WideSystem.scope, walks: 1000, length: 500, breadth: 10_000,
      seed: 1)
    let elapsed = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    let rate = Int(510_000 / elapsed)
    FileHandle.standardError.write(
      Data("\(sample.states.count) states, \(elapsed) s, \(rate) steps/s\n".utf8))
    #expect(sample.states.count > 10_000)
  }
}
