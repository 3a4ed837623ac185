import TestSupport
import Testing
import TransitionSystem

@Suite("Locks")
struct LockTests {
  private static let declarations = """
    state int 0..3 inside;
    state int 0..3 most;
    lock l;
    step enter() { inside = inside + 1; if (inside > most) most = inside; }
    step leave() { inside = inside - 1; }
    """

  private func most(_ first: String, _ second: String) throws -> [Int] {
    let toy = try Toy(
      Self.declarations + """
        syscall a() -> result { with \(first)(l) { enter(); leave(); } return ok; }
        syscall b() -> result { with \(second)(l) { enter(); leave(); } return ok; }
        role one { a(); }
        role other { b(); }
        property two { reachable most == 2; }
        property three { reachable most == 3; }
        property dropped { on a() returns r { require inside == 0 || held_shared(l) || held(l); } }
        """)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.deadlock == nil)
    return (1...3).filter { $0 == 1 || toy.search.witnesses[$0 == 2 ? "two" : "three"] != nil }
  }

  @Test("readers share, writers exclude everybody")
  func modes() throws {
    #expect(try most("shared", "shared") == [1, 2])
    #expect(try most("exclusive", "shared") == [1])
    #expect(try most("shared", "exclusive") == [1])
    #expect(try most("exclusive", "exclusive") == [1])
  }

  @Test("two tasks under one lock take turns: the states are those of one after the other")
  func interleaving() throws {
    let toy = try Toy(
      Self.declarations + """
        syscall a() -> result { with exclusive(l) { enter(); leave(); } return ok; }
        role user * 2 { a(); }
        """)
    // Places of a task: idle, waits, has the lock, entered, returning, done: 36 pairs, of which the
    // 4 in which both are past the lock and before its end are impossible. Locks, counters and the
    // number of calls left follow from the places, but for `most`: after its first use it is 1.
    #expect(toy.search.distinctStates == 36 - 4)
  }

  @Test("each index has its lock, and its holder is seen")
  func indices() throws {
    let toy = try Toy(
      """
      sort room;
      lock door[room];
      state bool both;
      state bool seen;
      step look() {
        if (held(door[room0]) && held(door[room1])) both = true;
        if (held_shared(door[room0])) seen = true;
      }
      syscall a(room r) -> result { with exclusive(door[r]) { look(); } return ok; }
      role one { a(room0); }
      role other { a(room1); }
      property together { reachable both; }
      property exclusive_is_not_shared { never seen; }
      """, sizes: ["room": 2])
    // Both begin, both lock, one looks.
    #expect(toy.length("together") == 5)
    #expect(toy.search.violations.isEmpty)
  }

  @Test(
    "every way out drops the lock",
    arguments: [
      "return ok;", "enter(); return ok;", "if (inside == 0) { return -EIO; } enter();",
      "with shared(m) { return ok; }", "with shared(m) { enter(); if (inside == 1) return -EIO; }",
      "choose bit b where b == bit0 { return ok; } else { return -EIO; }",
      "atomic { enter(); return ok; }", "for bit b { enter(); return ok; }", "try fails();",
      "with exclusive(m) { try fails(); }", "result r = inner(); return r;", "",
    ])
  func waysOut(body: String) throws {
    let toy = try Toy(
      Self.declarations + """
        ordered sort bit;
        lock m;
        step fails() -> result { return -EIO; }
        routine inner() -> result { with exclusive(m) { return -EIO; } }
        routine guarded() -> result { with exclusive(l) { \(body) } if (inside == 3) enter(); return ok; }
        syscall a() -> result { return guarded(); }
        role user { a(); }
        property dropped {
          on a() returns r { require !held(l) && !held(m) && !held_shared(m); cover true; }
        }
        """, sizes: ["bit": 1], calls: 2)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers.count == 1)
    #expect(toy.search.deadlock == nil)
  }

  @Test("a lock is not recursive: taking it twice is a deadlock")
  func recursive() throws {
    let toy = try Toy(
      Self.declarations + """
        syscall a() -> result { with exclusive(l) { with exclusive(l) { enter(); } } return ok; }
        role user { a(); }
        """)
    #expect(toy.search.deadlock == 2)
  }

  @Test("two locks in two orders are a deadlock, found at its depth")
  func deadlock() throws {
    let toy = try Toy(
      """
      lock l;
      lock m;
      syscall a() -> result { with exclusive(l) { with exclusive(m) { } } return ok; }
      syscall b() -> result { with exclusive(m) { with exclusive(l) { } } return ok; }
      role one { a(); }
      role other { b(); }
      """)
    #expect(toy.search.deadlock == 4)
  }
}
