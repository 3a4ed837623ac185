import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// What litmus tests come to, by the engine and by the reference evaluator.
@Suite("Litmus tests")
struct LitmusTests {
  private static let kernel = """
    kernel "flags" {
      state bool flag[file];
      state bool never;
      define possible_start() = !flag[B];
      step raise(file f) { flag[f] = true; }
      step look(file f) -> result { if (flag[f]) return ok; return -EIO; }
      step hang() when never { }
      syscall put(file f) -> result { raise(f); return ok; }
      syscall get(file f) -> result { return look(f); }
      syscall stop() { hang(); }
    }
    kernel "restless" extends "flags" { environment noise() { flag[A] = flag[A]; } }

    """

  private static func results(_ litmus: String) async throws -> [LitmusResult] {
    let text = SourceText(name: "t.kspec", text: kernel + litmus)
    let specification = try RealSpecs.specification(of: [text])
    return try await run(specification)
  }

  private static func run(_ specification: Specification) async throws -> [LitmusResult] {
    let tests = specification.litmusTests.flatMap { test in test.kernels.map { (test, $0) } }
    return try await LitmusRun(
      assembly: Assembly(specification, Overrides()), limits: Limits()
    ).run(tests)
  }

  private static func result(_ members: String) async throws -> LitmusResult {
    let results = try await results("litmus \"t\" on \"flags\" { \(members) }")
    return try #require(results.first)
  }

  private static func texts(_ result: LitmusResult) -> [String] {
    result.finalStates.map { state in state.values.map(\.text).joined(separator: " ") }
  }

  private static let buffering = """
    task P0 { put(A); r0 = get(B); }
    task P1 { put(B); r1 = get(A); }

    """

  @Test("all interleavings are there, and no other")
  func finalStates() async throws {
    let result = try await Self.result(
      Self.buffering
        + """
        exactly { r0 == ok; r1 == ok; } or { r0 == ok; r1 == EIO; } or { r0 == EIO; r1 == ok; }
        """)
    #expect(Self.texts(result) == ["EIO ok", "ok EIO", "ok ok"])
    #expect(result.holds)
  }

  @Test(
    "what is not so is told with a run or the alternative that is missing",
    arguments: [
      ("exactly { r0 == ok; }", LitmusResult.Failure.otherState, true),
      (
        "exactly { r0 == ok; } or { r0 == EIO; } or { r0 == EIO; r1 == EIO; }", .missing(2), true
      ),
      ("allows { r0 == EIO; r1 == EIO; }", .missing(0), false),
      ("forbids { r0 == EIO; }", .otherState, true),
    ])
  func failures(condition: String, failure: LitmusResult.Failure, hasRun: Bool) async throws {
    let result = try await Self.result(Self.buffering + condition)
    #expect(!result.holds)
    #expect(result.conditions.map(\.failure) == [failure])
    #expect((result.conditions[0].run != nil) == hasRun)
  }

  @Test("a task may end early, and choose")
  func early() async throws {
    let result = try await Self.result(
      """
      task P0 {
        r0 = get(A);
        if (r0 is error) return;
        r1 = put(B);
      }
      task P1 { choose file f { r2 = put(f); } }
      exactly { r0 == EIO; r2 == ok; flag[A]; } or { r0 == ok; r1 == ok; flag[A]; flag[B]; }
          or { r0 == EIO; r2 == ok; flag[B]; }
      """)
    #expect(result.holds)
    #expect(
      Self.texts(result) == [
        "EIO - ok false true", "EIO - ok true false", "ok ok ok true true",
      ])
  }

  @Test("a crash ends the tasks, and those that follow it see what it left")
  func crash() async throws {
    let result = try await Self.result(
      """
      scope crash = 1;
      task P0 { r0 = put(A); r1 = put(A); }
      task P1 after crash { r2 = get(A); }
      exactly { r2 == ok; } or { r2 == EIO; !flag[A]; }
      forbids { r0 == ok; r2 == EIO; }
      """)
    #expect(result.holds)
    #expect(
      Self.texts(result) == [
        "- - EIO false", "- - ok true", "ok - ok true", "ok ok ok true",
      ])
  }

  @Test("tasks that cannot end are no success")
  func endless() async throws {
    let late = try await Self.result(
      "task P0 { put(A); } task P1 after crash { r = get(A); } forbids { r == ok; }")
    let stuck = try await Self.result("task P0 { stop(); } forbids { flag[A]; }")
    for result in [late, stuck] {
      #expect(!result.holds)
      guard case .stuck(let run) = result.problem else {
        Issue.record("\(String(describing: result.problem))")
        return
      }
      #expect(run.claim == .deadlocks)
    }
    let restless = try await Self.results(
      "litmus \"t\" on \"restless\" { task P0 { stop(); } forbids { flag[A]; } }")
    guard case .endless = restless.first?.problem else {
      Issue.record("\(String(describing: restless.first?.problem))")
      return
    }
  }

  @Test("an initial state that the kernel cannot be in is an error of the test")
  func impossibleStart() async throws {
    let result = try await Self.result(
      "init { flag[B] = true; } task P0 { put(A); } allows { flag[A]; }")
    guard case .error(let message, let site, nil) = result.problem else {
      Issue.record("\(String(describing: result.problem))")
      return
    }
    #expect(message.hasPrefix("the initial state is impossible"))
    #expect(site?.line == 13)
  }

  @Test("the tests of the specs are as they say")
  func real() async throws {
    let results = try await Self.run(try RealSpecs.specification())
    #expect(results.count >= 410)
    #expect(results.filter { !$0.holds }.map(\.test.name) == [])
    #expect(results.count { !$0.test.observed.isEmpty } >= 200)
  }

  /// The model once made the record in the step of the error itself, before the mapping went.
  @Test("a record that does not wait for the kernel's mapping is another order")
  func recordOfThePatrolScrubber() async throws {
    let specification = try RealSpecs.extended(
      with: """
        kernel "record first" extends "linux-6.1-ext4" {
          override environment late_report(block b, sector s) when pending[b][s] {
            pending[b][s] = false;
            bad[b][s] = true;
          }
        }
        litmus "order" on "linux-6.1-ext4", "record first" {
          workload "owner";
          init { user_mapping[P0][A][0] = true; }
          scope errors = 1;
          task P0 { fiemap(A, 0); }
          forbids { hwpoison[b0]; kernel_mapping[b0] == present; bad[b0]; }
        }

        """)
    let tests = specification.litmusTests.filter { $0.name == "order" }
      .flatMap { test in test.kernels.map { (test, $0) } }
    let results = try await LitmusRun(
      assembly: Assembly(specification, Overrides()), limits: Limits()
    ).run(tests)
    #expect(results.map(\.holds) == [true, false])
  }

  @Test("the reference evaluator comes to the same final states")
  func reference() async throws {
    var compared = 0
    for result in try await Self.run(try RealSpecs.specification()) where result.states < 60 {
      let evaluator = try #require(result.evaluator)
      var states: Set<State> = [try evaluator.initialState()]
      var pending = Array(states)
      while let state = pending.popLast() {
        for transition in try evaluator.transitions(from: state)
        where states.insert(transition.target).inserted { pending.append(transition.target) }
      }
      #expect(states.count == result.states, "\(result.test.name)")
      let final = LitmusProperties.final(in: evaluator.system)
      let ends = try states.filter { try evaluator.holds(final, in: $0) }
      let layout = evaluator.layout
      let names = result.finalStates.first?.values.map(\.name) ?? []
      let cells = names.compactMap { name in
        (0..<layout.cellCount).first { layout.name(ofCell: $0) == name }
      }
      #expect(cells.count == names.count)
      let found = Set(ends.map { end in cells.map { layout.text(ofCell: $0, in: end) } })
      #expect(found == Set(result.finalStates.map { $0.values.map(\.text) }), "\(result.test.name)")
      compared += 1
    }
    #expect(compared > 60)
  }

  /// Each option that no test notices has its reason in Documentation/Fidelity.md.
  @Test("each option of a kernel is noticed by some test, but for these")
  func power() async throws {
    let specification = try RealSpecs.specification()
    let tests = specification.litmusTests.flatMap { test in test.kernels.map { (test, $0) } }
    let power = LitmusPower(
      assembly: Assembly(specification, Overrides()), limits: Limits())
    let unnoticed = try await power.findings(tests, untilNoticed: true)
      .filter(\.noticedBy.isEmpty)
    let kernels = Dictionary(grouping: unnoticed, by: \.kernel)
    let names = kernels.mapValues { $0.map(\.option).sorted() }
    let later = ["clear_keeps_bytes", "is_ext4", "shares_blocks", "writes_after_clear"]
    let older = [
      "clear_restores_mapping", "notifies_by_rmap", "refuses_unpoison", "shares_blocks",
      "tracks_pages",
    ]
    let onXFS = ["commit_waits_for_handles", "zero_range_in_place"]
    #expect(
      names == [
        "linux-5.14-ext4": older, "linux-5.14-xfs": (older + onXFS).sorted(),
        "linux-6.1-ext4": later, "linux-6.1-xfs": (later + onXFS).sorted(),
        "linux-6.12-ext4": later, "linux-6.12-xfs": (later + onXFS).sorted(),
        "disk": [
          "block_reads_check", "clear_forgets_bus", "clear_keeps_bytes", "clear_restores_mapping",
          "commit_waits_for_handles", "failure_unmaps", "fault_reports_hwpoison",
          "handles_pmem_poison", "is_ext4", "machine_checks_recorded", "machine_checks_unmap",
          "maps_huge", "notifies_by_rmap", "read_clears_errors", "refuses_unpoison",
          "shares_blocks", "table_takes_all",
          "tracks_pages", "writes_after_clear", "writes_before_clear", "zero_on_alloc",
          "zero_range_in_place", "zeroes_by_driver",
        ],
      ])
  }
}
