import SpecLanguage
import Testing
import TransitionSystem

/// Situations as text.
@Suite("Situations as text")
struct SituationTests {
  private static let base = """
    kernel "k" { state bool worn[thing]; syscall put(thing x) -> result { return ok; } }
    workload "w" { role r { put(A); } }

    """

  private func expectErrors(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics(
      Self.base + text, library: ThingLibrary.library, sourceLocation: sourceLocation)
  }

  @Test("say something, and name what there is")
  func names() {
    expectErrors(
      """
      situation "new" { init { worn[A] = false; } }
      situation "old" { workload "w"; init { worn[A] = true; } scope things = 2; }
      situation ⟦emptySituation⟧"none" { title "nothing"; }
      situation ⟦duplicateName⟧"old" { init { worn[A] = true; } }
      situation "two" on ⟦unknownItem⟧"q" { init { ⟦unknownState⟧wron[A] = true; } }
      situation "three" { workload ⟦unknownItem⟧"v"; scope things = 2; }
      """)
  }

  @Test("have no programs, and are of one call")
  func members() {
    expectErrors(
      """
      situation "one" { scope ⟦callsOfSituation⟧calls = 2; }
      situation "two" { init { worn[A] = true; } ⟦misplacedMember⟧role r { put(A); } }
      """)
  }
}
