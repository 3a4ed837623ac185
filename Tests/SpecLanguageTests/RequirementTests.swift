import SpecLanguage
import Testing
import TransitionSystem

/// Requirements as text.
@Suite("Requirements as text")
struct RequirementTests {
  private static let base = """
    kernel "k" { syscall put(thing x) -> result { return ok; } }
    workload "w" { role r { put(A); } }
    property quiet { workload "w"; always true; }

    """

  private func expectErrors(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics(
      Self.base + text, library: ThingLibrary.library, sourceLocation: sourceLocation)
  }

  @Test("name properties and each other")
  func names() {
    expectErrors(
      """
      requirement R1 { says "a"; source "b"; stated by quiet; }
      requirement R2 { says "a"; source "b"; stated by ⟦unknownItem⟧quite; }
      requirement R3 {
        says "a"; source "b"; stated by quiet;
        contradicts R1, ⟦unknownItem⟧R9, ⟦contradictsItself⟧R3 because "c";
      }
      requirement ⟦duplicateName⟧R1 { says "a"; source "b"; stated by quiet; }
      """)
  }

  @Test("say what, who, and what became of it")
  func gaps() {
    expectErrors(
      """
      requirement ⟦requirementWithout⟧R1 { source "b"; stated by quiet; }
      requirement ⟦requirementWithout⟧R2 { says "a"; stated by quiet; }
      requirement ⟦unstatedRequirement⟧R3 { says "a"; source "b"; }
      requirement R4 {
        says "a"; says ⟦duplicateText⟧"a"; source "b"; not modelled because "c";
        ⟦duplicateText⟧not modelled because "d";
      }
      """)
  }

  @Test("have no other members")
  func members() {
    expectErrors(
      """
      requirement R1 { says "a"; source "b"; stated by quiet; ⟦misplacedMember⟧expected confirm; }
      requirement R2 { says "a"; source "b"; not modelled because "c"; ⟦memberExpected⟧statd by x; }
      property p { always true; ⟦misplacedMember⟧stated by quiet; }
      """)
  }
}
