import TestSupport
import Testing
import TransitionSystem

/// Statements take effect in order, though a step's guard and updates read the state before it.
@Suite("Reads after writes in one step")
struct ReadThroughTests {
  private static let rooms = """
    sort room;
    state bool taken[room];
    state bool linked[room][room];
    state partial room home[room];
    state int 0..7 n;
    state bool wrong;
    state bool right;
    step check(bool b) { if (b) right = true; else wrong = true; }
    role user { run(); }
    property never_wrong { never wrong; }
    property is_right { reachable right; }
    """

  /// Runs a body in one step; `right` must become true and `wrong` must not.
  private func expect(
    _ body: String, rooms: Int = 2, steps: Int = 3,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let toy = try Toy(
      Self.rooms + "syscall run() -> result { atomic { \(body) } return ok; }",
      sizes: ["room": rooms], sourceLocation: sourceLocation)
    #expect(toy.search.errorDepth == nil, sourceLocation: sourceLocation)
    #expect(toy.length("never_wrong") == nil, sourceLocation: sourceLocation)
    #expect(toy.length("is_right") == 2, sourceLocation: sourceLocation)
    #expect(toy.search.transitions == steps, sourceLocation: sourceLocation)
  }

  @Test(
    "see them, at points",
    arguments: [
      "n = 3; check(n == 3);", "n = 3; n = n + 1; check(n == 4);",
      "n = 1; int 0..7 k = n; n = 2; check(k == 1 && n == 2);",
      "taken[room0] = true; check(taken[room0] && !taken[room1]);",
      "taken[room0] = true; taken[room1] = taken[room0]; taken[room0] = false; check(taken[room1]);",
      "taken[room0] = true; check(exists room r: taken[r]);",
      "taken[room0] = true; check(!(forall room r: taken[r]));",
      "taken[room0] = true; check(forall room r: taken[r] == (r == room0));",
      "home[room0] = room1; check(defined(home[room0]) && home[room0] == room1);",
      "home[room0] = room1; home[room0] = none; check(!defined(home[room0]));",
      "home[room0] = room1; taken[home[room0]] = true; check(taken[room1] && !taken[room0]);",
      "if (n == 0) { n = 2; } else { n = 3; } check(n == 2);",
      "if (n == 1) { taken[room0] = true; } check(!taken[room0]);",
      "bool was = taken[room0]; taken[room0] = true; check(!was && taken[room0]);",
    ])
  func points(body: String) throws { try expect(body) }

  @Test("see them at indices that may be the same", arguments: [1, 2, 3])
  func aliases(rooms: Int) throws {
    let toy = try Toy(
      Self.rooms.replacing("role user { run(); }", with: "role user { both(any, any); }") + """
        syscall both(room r, room s) -> result {
          atomic {
            taken[r] = true;
            taken[s] = false;
            check(taken[r] == (r != s) && !taken[s]);
            home[r] = s;
            home[s] = r;
            check(home[home[r]] == (r == s ? r : home[home[r]]) && home[s] == r);
            home[s] = none;
            check(!defined(home[s]) && defined(home[r]) == (r != s));
          }
          return ok;
        }
        """, sizes: ["room": rooms])
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.errorDepth == nil)
    #expect(toy.length("is_right") == 2)
    #expect(toy.search.transitions == rooms * rooms * 3)
  }

  @Test(
    "see bulk writes",
    arguments: [
      "forall room r: taken[r] = true; check(taken[room0] && taken[room1]);",
      "forall room r where r != room0: taken[r] = true; check(!taken[room0] && taken[room1]);",
      "taken[room0] = true; forall room r: taken[r] = !taken[r]; check(!taken[room0] && taken[room1]);",
      "forall room r: home[r] = r; check(forall room s: defined(home[s]) && home[s] == s);",
      "forall room r, room s: linked[r][s] = r == s; check(linked[room0][room0] && !linked[room0][room1]);",
      "forall room r: linked[r][r] = true; check(linked[room1][room1] && !linked[room0][room1]);",
      "forall room r: linked[r][room1] = true; check(linked[room0][room1] && !linked[room1][room0]);",
      "forall room s, room r: linked[r][s] = s == room0; check(linked[room1][room0] && !linked[room0][room1]);",
      "forall room r, room s: linked[r][s] = r == room0; check(forall room s, room r: linked[r][s] == (r == room0));",
    ])
  func bulk(body: String) throws { try expect(body) }

  /// The names that the write and the read bind are the same, and stand for different elements.
  @Test(
    "keep the names that a bulk write binds and those of the reader apart",
    arguments: [
      "forall room r: linked[r][room1] = true; check(forall room s, room r: linked[s][r] == (r == room1));",
      "forall room r: linked[r][r] = true; check(forall room s, room r: linked[s][r] == (s == r));",
      "forall room r: linked[room1][r] = true; check(forall room r, room s: linked[r][s] == (r == room1));",
      "linked[room0][room1] = true; forall room r where (exists room s: linked[r][s]): taken[r] = true; check(forall room s: taken[s] == (s == room0));",
      "linked[room0][room1] = true; forall room r: taken[r] = exists room s: linked[s][r]; check(forall room s: taken[s] == (s == room1));",
      "linked[room0][room1] = true; forall room r: taken[r] = exists room s: linked[s][r]; check(exists room s: taken[s] && s == room1);",
    ])
  func bulkNames(body: String) throws { try expect(body) }

  @Test("keep names apart that different callables bind")
  func foreignNames() throws {
    let toy = try Toy(
      Self.rooms + """
        event changed();
        step act() { forall room r: linked[r][room1] = true; emit changed(); }
        step look() { check(forall room s, room r: linked[s][r] == (r == room1)); }
        syscall run() -> result { atomic { act(); look(); } return ok; }
        property seen {
          on changed() { require forall room s, room r: linked[s][r] == (r == room1); cover true; }
        }
        property exists_seen {
          on changed() { require !(exists room s, room r: linked[s][r] && r != room1); }
        }
        """, sizes: ["room": 2])
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers == [["seen", ""]: 2])
    #expect(toy.length("is_right") == 2)
  }

  @Test("keep apart what the writer's own quantifiers bind")
  func foreignQuantifiers() throws {
    let toy = try Toy(
      Self.rooms + """
        step act() {
          linked[room0][room1] = true;
          forall room r: taken[r] = exists room s: linked[r][s];
          forall room r where (exists room s: linked[s][r]): home[r] = r;
        }
        step look() {
          check(forall room s: taken[s] == (s == room0));
          check(forall room s: defined(home[s]) == (s == room1));
        }
        syscall run() -> result { atomic { act(); look(); } return ok; }
        """, sizes: ["room": 2])
    #expect(toy.search.violations.isEmpty)
    #expect(toy.length("is_right") == 2)
  }

  @Test("a read of a cell that the same step has made undefined is refused")
  func madeUndefined() {
    #expect(throws: CompositionError.self) {
      try Toy.composed(
        Self.rooms + """
          syscall run() -> result {
            atomic { home[room0] = none; room r = home[room0]; taken[r] = true; }
            return ok;
          }
          """, sizes: ["room": 1])
    }
  }

  @Test("a read after a write in another step sees the state, with what others did in between")
  func acrossSteps() throws {
    let toy = try Toy(
      Self.rooms + """
        syscall run() -> result { n = 3; bool same = n == 3; check(same); return ok; }
        environment disturb() budget disturbances { n = 4; }
        """, sizes: ["room": 1], budgets: ["disturbances": 1])
    #expect(toy.length("never_wrong") == 5)
    #expect(toy.length("is_right") == 4)
  }
}
