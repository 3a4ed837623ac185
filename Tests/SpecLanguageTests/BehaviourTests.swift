import Testing

/// Statements and calls that cannot be where they are.
@Suite("Behaviour")
struct BehaviourTests {
  private func members(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics("kernel \"x\" {\n\(text)\n}", sourceLocation: sourceLocation)
  }

  @Test("calls what exists, with its arguments")
  func calls() {
    members("step a() { ⟦unknownCallee⟧tak(b0); ⟦argumentCount⟧take(); take(⟦typeMismatch⟧A); }")
    members("step a() { ⟦definitionAsStatement⟧mapped(A, 0); ⟦unknownCallee⟧strike(b0); }")
    members(
      "step a() { emit strike(b0); emit ⟦unknownEvent⟧stroke(b0); emit ⟦argumentCount⟧strike(); }")
    members("step a() { bool x = ⟦noResult⟧take(b0); } step b() { ⟦nothingReplaced⟧base(); }")
  }

  @Test("does not call itself")
  func recursion() {
    members(
      "routine a() { ⟦recursiveCall⟧b(); } routine b() { c(); } routine c() { a(); } step d() { a(); }"
    )
    members("override step flush() { ⟦recursiveCall⟧commit(); }")
    members("override step flush() { base(); } override routine commit() { base(); flush(); }")
    expectDiagnostics(
      """
      kernel "x" { routine inner() { } syscall outer() { inner(); } }
      design "y" { override routine inner() { ⟦recursiveCall⟧outer(); } }
      design "z" { syscall outer() { base(); } }
      """)
  }

  @Test("calls only where it surely happens")
  func hoisting() {
    members("step a() { if (true && ⟦misplacedCall⟧zeroout(b0) is error) { } }")
    members("step a() { if (true || ⟦misplacedCall⟧zeroout(b0) is error) { } }")
    members("step a() { if (zeroout(b0) is error && zero_on_alloc) { } }")
    members("step a() { bool x = true ? ⟦misplacedCall⟧zeroout(b0) is ok : false; }")
    members("step a() { forall block b: free[b] = ⟦misplacedCall⟧zeroout(b) is ok; }")
    members("step a() { bool x = exists block b: ⟦misplacedCall⟧zeroout(b) is ok; }")
    members(
      "step a() when ⟦misplacedCall⟧zeroout(b0) is ok { wait ⟦misplacedCall⟧zeroout(b0) is ok; }")
    members("step a() { choose block b where ⟦misplacedCall⟧zeroout(b) is ok { } }")
    members("define d() = ⟦misplacedCall⟧zeroout(b0) is ok;")
  }

  @Test("reads locals only when they have a value")
  func definiteAssignment() {
    members("step a() { block b; take(⟦unassignedLocal⟧b); take(b); }")
    members("step a(bool c) { block b; if (c) b = b0; else b = b1; take(b); }")
    members("step a(bool c) { block b; if (c) b = b0; take(⟦unassignedLocal⟧b); }")
    members("step a(bool c) { block b; if (c) b = b0; else return; take(b); }")
    members("step a() { block b; choose block x { b = x; } else { b = b0; } take(b); }")
    members("step a() { block b; choose block x { b = x; } else { retry; } take(b); }")
    members("step a() { block b; choose block x where free[x] { b = x; } take(b); }")
    members("step a() { block b; for page p { b = b0; } take(⟦unassignedLocal⟧b); }")
    members("step a() { block b; with shared(i_rwsem[A]) { b = b0; } take(b); }")
    members("step a() { block b = ⟦unknownName⟧b; block ⟦duplicateName⟧b = b0; { block b = b1; } }")
  }

  @Test("returns what it says it gives")
  func results() {
    members("syscall a() -> result { ⟦missingReturn⟧}")
    members("syscall a() -> result { if (zero_on_alloc) { return ok; } else { return -EIO; } }")
    members(
      "syscall a() -> result { ⟦resultNeeded⟧return; } syscall b() { return ⟦unexpectedResult⟧ok; }"
    )
    members("syscall a() { return; ⟦unreachable⟧take(b0); take(b1); }")
    members("environment e() { return ⟦unexpectedResult⟧ok; }")
  }

  @Test("tries only what can fail, where the failure can be returned")
  func attempts() {
    members("syscall a() -> result { try zeroout(b0); ⟦nothingToTry⟧try bmap(A, 0); return ok; }")
    members(
      "syscall a() { ⟦attemptType⟧try zeroout(b0); } step b() { ⟦nothingToTry⟧try take(b0); }")
    members("syscall a() -> answer { ⟦attemptType⟧try zeroout(b0); return zero; }")
  }

  @Test("retries in the 'else' of a 'choose'")
  func retries() {
    members(
      "step a() { choose block b { ⟦misplacedRetry⟧retry; } else { if (zero_on_alloc) retry; } }")
    members("step a() { ⟦misplacedRetry⟧retry; }")
    members("step a() { choose block b { } else { choose page p { ⟦misplacedRetry⟧retry; } } }")
  }

  @Test("of recipes is that of user programs")
  func recipes() {
    members(
      """
      syscall write(file f) -> result { ⟦forbiddenCall⟧again(f); return ok; }
      recipe again(file f) -> result {
        try write(f); ⟦forbiddenCall⟧take(b0); ⟦stateInRecipe⟧free[b0] = true;
        if (⟦stateInRecipe⟧mapped(f, 0)) { ⟦misplacedStatement⟧with shared(i_rwsem[f]) { } }
        ⟦misplacedStatement⟧wait true; ⟦misplacedStatement⟧emit strike(b0); return write(f);
      }
      """)
  }

  @Test("of the environment and of 'init' is limited")
  func quietBodies() {
    members(
      "environment e() { ⟦misplacedStatement⟧wait true; take(b0); ⟦forbiddenCall⟧s(); } syscall s() { }"
    )
    members(
      "init { ⟦misplacedStatement⟧take(b0); ⟦misplacedStatement⟧choose block b { } free[b0] = true; }"
    )
    members(
      "init { { forall block b: free[b] = true; } ⟦misplacedStatement⟧if (true) { free[b0] = true; } "
        + "⟦misplacedStatement⟧page p = 0; }")
    members("step a() { ⟦misplacedStatement⟧require true; ⟦misplacedStatement⟧cover; }")
  }
}
