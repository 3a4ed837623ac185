import SpecLanguage
import Testing
import TransitionSystem

/// Properties, observers, workloads, models and claims that refer to what does not exist.
@Suite("Items that watch")
struct ObserverTests {
  private let kernel = """
    kernel "k" {
      syscall write(file f, page p) -> result { return ok; }
      syscall look(file f, page p) -> answer { return zero; }
      syscall sync() { }
      recipe recover(file f) -> result { return write(f, 0); }
      environment crash() budget crashes ends tasks { }
    }
    design "d" { option o = true; variant "v" { set o = false; } }
    property known { always true; }

    """

  private func item(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics(kernel + text, sourceLocation: sourceLocation)
  }

  @Test("name triggers with all their parameters")
  func triggers() {
    item("observer o { on call write(f, p) by t { } on strike(b) { } on write(_, _) { } }")
    item("observer o { on ⟦unknownTrigger⟧wrote(f) { } on ⟦unknownTrigger⟧take(b) { } }")
    item("observer o { on call ⟦unknownTrigger⟧strike(b) { } on ⟦argumentCount⟧write(f) { } }")
    item("observer o { on strike(b) by ⟦eventWithoutTask⟧t { } on write(f, ⟦duplicateName⟧f) { } }")
    item(
      "observer o { on ⟦noResult⟧sync() returns ok { } on sync() { } on recover(f) returns r { } }")
  }

  @Test("match results by case or take them whole")
  func patterns() {
    item("observer o { on write(f, p) returns ok or -EIO { } on write(f, p) returns error { } }")
    item("observer o { on write(f, p) returns SIGBUS(BUS_ADRERR) { } }")
    item("observer o { on write(f, p) returns -⟦notAnError⟧ok { } }")
    item("observer o { on write(f, p) returns ok or ⟦unknownCase⟧EIOO { } }")
    item("observer o { on write(f, p) returns ⟦patternBindsAll⟧ENOSPZ { } }")
    item("observer o { on look(f, p) returns bytes(d) or ⟦alternativesBind⟧zero { } }")
    item("observer o { on look(f, p) returns ⟦argumentCount⟧bytes(d, e) { } }")
    item("observer o { ghost data last; on look(f, p) returns bytes(d) { last = d; } }")
  }

  @Test("write only their own ghosts, and do nothing to the model")
  func writes() {
    item(
      "observer o { ghost bool g; on write(f, p) { g = free[b0]; ⟦foreignWrite⟧free[b0] = g; } }")
    item(
      "observer o { ghost bool g; } property p { uses o; "
        + "on write(f, p) { ⟦foreignWrite⟧g = true; require g; } }")
    item(
      "observer o { on write(f, p) { ⟦misplacedStatement⟧require true; ⟦misplacedStatement⟧cover; } }"
    )
    item(
      "property p { on write(f, p) { ⟦misplacedStatement⟧sync(); bool x = "
        + "⟦misplacedCall⟧write(f, p) is ok; ⟦misplacedStatement⟧return; "
        + "⟦unreachable⟧require x \"why\"; } }")
  }

  @Test("prepare only their own ghosts")
  func initialization() {
    item("observer o { ghost bool g; init { g = free[b0]; ⟦foreignWrite⟧free[b0] = false; } }")
    item(
      "property p { uses o; init { ⟦foreignWrite⟧g = true; } always g; } observer o { ghost bool g; }"
    )
  }

  @Test("demand one thing")
  func demands() {
    item("property ⟦emptyProperty⟧p { } property q { on write(f, p) { require true; } }")
    item("property p { always true; ⟦secondDemand⟧never false; }")
    item("property p { ⟦mixedDemand⟧always true; on write(f, p) { require true; } }")
    item("property p { static no ⟦unknownStaticName⟧priviledged in recover; }")
    item("property p { static no ⟦unknownStaticName⟧explicitly in recover outside explicit; }")
    item("property p { static no privileged in recover outside ⟦outsideOfAttribute⟧explicit; }")
    item("property p { static no added step in ⟦unknownCallee⟧recove; }")
    item("property p { static no privileged in ⟦unknownCallee⟧recove; }")
    item("property p { always ⟦typeMismatch⟧last(page); }")
    item("property p { workload ⟦unknownItem⟧\"w\"; always true; }")
  }

  @Test("have a scope of sorts, budgets and calls")
  func scopes() throws {
    item(
      "property p { always true; scope blocks = 2, page = 1, crashes = 1, errors = 0, calls = 3; }")
    item("property p { always true; scope ⟦unknownScope⟧crash = 1, ⟦emptySort⟧files = 0; }")
    item("property p { always true; scope block = 1, ⟦duplicateName⟧blocks = 2; }")
    item("property p { always true; scope ⟦zeroCount⟧calls = 0; }")
  }

  @Test("see calls that all kernels and designs declare alike")
  func interface() {
    item(
      """
      kernel "other" {
        syscall ⟦disagreeingSignatures⟧sync(page p) { }
        enum own { one } state own here; syscall more(file f) -> own { return one; }
      }
      observer o {
        on sync() { }
        on more(f) returns one { }
      }
      property p { always ⟦unknownName⟧here == one; }
      workload "w" { role r { sync(); write(A, any); } }
      """)
  }

  @Test("of workloads call syscalls and recipes")
  func workloads() {
    item(
      """
      workload "w" {
        role r { write(A, 0); ⟦unknownMenuEntry⟧wrote(A); ⟦unknownMenuEntry⟧take(b0); mine(any);
          ⟦argumentCount⟧write(A); write(⟦unknownName⟧a, 0); write(⟦typeMismatch⟧0, 0); }
        role ⟦emptyMenu⟧s { } role ⟦duplicateName⟧r { sync(); }
        recipe mine(file f) -> result { try write(f, 0); return recover(f); }
        recipe ⟦overrideKind⟧write(file f, page p) -> result { return ok; }
      }
      """)
  }

  @Test("expect and claim of what exists")
  func claims() {
    item(
      """
      design "e" on "k" {
        expect ⟦unknownVerdict⟧hold known because "x";
        expect holds known, ⟦unknownItem⟧knwn on ⟦unknownItem⟧"kk" because "x";
      }
      kernel "l" { }
      claim c {
        design "d" variant "v" on "k" keeps known;
        design ⟦unknownItem⟧"dd" breaks something;
        design "d" variant ⟦unknownItem⟧"w" breaks ⟦unknownItem⟧nothing;
        design "e" on ⟦otherKernel⟧"l" keeps at least 1 of what "d" breaks;
      }
      claim ⟦expected⟧"c" { }
      """)
    item("claim ⟦emptyClaim⟧c { title \"x\"; }")
  }

  @Test("expect one verdict of a property, on each kernel and in each variant")
  func contradictions() {
    item(
      """
      kernel "l" { }
      property other { always true; }
      design "e" on "k", "l" {
        expect violated known, other on "k" because "x";
        expect holds known on "l" because "x";
        expect holds ⟦contradictoryExpectation⟧other because "x";
        expect violated known on "k" because "said twice, but alike";
        expect vacuous ⟦contradictoryExpectation⟧known on "l" because "x";
        variant "v" { expect holds known because "stronger"; expect static known because "x"; }
        variant "w" {
          expect static known because "x";
          expect inapplicable ⟦contradictoryExpectation⟧known because "x";
        }
      }
      """)
  }

  @Test("of a contradiction point at the first expectation")
  func firstExpectation() {
    let text = """
      kernel "k" { }
      property p { always true; }
      design "d" {
        expect violated p because "x";
        expect holds p because "y";
      }
      """
    #expect(
      rendered(checked(text).1, of: text) == """
        test.kspec:5:16: error: 'p' is expected to be both 'violated' and 'holds'
          expect holds p because "y";
                       ^
        test.kspec:4:19: note: the first one is here
          expect violated p because "x";
                          ^

        """)
  }

  @Test("of models see nothing of the library")
  func models() {
    item(
      """
      model "m" {
        state bool x[task]; state ⟦unknownType⟧block b; enum result { fine, error bad }
        syscall s(task t) -> result { x[t] = true; x[P1] = x[⟦typeMismatch⟧true]; return -⟦notAnError⟧fine; }
        role r { s(P0); }
        scope tasks = 2, ⟦unknownScope⟧errors = 1;
        property known { always !x[P0] || x[P0]; }
        property ⟦duplicateName⟧known { workload ⟦workloadInModel⟧"w"; uses ⟦usesInModel⟧o; never false; }
      }
      observer o { }
      """)
  }

  @Test("of a model without a 'result' get one")
  func modelResult() throws {
    let (specification, diagnostics) = checked(
      "model \"m\" { syscall s() -> result { return -EBUSY; } }", library: .empty)
    #expect(diagnostics.isEmpty)
    let model = try #require(specification.models.first)
    #expect(model.fragment.sorts.map(\.name) == ["task"])
    #expect(model.fragment.variants.map(\.name) == ["result"])
    #expect(model.fragment.variants[0].cases.filter(\.isError).count == 6)
  }
}
