import SpecLanguage
import Testing
import TransitionSystem

/// Sentences of claims and their readings as text.
@Suite("Readings of claims")
struct ClaimReadingTests {
  private static let base = """
    abstract kernel "base" {
      option eager = false;
      state bool on[thing];
      step flip(thing x) { on[x] = true; }
      syscall put(thing x) -> result { flip(x); return ok; }
      environment spark(thing x) budget sparks { on[x] = true; }
    }
    kernel "k" extends "base" { }
    kernel "other" extends "base" { }
    design "d" on "k" {
      variant "wide" { }
      recipe recover(thing x) -> result { return put(x); }
      syscall all() -> result { return ok; }
    }
    design "plain" on "other" { recipe recover(thing x) -> result { return put(x); } }
    workload "w" { role r { recover(A); } }
    property quiet { workload "w"; never on[A]; }
    litmus "known" on "k", "other" { task P0 { r0 = put(A); } exactly { r0 == ok; } }

    """

  private func claim(_ text: String) throws -> Claim {
    let (specification, diagnostics) = checked(Self.base + text, library: ThingLibrary.library)
    #expect(diagnostics.isEmpty, Comment(rawValue: rendered(diagnostics, of: Self.base + text)))
    return try #require(specification.claims.first)
  }

  private func expectErrors(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics(
      Self.base + text, library: ThingLibrary.library, sourceLocation: sourceLocation)
  }

  @Test("have evidence of each kind, on the kernels that both name")
  func evidence() throws {
    let claim = try claim(
      """
      claim c on "k", "other" {
        says "it is so"; source "somebody";
        expected refute because "why"; differs partly because "therefore";
        reading "one" {
          litmus "known";
          litmus { title "t"; set eager = true; scope things = 2; task P0 { r0 = put(A);   // a remark
            r1 = put(B); } allows { r0 == ok; on[B]; } }
          litmus on "other" { task P0 { put(A); } forbids { !on[A]; } }
          design "d" variant "wide" breaks quiet;
          design "plain" keeps quiet;
          static all is not privileged in "d";
          static put changes nothing;
          assuming "less" { set eager = true; scope things = 2, sparks = 1; }
        }
        reading "two" { not modelled because "no"; }
      }
      """)
    #expect(claim.says == "it is so" && claim.source == "somebody")
    #expect(claim.expected == .init(.refute, "why"))
    #expect(claim.accepted == .init(.partly, "therefore"))
    let kernels = claim.readings.map { $0.evidence.map(\.kernels) }
    let both = ["k", "other"]
    #expect(kernels == [[both, both, ["other"], ["k"], ["other"], ["k"], both], [both]])
    let assumption = try #require(claim.readings[0].assumptions.first)
    #expect(assumption.settings.map(\.name) == ["eager"])
    #expect(assumption.scope == ["thing": 2, "sparks": 1])
    guard case .litmus(let test, isShared: false) = claim.readings[0].evidence[1].kind else {
      Issue.record("the second is no litmus test")
      return
    }
    #expect(
      test.text == ["set eager = true; scope things = 2;", "task P0 { r0 = put(A); r1 = put(B); }"])
    #expect(test.conditions.map(\.text) == ["allows { r0 == ok; on[B]; }"])
    #expect(test.name == "c: one")
  }

  @Test("a test that stands in a claim is none of the specs' tests")
  func inlineTests() {
    let text = """
      claim c { says "x"; reading "r" { litmus { task P0 { put(A); } allows { on[A]; } } } }
      """
    let (specification, _) = checked(Self.base + text, library: ThingLibrary.library)
    #expect(specification.litmusTests.map(\.name) == ["known"])
    #expect(specification.claims.first?.kernels == ["k", "other"])
  }

  @Test("name what exists")
  func names() {
    expectErrors(
      """
      claim c on "k", ⟦unknownItem⟧"kk" {
        says "x";
        reading "r" {
          litmus ⟦unknownItem⟧"knwn";
          design ⟦unknownItem⟧"dd" keeps quiet;
          design ⟦variantNeeded⟧"d" keeps quiet;
          design "d" variant "wide" keeps ⟦unknownItem⟧quite;
          design "d" variant "wide" on ⟦otherKernel⟧"other" keeps quiet;
          ⟦wholeTable⟧design "d" variant "wide" breaks something;
          static ⟦unknownItem⟧pot is privileged;
          static ⟦unknownItem⟧all is privileged;
          static put is ⟦unknownAttribute⟧explicitly;
          litmus on ⟦kernelNotOfClaim⟧"other" { task P0 { r0 = put(A); } exactly { r0 == ok; } }
          litmus { task P0 { r0 = ⟦unknownCallee⟧pat(A); } exactly { r0 == ok; } }
          ⟦emptyLitmus⟧litmus { task P0 { put(A); } }
          assuming "a" { set ⟦unknownOption⟧eagre = true; scope ⟦unknownScope⟧sprks = 1; }
        }
      }
      """)
  }

  @Test("have evidence, and a sentence that something is expected of")
  func missing() {
    expectErrors("claim ⟦noReading⟧c { says \"x\"; }")
    expectErrors("claim ⟦unsaidClaim⟧c { reading \"r\" { static put is not explicit; } }")
    expectErrors("claim c { says \"x\"; reading ⟦emptyReading⟧\"r\" { } }")
    expectErrors(
      """
      claim c {
        says "x"; ⟦duplicateText⟧says "y"; ⟦nothingExpected⟧differs confirm because "z";
        reading "r" { static put is not explicit; assuming ⟦emptyAssumption⟧"a" { } }
        reading ⟦duplicateName⟧"r" {
          static put is not explicit;
          assuming "b" { set eager = true; } assuming ⟦duplicateName⟧"b" { set eager = false; }
        }
      }
      """)
    expectErrors(
      """
      claim c {
        says "x"; expected ⟦unknownVerdict⟧refuted; differs ⟦unknownVerdict⟧open because "z";
        reading "r" { static put is not explicit; }
      }
      claim d {
        says "x"; expected refute; differs ⟦differsInNothing⟧refute because "z";
        reading "r" { static put is not explicit; }
      }
      claim e on "k" { says "x"; reading "r" { ⟦elsewhere⟧design "plain" keeps quiet; } }
      """)
  }

  @Test("mistakes of syntax are told at their places, and the rest is still read")
  func syntax() {
    expectErrors(
      """
      claim c ⟦expected⟧"d" { }
      claim d {
        says ⟦expected⟧nothing;
        expected refute ⟦expected⟧"why";
        differs refute⟦expected⟧;
        ⟦misplacedMember⟧init { }
        reading "r" {
          ⟦memberExpected⟧litmuss "known";
          litmus ⟦expected⟧known;
          static put ⟦expected⟧has explicit;
          static put changes ⟦expected⟧something;
          not ⟦expected⟧modeled because "x";
          litmus { ⟦misplacedMember⟧says "x"; task P0 { put(A) ⟦expected⟧put(B); } allows { on[A]; } }
          assuming "a" { ⟦memberExpected⟧init { } }
        }
      }
      """)
  }
}
