import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// That a lock is held and who holds it are two variables that every step keeps together.
@Suite("Locks and their holders")
struct LockHolderTests {
  private static let members = """
    sort room;
    state bool used[room];
    lock door[room];
    lock hall;
    step use(room r) { used[r] = true; }
    step fails() -> result { return -EIO; }
    step clear() { forall room r: used[r] = false; }
    syscall enter(room r) -> result {
      with exclusive(door[r]) { use(r); with shared(hall) { try fails(); } }
      return ok;
    }
    syscall look(room r) -> result {
      with shared(door[r]) {
        with exclusive(hall) { if (used[r]) return -EIO; }
      }
      return ok;
    }
    syscall find(room r) -> result {
      with shared(hall) {
        choose room s where !used[s] { use(s); }
        else { with exclusive(door[r]) { clear(); retry; } }
      }
      return ok;
    }
    environment crash() budget crash ends tasks { }
    init { used[room1] = true; }
    role writer { restarts; enter(room0); }
    role reader * 2 { look(room0); }
    role finder { find(room1); }
    """

  /// The reachable states of a system.
  private struct Explored {
    var evaluator: Evaluator
    var states: [State]
  }

  private static let locks = [Lock("door", ["room"]), Lock("hall", [])]

  private static func search() throws -> (Assembly, Plan.Search) {
    let property = "property p { never exists room r: held(door[r]); }"
    let text = "model \"toy\" {\n\(members)\n\(property)\n}\n"
    let source = SourceText(name: "toy.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check([source], library: .empty)
    let complaints = DiagnosticRenderer(sources: [source]).render(diagnostics)
    try #require(diagnostics.isEmpty, Comment(rawValue: complaints))
    let overrides = Overrides(scope: ["crash": 1, "calls": 1, "room": 2])
    let search = try #require(Plan(specification, Selection(), overrides).searches.first)
    return (Assembly(specification, overrides), search)
  }

  private static func explored(_ system: TransitionSystem, _ scope: Scope) throws -> Explored {
    let sample = try Explicit.sample(
      system, scope: scope, walks: 0, length: 0, breadth: 60_000, seed: 1)
    #expect(sample.isExhaustive)
    #expect(sample.unfiredActions == [])
    return Explored(
      evaluator: Evaluator(system: system, scope: scope), states: sample.states)
  }

  /// The lock's variables at its indices, which are bound around.
  private static func read(
    _ relation: String, _ indices: [Parameter], _ task: Parameter? = nil
  ) -> Expression {
    .read(relation, (indices + (task.map { [$0] } ?? [])).map(Expression.variable))
  }

  /// Checks a lock in each state; both what is held and what is shared occurs.
  private static func check(_ lock: Lock, in explored: Explored) throws {
    let indices = lock.indices.enumerated().map { Parameter("i\($0.offset)", .sort($0.element)) }
    let (task, other) = (Parameter("task", .sort("task")), Parameter("other", .sort("task")))
    let held = read(lock.held, indices)
    let shared = Expression.exists([task], read(lock.sharedHolders, indices, task))
    let isExclusive = [task, other].map { read(lock.exclusiveHolders, indices, $0) }
    let rules: [Expression] = [
      .equal(held, .exists([task], isExclusive[0])),
      .not(.and([held, shared])),
      .forAll(
        [task, other], .implies(.and(isExclusive), .equal(.variable(task), .variable(other)))),
    ]
    for rule in rules {
      let broken = try explored.states.first {
        try !explored.evaluator.holds(.forAll(indices, rule), in: $0)
      }
      #expect(broken == nil, "\(lock.name): \(rule.description)")
    }
    for occurring in [held, shared] {
      let isSeen = try explored.states.contains {
        try explored.evaluator.holds(.exists(indices, occurring), in: $0)
      }
      #expect(isSeen, "\(lock.name): \(occurring.description)")
    }
  }

  @Test("a lock is held exactly while a task has it exclusively, crash or not")
  func whole() throws {
    let (assembly, search) = try Self.search()
    let (system, scope) = try assembly.system(of: search)
    let explored = try Self.explored(system, scope)
    for lock in Self.locks { try Self.check(lock, in: explored) }
    // For an answer of one scope who holds it is not needed.
    let small = Assembly.reduced(system, to: ["p"])
    #expect(small.variable("door.held") != nil && small.variable("door.exclusive") == nil)
  }

  @Test("copies of a workload keep both variables for a proof, even where only one is read")
  func replicated() throws {
    let (assembly, search) = try Self.search()
    let system = try assembly.replicated(search, property: "p", copies: [[:]])
    for lock in Self.locks { try #require(system.variable(lock.exclusiveHolders) != nil) }
    let explored = try Self.explored(system, Scope(["room": 2, "task": 4]))
    for lock in Self.locks { try Self.check(lock, in: explored) }
  }
}
