import SpecLanguage
import Testing

/// Calls that many places name and that are not declared as they need them.
@Suite("Calls that many places need")
struct SharedCallTests {
  private let outside = """
    workload "w" { role r { recover(A, 0); look(A); } recipe again() { recover(A, 0); } }
    observer o { on call recover(f, p) by t { } on recover(f, p) returns ok { } on look(f) { } }
    property p { static no privileged in recover; }

    """

  private func rendering(_ kernel: String) -> String {
    let text = kernel + "\n" + outside
    return rendered(checked(text).1, of: text)
  }

  private let look = "syscall look(file f) -> result { return ok; }"

  @Test("are missed once")
  func missing() {
    #expect(
      rendering("kernel \"k\" { \(look) }") == """
        test.kspec:2:25: error: there is no syscall, recipe or event 'recover'
        workload "w" { role r { recover(A, 0); look(A); } recipe again() { recover(A, 0); } }
                                ^~~~~~~
          note: 3 places need it; no kernel, design or workload declares it

        """)
  }

  @Test("are missed where they stand if no other place needs them")
  func missingOnce() {
    expectDiagnostics(
      "observer o { on ⟦unknownTrigger⟧recover(f) { } on ⟦unknownTrigger⟧look(f) { } }")
  }

  @Test("have the wrong parameters where they are declared")
  func unfit() {
    let kernel = """
      kernel "k" { \(look) }
      design "d" { recipe recover(file f) -> result { return ok; } }
      """
    #expect(
      rendering(kernel) == """
        test.kspec:2:21: error: 'recover' needs 1 (file f), but 3 places give 2
        design "d" { recipe recover(file f) -> result { return ok; } }
                            ^~~~~~~
        test.kspec:3:25: note: it is named here
        workload "w" { role r { recover(A, 0); look(A); } recipe again() { recover(A, 0); } }
                                ^~~~~~~

        """)
  }

  @Test("differ where one design declares them unlike the others")
  func disagreeing() {
    for other in ["(file f) -> result { return ok; }", "(file f, page p) { }"] {
      expectDiagnostics(
        """
        kernel "k" { \(look) }
        design "one" { recipe ⟦disagreeingSignatures⟧recover\(other) }
        design "two" { recipe recover(file f, page p) -> result { return ok; } }
        design "three" { recipe recover(file g, page q) -> result { return ok; } }

        """ + outside)
    }
  }

  @Test("differ once if two designs do not agree")
  func twoDesigns() {
    let kernel = """
      kernel "k" { \(look) }
      design "one" { recipe recover(file f, page p) -> result { return ok; } }
      design "two" { recipe recover(file f, data d) -> result { return ok; } }
      """
    #expect(
      rendering(kernel) == """
        test.kspec:3:23: error: 'recover(file f, data d) -> result' is \
        'recover(file f, page p) -> result' elsewhere
        design "two" { recipe recover(file f, data d) -> result { return ok; } }
                              ^~~~~~~
        test.kspec:2:23: note: 'recover' is declared here
        design "one" { recipe recover(file f, page p) -> result { return ok; } }
                              ^~~~~~~
        test.kspec:4:25: note: it is named here
        workload "w" { role r { recover(A, 0); look(A); } recipe again() { recover(A, 0); } }
                                ^~~~~~~

        """)
  }
}
