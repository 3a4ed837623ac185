import SpecLanguage
import Testing

/// Expressions that do not fit their place.
@Suite("Values")
struct ValueTests {
  /// Checks a body of a step with parameters of each sort.
  private func body(
    _ statements: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectDiagnostics(
      """
      kernel "x" {
        state int 0..9 n; state result r; state partial page hand[task];
        enum tone { low, high(page p) }
        step s(file f, page p, block b, data d, task t) {
          \(statements)
        }
      }
      """, sourceLocation: sourceLocation)
  }

  @Test("have the type that their place asks for")
  func mismatches() {
    body("free[⟦typeMismatch⟧f] = true; free[b] = ⟦typeMismatch⟧p; store(b, ⟦typeMismatch⟧b);")
    body("if (⟦typeMismatch⟧n) { } if (!⟦typeMismatch⟧n || ⟦typeMismatch⟧b && true) { }")
    body("if (⟦incomparable⟧f == p) { } if (⟦incomparable⟧1 == true) { }")
    body("if (⟦unorderedComparison⟧b < b0) { } if (p < 1 && n >= 3 && p > last(page)) { }")
    body("n = ⟦integerNeeded⟧p + 1; n = n - ⟦integerNeeded⟧true; n = -⟦integerNeeded⟧d;")
    body("n = true ? ⟦branchesDiffer⟧1 : b; n = b == b1 ? 1 : 2;")
    body("if (exists block q where ⟦typeMismatch⟧q: ⟦typeMismatch⟧n) { }")
  }

  @Test("are known by name, in the order that the language gives")
  func names() {
    body("n = ⟦unknownName⟧m; free[⟦unknownName⟧c0] = true; r = ⟦unknownName⟧EI0;")
    body("n = ⟦unknownName⟧take; n = ⟦unknownName⟧page; n = ⟦unknownName⟧i_rwsem;")
    body("r = ok; r = result.ok; r = -EIO; r = ⟦typeMismatch⟧answer.EIO; r = SIGBUS(BUS_ADRERR);")
    body("r = -⟦notAnError⟧ok; content[b] = zero; content[b] = of(f, p, d);")
    body("content[b] = ⟦argumentCount⟧of(f, p); content[b] = content.⟦unknownCase⟧zeros;")
    body("if (⟦ambiguousCase⟧zero == EIO) { } if (content[b] == zero) { }")
    body("page f = 3; free[b0] = f == 2; file q = ⟦unknownName⟧AA; file z = Z;")
  }

  @Test("of pieces may be those of all pieces, where they are compared")
  func pieces() {
    body("torn[b] = true; torn[b][k1] = false; if (torn[b] && !torn[b][last(piece)]) { }")
    body("bytes[b] = zero; if (bytes[b] == zero || bytes[b] is not of || bytes[b0] != junk) { }")
    body("forall block q: bytes[q] = junk; bytes[b][k0] = of(f, p, d);")
    body("content[b] = ⟦partNeeded⟧bytes[b]; page q = ⟦partNeeded⟧bytes[b].p;")
    body("content[b] = true ? ⟦partNeeded⟧bytes[b] : zero; ⟦indexCount⟧torn = true;")
  }

  @Test("of state have all indices")
  func cells() {
    body("⟦indexCount⟧free = true; free⟦⟧[b] = true;".replacing("⟦⟧", with: ""))
    body("⟦indexCount⟧back[f] = b; if (⟦indexCount⟧n[b] == 1) { } ⟦notIndexable⟧p[b] = true;")
    body("if (defined(⟦notPartial⟧free[b]) || defined(back[f][0])) { }")
    body("hand[t] = none; ⟦unknownState⟧hands[t] = 1; free[b] = ⟦noneOfTotal⟧none;")
    body(
      "⟦unknownState⟧take[b] = true; ⟦optionAssigned⟧zero_on_alloc = true; ⟦notAssignable⟧p = 1;")
    body("n = ⟦outOfRange⟧10; n = n + 1; n = ⟦outOfRange⟧-1; n = ⟦outOfRange⟧9 + 9;")
  }

  @Test("of enums have fields and cases")
  func enums() {
    body("content c = content[b]; if (c.f == A && c.p == 0 && c.⟦unknownField⟧x == 1) { }")
    body("if (r is ok or error && r is not EIO) { } if (r is ⟦unknownCase⟧EI) { }")
    body("if (content[b] is ⟦noErrorCases⟧error || ⟦notTestable⟧n is ok) { }")
    body("n = n.⟦noFields⟧x; content[b] = ⟦notAnEnum⟧n.of(f, p, d);")
    body("tone o = low; o = high(2); if (o is high && o.p < 3) { } o = ⟦argumentCount⟧high;")
  }

  @Test("of locks are asked for with 'held'")
  func locks() {
    body("if (held(i_rwsem[f]) || held_shared(i_rwsem[A])) { }")
    body("if (held(⟦indexCount⟧i_rwsem) || held(⟦unknownLock⟧i_rwsen[f])) { }")
    body("with shared(⟦unknownLock⟧free[b]) { } with exclusive(i_rwsem[⟦typeMismatch⟧b]) { }")
  }

  @Test("of ordered sorts have a first and a last")
  func ends() {
    body("if (first(page) < last(page) && p == first(⟦unorderedSort⟧block)) { }")
    body("if (p == last(⟦unknownSort⟧pag)) { } for ⟦unorderedSort⟧file q { }")
  }

  @Test("of definitions do not grow without bound")
  func largeDefinitions() {
    var text = "kernel \"x\" {\n  state int 0..1 n;\n  define d0(int 0..1 x) = x + x;\n"
    for level in 1..<40 {
      let previous = "d\(level - 1)"
      let call = "\(previous)(x) + \(previous)(x)"
      text +=
        "  define d\(level)(int 0..1 x) = \(level == 14 ? "⟦definitionTooLarge⟧" : "")\(call);\n"
    }
    let (_, diagnostics) = checked(text.replacing("⟦definitionTooLarge⟧", with: "") + "}")
    #expect(Set(diagnostics.map(\.id)) == ["definitionTooLarge"])
  }
}
