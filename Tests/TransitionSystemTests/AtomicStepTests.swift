import TestSupport
import Testing
import TransitionSystem

/// Where atomic steps begin.
///
/// One task makes one call; `body` is that of the call. A run without choices and n steps has n + 1
/// states, because each step changes at least the place of the task.
@Suite("Atomic steps")
struct AtomicStepTests {
  /// A body with the steps of the call that it is: its begin and its return included.
  struct Sample: Sendable, CustomTestStringConvertible {
    var title: String
    var body: String
    var steps: Int
    var testDescription: String { title }

    init(_ title: String, _ body: String, steps: Int) {
      self.title = title
      self.body = body
      self.steps = steps
    }
  }

  private static let declarations = """
    sort room;
    lock l;
    lock each[room];
    state bool flag;
    state bool other;
    state bool taken[room];
    step one() { flag = true; }
    step two() { other = true; }
    step take(room r) { taken[r] = true; }
    step guess() -> result { if (flag) return -EIO; return ok; }
    step pick() -> result { choose room r { taken[r] = true; return EBUSY; } return ok; }
    routine both() { one(); two(); }
    routine quick() -> result { return ok; }
    """

  private static let samples = [
    Sample("an empty call begins and returns", "", steps: 2),
    Sample("a step is a step", "one();", steps: 3),
    Sample("two steps are two", "one(); two();", steps: 4),
    Sample("a routine is as many as it has inside", "both();", steps: 4),
    Sample("a routine without steps is none", "quick();", steps: 2),
    Sample("routines and steps add up", "one(); both(); one();", steps: 6),
    Sample("taking a lock is a step, dropping it is none", "with exclusive(l) { }", steps: 3),
    Sample("a step under a lock", "with exclusive(l) { one(); }", steps: 4),
    Sample("a step after a lock", "with shared(l) { } one();", steps: 4),
    Sample("two locks", "with shared(l) { with exclusive(each[room0]) { one(); } }", steps: 5),
    Sample("choose and its first step", "choose room r { take(r); }", steps: 3),
    Sample("choose, its first step, and another", "choose room r { take(r); one(); }", steps: 4),
    Sample("choose alone", "choose room r { }", steps: 3),
    Sample("choose and a step after it", "choose room r { } one();", steps: 3),
    Sample("choose and a lock", "choose room r { with exclusive(l) { } }", steps: 4),
    Sample("choose and a read", "choose room r { if (taken[r]) return ok; }", steps: 4),
    Sample("choose and locals, then a step", "choose room r { room s = r; take(s); }", steps: 3),
    Sample(
      "the else of choose, then its step", "choose room r where taken[r] { } else { one(); }",
      steps: 4),
    Sample("an empty else of choose", "choose room r where taken[r] { } else { }", steps: 3),
    Sample("choose in choose", "choose room r { choose room s { take(s); } }", steps: 4),
    Sample("a read of shared state", "bool seen = flag;", steps: 3),
    Sample("a branch on shared state", "if (flag) one();", steps: 3),
    Sample("a branch on shared state, taken", "if (!flag) one();", steps: 4),
    Sample("a return of shared state", "return flag ? EIO : ok;", steps: 3),
    Sample("two reads in one statement", "bool seen = flag || other;", steps: 3),
    Sample("two reads in two statements", "bool a = flag; bool b = other;", steps: 4),
    Sample("a write outside of steps", "flag = true;", steps: 3),
    Sample("waiting", "wait !flag;", steps: 3),
    Sample(
      "locals and branches on them are none", "int 0..3 i = 1; if (i == 1) i = 2; one();", steps: 3),
    Sample("a call in an expression", "if (guess() is error) return -EIO; one();", steps: 4),
    Sample("two calls in an expression", "if (guess() == guess()) one();", steps: 5),
    Sample("atomic joins", "atomic { one(); two(); }", steps: 3),
    Sample(
      "atomic joins reads and locks", "atomic { with shared(l) { if (!flag) both(); } }", steps: 3),
    Sample("a step that chooses, and a step after it", "pick(); one();", steps: 4),
    Sample(
      "an atomic block that chooses, and a step after it",
      "atomic { choose room r { taken[r] = true; } } one();", steps: 4),
    Sample("a choose in atomic joins", "atomic { choose room r { take(r); one(); } }", steps: 3),
    Sample("an empty atomic block", "atomic { }", steps: 3),
    Sample("a read before a routine that takes it", "room r = room0; take(r);", steps: 3),
  ]

  @Test("begin where the language says", arguments: samples)
  func counts(sample: Sample) throws {
    let toy = try Toy(
      Self.declarations + """
        syscall run() -> result { \(sample.body) return ok; }
        role user { run(); }
        """, sizes: ["room": 1])
    #expect(toy.search.transitions == sample.steps)
    #expect(toy.search.distinctStates == sample.steps + 1)
    #expect(toy.search.deadlock == nil)
    // The call begins with its first action and returns with its last one.
    let kinds = toy.search.firedActions.map { toy.system.actions[$0].label.kind }
    #expect(kinds.count { $0 == .call } == 1)
    #expect(kinds.count { $0 == .returning } == 1)
  }

  @Test("an argument that may be anything is chosen when the call begins, and joins nothing")
  func freeArguments() throws {
    let text = """
      sort room;
      state bool taken[room];
      step take(room r) { taken[r] = true; }
      syscall run(room r) -> result { take(r); return ok; }
      role user { run(ARGUMENT); }
      """
    let fixed = try Toy(text.replacing("ARGUMENT", with: "room0"), sizes: ["room": 1])
    #expect(fixed.search.transitions == 3)
    let free = try Toy(text.replacing("ARGUMENT", with: "any"), sizes: ["room": 1])
    #expect(free.search.transitions == 3)
    // The idle task, then a call, a taken room and a return for each of two rooms.
    let two = try Toy(text.replacing("ARGUMENT", with: "any"), sizes: ["room": 2])
    #expect(two.search.transitions == 6)
    #expect(two.search.distinctStates == 7)
  }

  @Test("calls inside a recipe return in a step of their own, and begin in none")
  func recipes() throws {
    let declarations = """
      state bool flag;
      step one() { flag = true; }
      syscall f() -> result { one(); return ok; }
      syscall g() -> result { return ok; }
      role user { run(); }
      """
    // run and f begin · one · f returns · run returns
    #expect(
      try Toy(declarations + "recipe run() -> result { f(); return ok; }").search.transitions == 4)
    // run and f begin · one · f returns and f begins · one · f returns · run returns
    #expect(
      try Toy(declarations + "recipe run() -> result { f(); f(); return ok; }").search.transitions
        == 6)
    // run and g begin · g returns · run returns
    #expect(
      try Toy(declarations + "recipe run() -> result { g(); return ok; }").search.transitions == 3)
  }

  @Test("`for` visits the elements in order, each body in its own steps", arguments: 1...3)
  func loops(size: Int) throws {
    let toy = try Toy(
      """
      ordered sort day;
      state bool visited[day];
      state bool wrong;
      step visit(day d) {
        if (exists day e where e < d: !visited[e]) wrong = true;
        if (visited[d]) wrong = true;
        visited[d] = true;
      }
      syscall run() -> result { for day d { visit(d); } return ok; }
      role user { run(); }
      property ordered { never wrong; }
      property complete { on run() returns ok { require forall day d: visited[d]; cover true; } }
      """, sizes: ["day": size])
    #expect(toy.search.transitions == size + 2)
    #expect(toy.search.distinctStates == size + 3)
    #expect(toy.search.violations.isEmpty)
    #expect(toy.search.covers == [["complete", ""]: size + 2])
  }

  @Test("a loop in a choose still joins its first step")
  func loopInChoose() throws {
    let toy = try Toy(
      """
      ordered sort day;
      state bool visited[day];
      step visit(day d) { visited[d] = true; }
      syscall run() -> result { choose day c { for day d { visit(d); } } return ok; }
      role user { run(); }
      """, sizes: ["day": 1])
    #expect(toy.search.transitions == 3)
  }

  @Test("going on is a step where a round may pass without one", arguments: 1...3)
  func emptyLoops(size: Int) throws {
    // The call, the rounds after the first, leaving the loop, the return.
    let toy = try Toy(
      """
      ordered sort day;
      syscall run() -> result { for day d { day e = d; } return ok; }
      role user { run(); }
      """, sizes: ["day": size])
    #expect(toy.search.transitions == 1 + (size - 1) + 1 + 1)
  }

  @Test("a loop in one atomic step is refused")
  func atomicLoops() throws {
    #expect(throws: CompositionError.self) {
      try Toy.composed(
        """
        ordered sort day;
        syscall run() -> result { atomic { for day d { day e = d; } } return ok; }
        role user { run(); }
        """)
    }
  }
}
