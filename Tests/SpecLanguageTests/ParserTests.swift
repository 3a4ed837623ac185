import SpecLanguage
import Testing
import TransitionSystem

/// Mistakes of form, each at its place, several in a run.
@Suite("The parser")
struct ParserTests {
  @Test("says which items there are, and which one was meant")
  func items() {
    expectDiagnostics("⟦itemExpected⟧kernal \"x\" {}")
    expectDiagnostics("⟦itemExpected⟧;")
    expectDiagnostics("abstract ⟦expected⟧design \"x\" {}")
    expectDiagnostics("kernel ⟦expected⟧x {}")
    expectDiagnostics("property ⟦expected⟧\"x\" { always true; }")
  }

  @Test("goes on behind the statement, the member and the item with the mistake")
  func recovery() {
    expectDiagnostics(
      """
      kernel "x" {
        step a() { take(⟦expected⟧, b0); free[b0] = ⟦expected⟧; free[b0] ⟦expected⟧b1; free[b1] = false; }
        ⟦memberExpected⟧stap b() { if (x) { y(); } else { z(); } }
        step c(⟦expected⟧,) { take(b0); }
        state bool ⟦expected⟧1;
      }
      ⟦itemExpected⟧junk here { and here; }
      design "y" { ⟦misplacedMember⟧role r { } option ⟦keywordAsName⟧if = true; }
      """)
  }

  @Test("takes a semicolon that is missing at the end of a line as written")
  func semicolons() {
    expectDiagnostics("kernel \"x\" { step a() { take(b0)⟦missingSemicolon⟧\n flush(); } }")
    expectDiagnostics("kernel \"x\" { step a() { take(b0)⟦missingSemicolon⟧ } }")
    expectDiagnostics("kernel \"x\" { step a() { take(b0) ⟦expected⟧flush(); } }")
    expectDiagnostics("kernel \"x\" { syscall a() { return⟦missingSemicolon⟧ } }")
  }

  @Test("finds missing braces at the next item or the end of the file")
  func braces() {
    expectDiagnostics("kernel \"x\" { step a() { flush();⟦missingBrace⟧")
    expectDiagnostics(
      "kernel \"x\" {\n  step a() { flush();\n  }\n\n⟦missingBrace⟧kernel \"y\" { }")
    expectDiagnostics("kernel \"x\" { } ⟦itemExpected⟧}")
    expectDiagnostics("kernel \"x\" ⟦expected⟧")
  }

  @Test("knows the places where things may stand")
  func places() {
    expectDiagnostics("kernel \"x\" { step a() { ⟦placeExpected⟧e.b = b0; } }")
    expectDiagnostics("kernel \"x\" { step a() { flush(); ⟦misplacedSource⟧source \"x\"; } }")
    expectDiagnostics("kernel \"x\" { define a() = 0 < 1 ⟦chainedComparison⟧< 2; }")
    expectDiagnostics("kernel \"x\" { define a() = defined(⟦placeNeeded⟧mapped(A, 0)); }")
    expectDiagnostics("kernel \"x\" { step a() { ⟦statementExpected⟧whit x { } } }")
    expectDiagnostics("kernel \"x\" { step a() { ⟦statementExpected⟧else flush(); } }")
    expectDiagnostics(
      "workload \"w\" { ⟦misplacedMember⟧step a() { } role r { calls 1; ⟦conflictingLoops⟧loops; "
        + "⟦unknownMenuEntry⟧nothing(); } }")
    expectDiagnostics("kernel \"x\" { title \"a\"; ⟦duplicateText⟧title \"b\"; }")
  }

  @Test("wants at least one task of a role, and one call of a task")
  func counts() {
    expectDiagnostics(
      """
      kernel "x" { syscall sync() { } }
      workload "w" {
        role a * ⟦zeroCount⟧0 { sync(); } role b * 1 { calls ⟦zeroCount⟧0; sync(); }
        role c * 2 { calls 1; sync(); }
      }
      model "m" { syscall s() { } role r * ⟦zeroCount⟧0 { calls ⟦zeroCount⟧0; s(); } }
      """)
  }

  @Test("joins neighbouring texts")
  func joinedTexts() {
    let (specification, _) = checked("kernel \"x\" { title \"a \"\n \"b\"; }")
    #expect(specification.kernels.first?.title == "a b")
  }

  @Test("reads words that mean something elsewhere as names")
  func contextualWords() {
    let text = """
      kernel "x" {
        enum source { title, any, ok, error error, first(block on) }
        state source call;
        state partial block returns[file];
        step role(source by) { call = by; call = first(b0); call = error; }
        syscall optional(file calls) { role(title); returns[calls] = call.on; }
      }
      workload "w" { role loops { loops; optional(A); optional optional(A); } }
      """
    // `first(` begins the first element of a sort, so the case needs its enum.
    let (_, diagnostics) = checked(text)
    #expect(diagnostics.map(\.id) == ["unknownSort"], "\(rendered(diagnostics, of: text))")
    let (_, fixed) = checked(text.replacing("= first(b0)", with: "= source.first(b0)"))
    #expect(fixed.isEmpty)
  }

  @Test("binds operators as the language says")
  func precedence() throws {
    let text = """
      kernel "x" {
        state bool a; state bool b; state bool c; state int 0..9 n;
        define d() = a => b || c && !a && n + 1 - 2 <= n => c;
      }
      """
    let (specification, diagnostics) = checked(text)
    #expect(diagnostics.isEmpty, "\(rendered(diagnostics, of: text))")
    let body = try #require(specification.kernels.first?.fragment.definitions.first?.body)
    let n = Expression.read("n", [])
    let sum = Expression.subtract(.add(n, .integer(1)), .integer(2))
    let conjunction = Expression.and([
      .read("c", []), .not(.read("a", [])), .lessOrEqual(sum, n),
    ])
    #expect(
      body
        == .implies(
          .read("a", []),
          .implies(.or([.read("b", []), conjunction]), .read("c", []))))
  }

  @Test("gives up a file after a hundred mistakes")
  func manyMistakes() {
    let text = "kernel \"x\" {\n" + String(repeating: "  1;\n", count: 500) + "}"
    let (_, diagnostics) = checked(text)
    #expect(diagnostics.count == 101)
    #expect(diagnostics.last?.id == "tooManyMistakes")
  }
}
