import Checking
import Explicit
import Testing
import TransitionSystem

/// With an engine that is wrong, a run ends with status 70 and never with a verdict for it.
@Suite("Defects of an engine")
struct DefectTests {
  private static let spec = "\(casesFolder)/broken-mutex/mutex.kspec"

  /// A run of an engine that does something to all that the explicit one has found.
  private func run(
    _ arguments: [String], spoiling spoil: @escaping @Sendable (inout SearchResult) -> Void
  ) async -> Ended {
    let faulty = Campaign.Engine { system, scope, options in
      var result = Explicit.explore(system, scope: scope, options: options)
      spoil(&result)
      return result
    }
    return await Campaign.$engine.withValue(faulty) { await EndToEndTests.run(arguments) }
  }

  private static let check = ["check", spec, "--property", "exclusive"]

  @Test("the engine as it is finds the violation")
  func sound() async {
    let ended = await run(Self.check) { _ in }
    #expect(ended.status == 10)
    #expect(ended.errors.isEmpty)
  }

  @Test("a trace that does not replay")
  func trace() async {
    let ended = await run(Self.check) { $0.violations["exclusive"]?.trace.steps.removeFirst() }
    #expect(ended.status == 70)
    #expect(
      ended.errors.hasPrefix("error: this is a bug in modelcheck: the trace of 'exclusive'"),
      "\(ended.errors)")
    #expect(!ended.output.contains("exclusive"), "\(ended.output)")
  }

  @Test("a trace that does not show what it is said to show")
  func claim() async {
    let ended = await run(Self.check) { $0.violations["exclusive"]?.trace.steps.removeLast() }
    #expect(ended.status == 70)
    #expect(ended.errors.contains("this is a bug in modelcheck"), "\(ended.errors)")
  }

  @Test("a trace that is evidence of a claim and does not replay")
  func evidence() async {
    let claims = ["claims", "in_part", "--specs", "\(casesFolder)/claims/claims.kspec"]
    let sound = await run(claims) { _ in }
    #expect(sound.status == 0)
    let ended = await run(claims) { $0.violations["full"]?.trace.steps.removeFirst() }
    #expect(ended.status == 70)
    #expect(ended.errors.contains("this is a bug in modelcheck: the trace of 'full'"))
    #expect(ended.output.isEmpty)
  }

  @Test("a violation that the engine misses and Z3 finds")
  func missed() async {
    let ended = await run(Self.check + ["--cross-check=30"]) { $0.violations = [:] }
    #expect(ended.status == 70)
    #expect(ended.errors.contains("Z3 breaks exclusive"), "\(ended.errors)")
  }

  @Test("the audit says what reductions leave, and that they agree")
  func audit() async {
    let ended = await run(Self.check + ["--audit"]) { _ in }
    #expect(ended.status == 0)
    #expect(
      ended.output == """
        mutex, mutex; exclusive
          46 states; 19 (2.4 times fewer) without transient states
        1 search, 1 cell: every combination of reductions says the same

        """)
    #expect(ended.errors.isEmpty)
  }

  @Test("a reduction that loses a violation")
  func unsound() async {
    let ended = await run(Self.check + ["--audit"]) { result in
      if result.skippedTransientStates { result.violations = [:] }
    }
    #expect(ended.status == 70)
    #expect(
      ended.errors.contains(
        "mutex: exclusive: kept with transient states, violated in 6 steps with no reduction"),
      "\(ended.errors)")
    #expect(ended.errors.contains("in 1 of 1 search, 1 cell, reductions change what is said"))
  }

  @Test("a trace that does not replay when it is derived again from its name")
  func replay() async throws {
    let sound = await EndToEndTests.run(Self.check)
    let name = try #require(sound.output.firstMatch(of: /[0-9a-f]{5}-[0-9a-f]{5}/)).output
    let ended = await run(["replay", String(name), "--specs", Self.spec]) {
      $0.violations["exclusive"]?.trace.steps.removeFirst()
    }
    #expect(ended.status == 70)
    #expect(ended.output.isEmpty)
  }
}
