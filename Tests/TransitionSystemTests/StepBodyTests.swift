import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("What a step does")
struct StepBodyTests {
  private static let declarations = """
    enum door { open, shut(int 0..3 k) }
    state door d;
    state int 0..7 n;
    state int 0..7 m;
    """

  /// One call of a step in a given initial state; the values of n and m after it.
  private func values(_ body: String, n: Int) throws -> [Int] {
    let toy = try Toy(
      Self.declarations + """
        step act() -> result { \(body) }
        syscall run() -> result { return act(); }
        init { n = \(n); d = shut(\(n < 4 ? n : 0)); }
        role user { run(); }
        """)
    #expect(toy.search.transitions == 3)
    let evaluator = Evaluator(system: toy.system, scope: toy.scope)
    var state = try evaluator.initialState()
    for _ in 0..<3 { state = try #require(try evaluator.transitions(from: state).first).target }
    return try ["n", "m"].map { try evaluator.value(of: .read($0, []), in: state) }
  }

  @Test("a return in the middle ends it", arguments: 0...4)
  func earlyReturn(n: Int) throws {
    let body = """
      if (n == 0) return ok;
      m = 1;
      if (n == 1) { m = 2; return ok; }
      if (n < 4) { if (n == 2) return -EIO; m = m + 2; }
      n = 7;
      return ok;
      """
    let expected = [[0, 0], [1, 2], [2, 1], [7, 3], [7, 1]]
    #expect(try values(body, n: n) == expected[n])
  }

  @Test("locals that a branch assigns keep their value elsewhere", arguments: 0...3)
  func conditionalLocals(n: Int) throws {
    let body = """
      int 0..7 x = 1;
      if (n == 1) x = 2;
      if (n == 2) { x = x + 2; n = 5; }
      if (n == 3) { n = 6; if (x == 1) x = 5; }
      m = x;
      return ok;
      """
    #expect(try values(body, n: n) == [[0, 1], [1, 2], [5, 3], [6, 5]][n])
  }

  @Test("conditions and fields stop early, in the order of the text", arguments: 0...3)
  func payloads(n: Int) throws {
    let body = """
      if (n == 0) d = open;
      if (d is shut && d.k == 2) { m = 6; return ok; }
      int 0..7 x = d is shut ? d.k : 7;
      m = x;
      return ok;
      """
    #expect(try values(body, n: n) == [[0, 7], [1, 1], [2, 6], [3, 3]][n])
  }

  @Test("steps that call steps are one step, each with its own return", arguments: 0...2)
  func nested(n: Int) throws {
    let toy = try Toy(
      Self.declarations + """
        step half(int 0..7 x) -> result { if (x == 0) { m = 4; return -EIO; } m = m + 1; return ok; }
        step act() -> result {
          result r = half(n);
          if (r is error) { n = 7; return r; }
          if (half(n == 1 ? 1 : 0) is ok) n = 6;
          return ok;
        }
        syscall run() -> result { return act(); }
        init { n = \(n); }
        role user { run(); }
        property ends { on run() returns r { require (r is EIO) == (n == 7); } }
        property first { on run() returns r { require n == 7 => m == 4; } }
        property second { on run() returns r { require n == 6 => m == 2; } }
        property third { on run() returns r { require n == 2 => m == 4; } }
        """)
    #expect(toy.search.transitions == 3)
    #expect(toy.search.violations.isEmpty)
  }

  @Test("a guard makes it wait, and a wait in the middle guards the whole step")
  func guards() throws {
    let toy = try Toy(
      Self.declarations + """
        step act() when n == 2 { m = 1; }
        step late() { m = m + 1; wait n == 3; }
        syscall run() -> result { act(); late(); return ok; }
        environment tick() when n < 5 { n = n + 1; }
        role user { run(); }
        property one_at_two { never m == 1 && n < 2; }
        property two_at_three { never m == 2 && n < 3; }
        property end { reachable m == 2; }
        """)
    #expect(toy.search.violations.isEmpty)
    // The call, two ticks, the step, one tick, the step.
    #expect(toy.length("end") == 6)
    // A tick too many, and the task waits for ever.
    #expect(toy.search.deadlock == 6)
  }

  @Test("an integer out of its bounds is an error of the spec, with the steps before it")
  func outOfRange() throws {
    let toy = try Toy(
      Self.declarations + """
        step act() { n = n + 4; }
        syscall run() -> result { act(); return ok; }
        role user { run(); }
        """, calls: 3)
    // Begin, step, return, begin: the next evaluation is the second step, 4 + 4.
    #expect(toy.search.errorDepth == 4)
    #expect(toy.result.specError?.error == EvaluationError(.outOfRange, "n"))
  }

  @Test("an undefined read is an error of the spec, not a false")
  func undefinedRead() throws {
    let toy = try Toy(
      """
      state partial task who;
      state bool seen;
      syscall run() -> result { if (who == P0) seen = true; return ok; }
      role user { run(); }
      """)
    #expect(toy.search.errorDepth == 1)
    #expect(toy.result.specError?.error == EvaluationError(.undefinedRead, "who"))
  }
}
