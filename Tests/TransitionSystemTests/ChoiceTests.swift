import TestSupport
import Testing
import TransitionSystem

@Suite("choose, retry and try")
struct ChoiceTests {
  private static let rooms = """
    sort room;
    state bool taken[room];
    state int 0..7 tries;
    step take(room r) { taken[r] = true; }
    step empty() { forall room r: taken[r] = false; }
    step count() { tries = tries + 1; }
    role user { run(); }
    """

  @Test("choose takes each element for which its condition holds, and no other")
  func elements() throws {
    let toy = try Toy(
      Self.rooms + """
        syscall run() -> result {
          choose room r where r != room1 { take(r); } else { return -ENOSPC; }
          return ok;
        }
        property never_one { never taken[room1]; }
        property zero { reachable taken[room0]; }
        property two { reachable taken[room2]; }
        property never_none { on run() returns r { require r is ok; } }
        """, sizes: ["room": 3])
    // One call, two ways to choose, two returns.
    #expect(toy.search.transitions == 5)
    #expect(toy.search.distinctStates == 6)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.witnesses == ["zero": 2, "two": 2])
  }

  @Test("without an else a task waits until there is an element")
  func waiting() throws {
    let text =
      Self.rooms + """
        syscall run() -> result { choose room r where taken[r] { count(); } return ok; }
        property done { reachable tries == 1; }
        """
    let stuck = try Toy(text, sizes: ["room": 2])
    #expect(stuck.search.transitions == 1)
    #expect(stuck.search.deadlock == 1)
    let opened = try Toy(
      text + "environment open(room r) budget opens when r == room0 && !taken[r] { take(r); }",
      sizes: ["room": 2], budgets: ["opens": 1])
    #expect(opened.search.deadlock == nil)
    #expect(opened.length("done") == 3)
  }

  @Test("retry goes round once: the second time the branch with it is not taken")
  func retry() throws {
    let text =
      Self.rooms + """
        option empties = true;
        syscall run() -> result {
          choose room r where !taken[r] { take(r); }
          else if (empties) { count(); retry; }
          else { return -ENOSPC; }
          return ok;
        }
        init { forall room r: taken[r] = true; }
        property fails { on run() returns r { require r is not ENOSPC; } }
        property once { always tries <= 1; }
        """
    // begins · nothing to choose · counts · again nothing · returns
    let full = try Toy(text, sizes: ["room": 2])
    #expect(full.search.transitions == 5)
    #expect(full.search.violations == ["fails": 5])
    // With 'empty' instead of 'count' the second choice succeeds, in two ways.
    let emptied = try Toy(text.replacing("count();", with: "empty();"), sizes: ["room": 2])
    #expect(emptied.search.transitions == 3 + 2 + 2)
    #expect(emptied.search.violations.isEmpty)
    // With the option off the branch is not there at all.
    let off = try Toy(text.replacing("empties = true", with: "empties = false"), sizes: ["room": 2])
    #expect(off.search.transitions == 3)
    #expect(off.search.violations == ["fails": 3])
  }

  @Test("after a retry without another branch the task waits")
  func retryThenWait() throws {
    let toy = try Toy(
      Self.rooms + """
        syscall run() -> result {
          choose room r where !taken[r] { take(r); } else { count(); retry; }
          return ok;
        }
        init { forall room r: taken[r] = true; }
        """, sizes: ["room": 1])
    #expect(toy.search.transitions == 3)
    #expect(toy.search.deadlock == 3)
  }

  @Test("a retry drops the locks that the else has taken, and keeps those around the choose")
  func retryUnderLock() throws {
    let toy = try Toy(
      Self.rooms + """
        lock outer;
        lock inner;
        syscall run() -> result {
          with exclusive(outer) {
            choose room r where !taken[r] { take(r); }
            else { with exclusive(inner) { empty(); retry; } }
          }
          return ok;
        }
        init { forall room r: taken[r] = true; }
        property inner_dropped { on run() returns r { require !held(inner); } }
        property outer_dropped { on run() returns r { require !held(outer); } }
        property chosen_outside { never held(inner) && (exists room r: !taken[r]) && taken[room0]; }
        """, sizes: ["room": 2])
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.deadlock == nil)
  }

  @Test("try returns an error at once and goes on after ok")
  func attempts() throws {
    let text = """
      state bool bad = INITIAL;
      state bool after;
      lock l;
      step test() -> result { if (bad) return -EIO; return ok; }
      step mark() { after = true; }
      syscall run() -> result { with exclusive(l) { try test(); mark(); } return ok; }
      role user { run(); }
      property fine { on run() returns r { require r is ok; require !held(l); } }
      property reported { on run() returns r { require r is EIO; } }
      property unlocked { on run() returns r { require !held(l); } }
      """
    let fails = try Toy(text.replacing("INITIAL", with: "true"))
    // begins · locks · tests and drops · returns
    #expect(fails.search.transitions == 4)
    #expect(fails.search.violations == ["fine": 4])
    let passes = try Toy(text.replacing("INITIAL", with: "false"))
    #expect(passes.search.transitions == 5)
    #expect(passes.search.violations == ["reported": 5])
  }

  @Test("try gives back the very error")
  func errorValue() throws {
    for error in ["EIO", "ENOSPC", "EFAULT"] {
      let toy = try Toy(
        """
        syscall inner() -> result { return -\(error); }
        recipe run() -> result { try inner(); return ok; }
        role user { run(); }
        property same { on run() returns r { require r is \(error); } }
        """)
      #expect(toy.search.violations.isEmpty)
      #expect(toy.search.transitions == 3)
    }
  }
}
