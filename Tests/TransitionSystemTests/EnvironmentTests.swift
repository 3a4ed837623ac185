import TestSupport
import Testing
import TransitionSystem

@Suite("The environment")
struct EnvironmentTests {
  private static let counter = """
    state int 0..7 n;
    state int 0..7 m;
    step tick() { n = n + 1; }
    environment event() budget events { m = m + 1; }
    """

  @Test("a budget counts events; what the scope does not name is off", arguments: 0...3)
  func budgets(limit: Int) throws {
    let toy = try Toy(
      Self.counter + "property all { reachable m == \(max(limit, 1)); }",
      budgets: limit == 0 ? [:] : ["events": limit])
    #expect(toy.search.transitions == limit)
    #expect(toy.search.distinctStates == limit + 1)
    #expect(toy.length("all") == (limit == 0 ? nil : limit))
    // An event that is off leaves nothing behind.
    #expect(toy.system.actions.isEmpty == (limit == 0))
    #expect((toy.system.variable("budget.events") == nil) == (limit == 0))
  }

  @Test("events may share a budget")
  func sharedBudget() throws {
    let toy = try Toy(
      Self.counter + "environment other() budget events { n = n + 1; }", budgets: ["events": 2])
    // n + m is at most 2.
    #expect(toy.search.distinctStates == 6)
    #expect(toy.search.transitions == 6)
  }

  @Test("without a budget there is no bound, and its guard says when")
  func unbounded() throws {
    let toy = try Toy(
      """
      state int 0..7 n;
      environment up() when n < 7 { n = n + 1; }
      environment down() when n > 0 { n = n - 1; }
      """)
    #expect(toy.search.distinctStates == 8)
    #expect(toy.search.transitions == 14)
  }

  @Test("each task makes so many calls, a recipe counting as one", arguments: 1...3)
  func calls(number: Int) throws {
    let text = """
      state int 0..7 n;
      step tick() { n = n + 1; }
      syscall f() -> result { tick(); return ok; }
      recipe twice() -> result { f(); f(); return ok; }
      role user { CALLS twice(); }
      property most { always n <= \(2 * number); }
      property reached { reachable n == \(2 * number); }
      """
    let scoped = try Toy(text.replacing("CALLS", with: ""), calls: number)
    #expect(scoped.search.violations.isEmpty)
    // twice and f begin · tick · f ends, f begins · tick · f ends · twice ends
    #expect(scoped.search.transitions == 6 * number)
    #expect(scoped.length("reached") == 6 * number - 2)
    #expect(scoped.search.deadlock == nil)
    let declared = try Toy(text.replacing("CALLS", with: "calls \(number);"), calls: 1)
    #expect(declared.search.transitions == 6 * number)
  }

  @Test("a role that loops calls without end, and is no deadlock and never at rest")
  func loops() throws {
    let toy = try Toy(
      """
      state bool b;
      step turn() { b = !b; }
      syscall f() -> result { turn(); return ok; }
      role user { loops; f(); }
      """)
    // Three places, and b: idle and begun twice, returning twice.
    #expect(toy.search.distinctStates == 6)
    #expect(toy.search.transitions == 6)
    #expect(toy.search.deadlock == nil)
    #expect(toy.system.variable("calls.left") == nil)
  }

  @Test("a menu is a choice")
  func menus() throws {
    let toy = try Toy(
      """
      state int 0..3 n;
      step put(int 0..3 k) { n = k; }
      syscall f() -> result { put(1); return ok; }
      syscall g() -> result { put(2); return ok; }
      role user { f(); g(); }
      """)
    #expect(toy.search.transitions == 6)
    #expect(toy.search.distinctStates == 7)
  }
}

@Suite("Crashes")
struct CrashTests {
  private static func text(restarts: Bool) -> String {
    """
    state int 0..7 n;
    state bool late;
    state bool down;
    lock l;
    lock m;
    step one() { n = n + 1; }
    step two(int 0..7 x) { n = n + x; if (down) late = true; }
    syscall f(int 0..2 x) -> result {
      with exclusive(l) { with shared(m) { one(); two(x); } }
      return ok;
    }
    environment crash() budget crash ends tasks { down = true; n = 0; }
    role user { \(restarts ? "restarts;" : "") calls 2; f(2); }
    property not_after { never late; }
    property again { reachable down && n == 3; }
    property unlocked { always held(l) || n == 0 || n == 3 || n == 6; }
    property no_torn { never down && n == 2; }
    """
  }

  @Test("ends every call, drops every lock and forgets every local")
  func ends() throws {
    let toy = try Toy(Self.text(restarts: false), budgets: ["crash": 1])
    #expect(toy.search.violations.isEmpty)
    #expect(toy.length("again") == nil)
    // Without a crash: two calls of 6 steps, 13 states. A crash may come in each of them: it leads
    // to a state that knows only how many calls were left (2, 1 or 0).
    #expect(toy.search.distinctStates == 13 + 3)
    #expect(toy.search.transitions == 12 + 13)
    #expect(toy.search.deadlock == nil)
  }

  @Test("lets only roles that restart call again, with the calls they have left")
  func restarts() throws {
    let toy = try Toy(Self.text(restarts: true), budgets: ["crash": 1])
    // A crash, then begins · l · m · one · two: and the other call may come before or after.
    #expect(toy.length("again") == 6)
    #expect(toy.search.violations == ["not_after": 6])
    // After the crash 2 calls are left, or 1, or none; the value of n tells these apart.
    #expect(toy.search.distinctStates == 13 + 13 + 7 + 1)
    #expect(toy.search.deadlock == nil)
  }

  @Test("of an event that ends no tasks nothing of the kind happens")
  func plainEvent() throws {
    let text = Self.text(restarts: false).replacing("ends tasks", with: "")
    let toy = try Toy(text, budgets: ["crash": 1])
    #expect(toy.length("no_torn") == 6)
    #expect(toy.length("not_after") == 6)
  }
}
