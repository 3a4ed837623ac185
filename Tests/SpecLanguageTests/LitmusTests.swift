import SpecLanguage
import Testing
import TransitionSystem

/// Litmus tests as text.
@Suite("Litmus tests")
struct LitmusTests {
  private static let kernel = """
    abstract kernel "base" {
      option eager = false;
      state bool on[thing];
      step flip(thing x) { on[x] = true; }
      syscall put(thing x) -> result { flip(x); return ok; }
      syscall drop(thing x) { flip(x); }
      environment spark(thing x) budget sparks { on[x] = true; }
    }
    kernel "k" extends "base" { }
    kernel "other" extends "base" { }
    abstract kernel "idle" { }
    design "d" on "k" {
      option wide = false;
      variant "wide" { set wide = true; }
      syscall all() -> result { return ok; }
    }
    workload "w" { init { on[A] = true; } role r { put(A); } }

    """

  private func litmus(_ members: String) throws -> LitmusTest {
    let text = Self.kernel + "litmus \"t\" on \"k\" { \(members) }"
    let (specification, diagnostics) = checked(text, library: ThingLibrary.library)
    #expect(diagnostics.isEmpty, Comment(rawValue: rendered(diagnostics, of: text)))
    return try #require(specification.litmusTests.first)
  }

  private func expectErrors(
    _ litmus: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectDiagnostics(
      Self.kernel + litmus, library: ThingLibrary.library, sourceLocation: sourceLocation)
  }

  @Test("take results into registers, and speak of them and of state")
  func registers() throws {
    let test = try litmus(
      """
      observed "here"; design "d" variant "wide"; workload "w"; set eager = true;
      scope things = 2, sparks = 1;
      init { on[B] = false; }
      task P0 { r0 = put(A); if (r0 is ok) { r1 = all(); } drop(B); }
      task P1 { result mine = put(B); }
      exactly { r0 == ok; on[A]; } or { r1 is error; }
      allows { on[B]; }
      """)
    #expect(test.registers.map(\.name) == ["r0", "r1"])
    #expect(test.registers.allSatisfy { $0.type == .variant("result") })
    #expect(test.observed == "here")
    #expect(test.design == "d" && test.variant == "wide")
    #expect(test.scope == ["thing": 2, "sparks": 1])
    #expect(test.settings.map(\.name) == ["eager"])
    #expect(test.initialization.count == 2)
    #expect(test.roles.map(\.name) == ["P0", "P1"])
    #expect(test.conditions.map(\.quantifier) == [.exactly, .allows])
    #expect(
      test.conditions[0].alternatives.map(\.description) == [
        "(defined(r0) && r0 == ok) && (on[thing#0])", "(defined(r1) && r1 is EIO)",
      ])
    #expect(test.isFinal.description == "(P0.done) && (P1.done)")
  }

  @Test("have tasks that begin after a crash")
  func crash() throws {
    let test = try litmus(
      "task P0 { put(A); } task P1 after crash { r = put(B); } exactly { r == ok; }")
    #expect(test.roles.map(\.restarts) == [false, true])
    #expect(test.roles[1].condition?.description == "machine.crashed")
    #expect(test.isFinal.description == "(P0.done || machine.crashed) && P1.done")
  }

  @Test("are on the kernels that extend an abstract one")
  func abstractKernels() {
    let text = Self.kernel + "litmus \"t\" on \"base\" { task P0 { put(A); } allows { on[A]; } }"
    let (specification, diagnostics) = checked(text, library: ThingLibrary.library)
    #expect(diagnostics.isEmpty)
    #expect(specification.litmusTests.map(\.kernels) == [["k", "other"]])
  }

  @Test("name what there is")
  func names() {
    expectErrors("litmus \"t\" on ⟦unknownItem⟧\"kk\" { task P0 { put(A); } allows { on[A]; } }")
    expectErrors("litmus \"t\" on ⟦abstractKernel⟧\"idle\" { task P0 { } allows { true; } }")
    expectErrors(
      "litmus \"t\" on \"k\" { design ⟦unknownItem⟧\"e\"; task P0 { put(A); } allows { on[A]; } }")
    expectErrors(
      """
      litmus "t" on "k" { design "d" variant ⟦unknownItem⟧"v"; task P0 { put(A); }
        allows { on[A]; } }
      """)
    expectErrors(
      "litmus \"t\" on ⟦designNotOnKernel⟧\"other\" { design \"d\"; task P0 { } allows { true; } }")
    expectErrors(
      "litmus \"t\" on \"k\" { workload ⟦unknownItem⟧\"v\"; task P0 { } allows { on[A]; } }")
    expectErrors(
      "litmus \"t\" on \"k\" { task P0 { r = ⟦unknownCallee⟧putt(A); } allows { on[A]; } }")
    expectErrors(
      "litmus \"t\" on \"k\" { task P0 { ⟦forbiddenCall⟧flip(A); } allows { on[A]; } }")
    expectErrors(
      "litmus \"t\" on \"k\" { task P0 { r = put(A); } allows { ⟦unknownName⟧q == ok; } }")
  }

  @Test("make the calls that they say, and no number of them")
  func calls() {
    expectErrors(
      """
      litmus "t" on "k" { scope things = 2, ⟦callsOfLitmus⟧calls = 2; task P0 { put(A); }
        allows { on[A]; } }
      """)
  }

  @Test("say something of something")
  func empty() {
    expectErrors("litmus ⟦emptyLitmus⟧\"t\" on \"k\" { allows { on[A]; } }")
    expectErrors("litmus ⟦emptyLitmus⟧\"t\" on \"k\" { task P0 { put(A); } }")
    expectErrors("litmus \"t\" on \"k\" { task P0 { put(A); } allows ⟦emptyCondition⟧{ } }")
  }

  @Test("keep their names apart")
  func duplicates() {
    expectErrors(
      """
      litmus "t" on "k" { task P0 { put(A); } task ⟦duplicateName⟧P0 { put(B); } allows { on[A]; } }
      """)
    expectErrors(
      """
      litmus "t" on "k" { task P0 { r = put(A); } task P1 { ⟦duplicateName⟧r = put(B); }
        allows { on[A]; } }
      """)
    expectErrors(
      """
      litmus "t" on "k" { task P0 { put(A); } allows { on[A]; } }
      litmus ⟦duplicateName⟧"t" on "k" { task P0 { put(A); } allows { on[A]; } }
      """)
  }

  @Test("use a result only when it is there")
  func unassigned() {
    expectErrors(
      """
      litmus "t" on "k" { task P0 { if (⟦unassignedLocal⟧r is ok) { r = put(A); } } allows { on[A]; } }
      """)
  }
}
