import TestSupport
import Testing
import TransitionSystem

@Suite("Calls inside calls")
struct InliningTests {
  @Test("locals of the same name stand for themselves in each callable")
  func localNames() throws {
    let toy = try Toy(
      """
      state int 0..7 seen;
      step put(int 0..7 x) { int 0..7 y = x; seen = y; }
      routine inner(int 0..7 x) -> result {
        int 0..7 y = x + 1;
        put(y);
        { int 0..7 z = y + 1; put(z); }
        { int 0..7 z = y; put(z); }
        return ok;
      }
      syscall run(int 0..7 x) -> result {
        int 0..7 y = x + 3;
        inner(x);
        put(y);
        inner(y);
        return ok;
      }
      role user { run(1); }
      property last { on run(x) returns ok { require seen == 5; require x == 1; } }
      property never_one { never seen == 1 || seen == 7; }
      property three { reachable seen == 3; }
      property two { reachable seen == 2; }
      property six { reachable seen == 6; }
      """)
    // 2, 3, 2 inside, 4, then 5, 6, 5 inside.
    #expect(toy.search.transitions == 9)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.witnesses == ["two": 2, "three": 3, "six": 7])
  }

  @Test("the result may go to the very local that was the argument")
  func resultIntoArgument() throws {
    let toy = try Toy(
      """
      state int 0..7 seen;
      step put(int 0..7 x) { seen = x; }
      step twice(int 0..3 x) -> int 0..3 { return x == 1 ? 2 : 3; }
      syscall run() -> result { int 0..3 x = 1; x = twice(x); x = twice(x); put(x); return ok; }
      role user { run(); }
      property end { on run() returns ok { require seen == 3; } }
      """)
    #expect(toy.search.transitions == 5)
    #expect(toy.search.violations.isEmpty)
  }

  @Test("what is not read any more is forgotten, what is read later is kept")
  func liveLocals() throws {
    let toy = try Toy(
      """
      sort room;
      state bool taken[room];
      step take(room r) { taken[r] = true; }
      step nop() { }
      syscall run(room r) -> result { nop(); take(r); nop(); return ok; }
      role user { run(any); }
      property same { on run(r) returns ok { require taken[r]; } }
      """, sizes: ["room": 3])
    // Idle; three begun, after nop, after take, after nop; the return tells the argument.
    #expect(toy.search.transitions == 3 * 5)
    #expect(toy.search.distinctStates == 1 + 3 * 5)
    #expect(toy.search.violations.isEmpty)
    #expect(
      toy.system.variables.filter { $0.role == .local }.map(\.name) == [
        "local.room.0", "local.result.0",
      ])
  }

  @Test("a callable that calls itself is refused in Swift-made fragments, too")
  func recursion() {
    var fragment = Fragment()
    fragment.sorts = [Sort("task", elements: .numbered(prefix: "P"))]
    let call = { (name: String) in Statement.call(CallStatement(name, []), nil) }
    fragment.callables = [
      Callable(.syscall, "run", body: [call("a")]), Callable(.routine, "a", body: [call("b")]),
      Callable(.routine, "b", body: [call("a")]),
    ]
    let composition = Composition(
      name: "loop", layers: [fragment],
      workload: Workload(name: "w", roles: [Role("user", menu: [.init("run", [])])]))
    #expect(throws: CompositionError("'a' calls itself")) { try Composer.compose(composition) }
  }

  @Test("a call of nothing and a wrong number of arguments are refused")
  func misfits() {
    var fragment = Fragment()
    fragment.sorts = [Sort("task", elements: .numbered(prefix: "P"))]
    let call = Statement.call(CallStatement("gone", []), nil)
    fragment.callables = [Callable(.syscall, "run", body: [call])]
    func composed(_ callee: String) throws(CompositionError) -> TransitionSystem {
      let role = Role("user", menu: [.init(callee, [])])
      return try Composer.compose(
        Composition(
          name: "misfit", layers: [fragment], workload: Workload(name: "w", roles: [role])))
    }
    #expect(throws: CompositionError("no call is named 'gone'")) { try composed("run") }
    #expect(throws: CompositionError("no call is named 'absent'")) { try composed("absent") }
    fragment.callables.append(
      Callable(.step, "gone", [Parameter("x", .bool)], body: []))
    #expect(throws: CompositionError("'gone' takes 1 arguments, not 0")) { try composed("run") }
  }
}
