import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Observers")
struct ObserverTests {
  private static let declarations = """
    state int 0..7 n;
    event passed(int 0..7 x);
    step act(int 0..7 x) { emit passed(n); n = n + x; emit passed(n); }
    syscall f(int 0..7 x) -> result { act(x); if (n == 3) return -EIO; return ok; }
    """

  @Test("see calls, events and results in the step itself, after what it did")
  func moments() throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(2); }
        property at_call { ghost bool called; on call f(x) { called = x == 2; }
                           on f(x) returns ok { require called && x == 2; cover true; } }
        property at_events { ghost int 0..7 sum; on passed(x) { sum = sum + x; }
                             on f(_) returns r { require sum == 2; cover sum == 2; } }
        property sees_state { on passed(x) { require x == n "the state is that after the emit"; } }
        property result { on f(_) returns r { require r is ok; cover true; } }
        property failure { on f(_) returns error { require false; } }
        """)
    #expect(toy.search.violations.isEmpty)
    let covers = toy.search.covers.mapValues(\.self)
    // begins · act · reads n · returns
    #expect(covers == [["at_call", ""]: 4, ["at_events", ""]: 4, ["result", ""]: 4])
  }

  @Test("results are told apart", arguments: [(2, ["is_ok"]), (3, ["is_error", "is_eio"])])
  func results(argument: Int, expected: [String]) throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(\(argument)); }
        property is_ok { on f(_) returns ok { require true; cover true; } }
        property is_error { on f(_) returns error { require true; cover true; } }
        property is_eio { on f(_) returns -EIO or ENOSPC { require true; cover true; } }
        property is_nospc { on f(_) returns ENOSPC { require true; cover true; } }
        property whole { on f(_) returns r { require (r is EIO) == (n == 3); } }
        """)
    #expect(toy.search.covers.keys.map { $0[0] }.sorted() == expected.sorted())
    #expect(toy.search.violations.isEmpty)
  }

  @Test("run in the order of the text, each seeing what the one before did")
  func order() throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(2); }
        property p {
          ghost int 0..7 g;
          on call f(x) { g = 1; }
          on call f(x) { g = g + 2; }
          on f(x) returns r { require g == 3; g = 5; }
          on f(x) returns r { require g == 5; cover true; }
        }
        """)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers.count == 1)
  }

  @Test("of two properties may have ghosts of one name, which are different")
  func ghostNames() throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(2); f(1); }
        property p { ghost int 0..7 g; on call f(x) { g = 1; }
                     on f(x) returns r { require g == 1; } }
        property q { ghost int 0..7 g; on call f(x) { g = 2; }
                     on f(x) returns r { require g == 2; } }
        property s { ghost int 0..7 g; init { g = 3; } always g == 3; }
        """)
    #expect(toy.search.violations.isEmpty)
    let ghosts = toy.system.variables.filter { $0.role == .ghost }.map(\.name)
    #expect(ghosts.sorted() == ["p.g", "q.g", "s.g"])
  }

  @Test("bind the task that calls")
  func tasks() throws {
    let toy = try Toy(
      Self.declarations + """
        role user * 2 { f(2); }
        property each {
          ghost bool mine[task];
          on call f(x) by t { mine[t] = true; }
          on f(x) returns r by t { require mine[t]; mine[t] = false;
                                   cover exists task u: mine[u] && u != t; }
        }
        property one { ghost bool mine[task]; on call f(x) by t { mine[t] = true; }
                       on f(x) returns r by t { require forall task u: mine[u]; } }
        """)
    #expect(toy.search.violations == ["one": 4])
    #expect(toy.search.covers == [["each", ""]: 5])
  }

  @Test("do not see what kernel code calls, nor base")
  func innerCalls() throws {
    let toy = try Toy(
      """
      state int 0..7 n;
      step act() { n = n + 1; }
      syscall inner() -> result { act(); return ok; }
      syscall outer() -> result { inner(); inner(); return ok; }
      recipe program() -> result { outer(); inner(); return ok; }
      role user { program(); }
      property seen {
        ghost int 0..7 inner_calls; ghost int 0..7 outer_calls; ghost int 0..7 programs;
        on call inner() { inner_calls = inner_calls + 1; }
        on call outer() { outer_calls = outer_calls + 1; }
        on call program() { programs = programs + 1; }
        on inner() returns r { inner_calls = inner_calls + 1; }
        on program() returns r {
          require inner_calls == 2 && outer_calls == 1 && programs == 1 && n == 3; cover true;
        }
      }
      """)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers.count == 1)
    // Both begin · act · act · outer returns, inner begins · act · inner returns · program returns
    #expect(toy.search.transitions == 7)
  }

  @Test("a require in a branch that is not taken demands nothing, and covers nothing")
  func branches() throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(2); f(3); }
        property p { on f(x) returns r {
          if (x == 3) { require r is EIO "three fails"; cover true "three"; }
          else { require r is ok "others do not"; cover x == 4 "four"; }
        } }
        """)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers.keys.map { $0[1] } == ["three"])
  }

  @Test("an error of the spec in a handler is found there")
  func errors() throws {
    let toy = try Toy(
      Self.declarations + """
        role user { f(2); }
        property p { ghost partial task who; on f(x) returns r { require who == P0; } }
        """)
    #expect(toy.search.errorDepth == 3)
    #expect(toy.result.specError?.error.kind == .undefinedRead)
  }
}
