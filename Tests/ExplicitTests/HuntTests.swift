import Explicit
import Synchronization
import TestSupport
import Testing
import TransitionSystem

@Suite("Walks that look for a violation")
struct HuntTests {
  /// Ends a hunt after some polls.
  private final class Patience: Sendable {
    private let left: Mutex<Int>

    init(_ polls: Int) { left = Mutex(polls) }

    func reason() -> Verdict.Reason? {
      left.withLock { left in
        left -= 1
        return left < 0 ? .deadline : nil
      }
    }
  }

  /// What a hunt through a random system finds, and what the search of all its states does.
  private static func compare(seed: Int) throws -> (isViolated: Bool, isFound: Bool)? {
    let random = RandomSystem(seed: seed)
    let reference = ReferenceSearch(random.system, scope: random.scope, limit: 300)
    guard !reference.isTooLarge, reference.errorDepth == nil else { return nil }
    let all = explore(random.system, scope: random.scope, options: SearchOptions())
    let patience = Patience(2)
    let found = try hunt(
      random.system, scope: random.scope, length: 20, seed: UInt64(seed),
      shouldStop: patience.reason)
    guard let found else { return (!all.violations.isEmpty, false) }
    let shortest = try #require(all.violations[found.property], "seed \(seed)")
    let evaluator = Evaluator(system: random.system, scope: random.scope)
    let (trace, claim) = (found.violation.trace, found.violation.claim)
    _ = try evaluator.replay(trace, claiming: claim, property: found.property)
    let short = evaluator.shortened(trace, claiming: claim, property: found.property)
    _ = try evaluator.replay(short, claiming: claim, property: found.property)
    #expect(short.steps.count <= trace.steps.count, "seed \(seed)")
    #expect(
      short.steps.count >= shortest.trace.steps.count || claim != shortest.claim, "seed \(seed)")
    for index in short.steps.indices {
      var fewer = short
      fewer.steps.remove(at: index)
      #expect(throws: ReplayError.self, "seed \(seed): step \(index + 1) is not needed") {
        try evaluator.replay(fewer, claiming: claim, property: found.property)
      }
    }
    return (true, true)
  }

  @Test("What is found is a violation that the search of all states knows; shortened, it still is")
  func agreement() throws {
    let results = try (0..<60).compactMap(Self.compare)
    let violated = results.count { $0.isViolated }
    let found = results.count { $0.isFound }
    #expect(results.count { !$0.isViolated } >= 5)
    #expect(found >= 15)
    #expect(found * 10 >= violated * 9, "\(found) of \(violated) are found")
  }

  @Test("The same seed finds the same run")
  func determinism() throws {
    let random = try #require(
      (0..<150).map { RandomSystem(seed: $0) }.first { random in
        let all = explore(random.system, scope: random.scope, options: SearchOptions())
        return all.specError == nil && !all.violations.isEmpty
      })
    func run() throws -> Trace? {
      let patience = Patience(50)
      return try hunt(
        random.system, scope: random.scope, length: 20, seed: 3, shouldStop: patience.reason)?
        .violation.trace
    }
    let first = try #require(try run())
    #expect(try run() == first)
  }
}
