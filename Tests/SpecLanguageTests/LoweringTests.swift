import SpecLanguage
import Testing
import TransitionSystem

/// What each construct becomes, shown as pseudo-code.
@Suite("Lowering")
struct LoweringTests {
  /// The body of the step `s` with parameters of each sort, as pseudo-code.
  private func lowered(
    _ statements: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let text = """
      kernel "x" {
        state int 0..9 n; state result r; option fast = true;
        define both(block x, block y) = exists file f, page p where x != y: back[f][p] == x;
        step s(file f, page p, block b, bool c) -> result {
      \(statements)
          return ok;
        }
      }
      """
    let (specification, diagnostics) = checked(text)
    #expect(
      !diagnostics.hasErrors, Comment(rawValue: rendered(diagnostics, of: text)),
      sourceLocation: sourceLocation)
    let fragment = try #require(specification.kernels.first?.fragment)
    let printer = PseudoCode([TestLibrary.library.fragment, fragment])
    let body = printer.text(try #require(fragment.callables.first?.body))
    return body.replacing("return ok;\n", with: "")
  }

  @Test("hoists calls before their statement, from left to right")
  func hoisting() throws {
    #expect(
      try lowered("if (bmap(f, p) is hole && c) { take(bmap(f, 0).b); }") == """
        extent bmap'1 = bmap(f, p);
        if (bmap'1 is hole && c) {
          extent bmap'2 = bmap(f, 0);
          take(bmap'2.b);
        }

        """)
    #expect(
      try lowered("extent e = bmap(f, p); e = bmap(f, 0); r = zeroout(b); return zeroout(e.b);")
        == """
        extent e = bmap(f, p);
        extent e = bmap(f, 0);
        result zeroout'1 = zeroout(b);
        r = zeroout'1;
        result zeroout'2 = zeroout(e.b);
        return zeroout'2;

        """)
  }

  @Test("gives locals of one name different names")
  func locals() throws {
    #expect(
      try lowered(
        "if (c) { page q = 1; n = q == p ? 1 : 2; } { page q = 2; for page p { q = p; } }")
          == """
          if (c) {
            page q = 1;
            n = q == p ? 1 : 2;
          }
          page q'2 = 2;
          for page p'2 {
            q'2 = p'2;
          }

          """)
  }

  @Test("swaps 'greater than' and negates 'unequal'")
  func comparisons() throws {
    #expect(
      try lowered("n = n > 1 || n >= 2 || n != 3 ? 1 : -n + 2;")
        == "n = 1 < n || 2 <= n || n != 3 ? 1 : -n + 2;\n")
  }

  @Test("writes definitions out without capturing names")
  func definitions() throws {
    #expect(
      try lowered("if (both(b, b1) || exists page p: both(b, back[f][p])) n = 1;") == """
        if ((exists file f, page p: b != b1 && back[f][p] == b) \
        || (exists page p'2: exists file f'2, page p: b != back[f][p'2] && back[f'2][p] == b)) {
          n = 1;
        }

        """)
  }

  @Test("turns updates of many cells into one write")
  func updates() throws {
    let text = """
      forall file g, page q where g == f && defined(back[g][q]): back[g][q] = none;
      forall block x: content[x] = of(f, p, d0);
      back[f][p] = none;
      """
    #expect(
      try lowered(text) == """
        forall file g, page q where g == f && defined(back[g][q]): back[g][q] = none;
        forall block x: content[x] = of(f, p, d0);
        back[f][p] = none;

        """)
  }

  @Test("keeps control flow")
  func control() throws {
    let text = """
      choose block x where free[x] { take(x); } else if (fast) { commit(); retry; } else return -ENOSPC;
      with exclusive(i_rwsem[f]) { wait !held(i_rwsem[A]); }
      atomic { try zeroout(b); emit strike(b); }
      if (r is error) return -EIO; else if (r is not ok) return SIGBUS(BUS_ADRERR);
      """
    #expect(
      try lowered(text) == """
        choose block x where free[x] {
          take(x);
        } else {
          if (fast) {
            commit();
            retry;
          } else {
            return -ENOSPC;
          }
        }
        with exclusive(i_rwsem[f]) {
          wait !held(i_rwsem[A]);
        }
        atomic {
          try zeroout(b);
          emit strike(b);
        }
        if (r is error) {
          return -EIO;
        } else if (r is not ok) {
          return SIGBUS(BUS_ADRERR);
        }

        """)
  }

  @Test("waits for guards first")
  func guards() throws {
    let (specification, diagnostics) = checked(
      "kernel \"x\" { step s(block b) when free[b] { source \"a.c\"; take(b); } }")
    #expect(diagnostics.isEmpty)
    let callable = try #require(specification.kernels.first?.fragment.callables.first)
    guard case .await(.read("free", _), _) = callable.body.first else {
      Issue.record("the first statement is no guard")
      return
    }
    #expect(callable.source == "a.c")
    #expect(
      PseudoCode([]).text(callable)
        == "step s(block b) when free[b] {\n  source \"a.c\";\n  take(b);\n}\n")
  }

  @Test("asks the relation of a lock's holders")
  func locks() throws {
    let (specification, _) = checked(
      "kernel \"x\" { define a(file f) = held(i_rwsem[f]) && held_shared(i_rwsem[B]); }")
    let body = try #require(specification.kernels.first?.fragment.definitions.first?.body)
    let task = Parameter("task", .sort("task"))
    let file = Expression.variable("f", .sort("file"))
    #expect(
      body
        == .and([
          .read("i_rwsem.held", [file]),
          .exists(
            [task],
            .read("i_rwsem.shared", [.element(sort: "file", 1), .variable(task)])),
        ]))
  }
}
