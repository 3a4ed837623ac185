import Checking
import Explicit
import SpecLanguage
import TestSupport
import Testing
import TransitionSystem

/// Copies of a small workload, as text.
@Suite("Replicated workloads")
struct ReplicationTests {
  private static let state = """
    sort item;
    ordered sort place;
    state item first;
    state bool full[item][place];
    lock l[item];
    step put(item i, place p) { full[i][p] = true; }
    """
  private static let calls = """
    syscall fill(item i, place p, bool b) -> result {
      with shared(l[i]) { if (b) put(i, p); }
      return ok;
    }
    syscall drain() -> result { atomic { forall item i, place p: full[i][p] = false; } return ok; }
    environment crash() budget crash ends tasks { }
    environment never_on() budget other { }
    init { first = item1; forall item i, place p where i == first: full[i][p] = true; }
    role user { restarts; calls 1; fill(item1, place0, any); }
    role cleaner * 2 { drain(); }
    """

  /// The system of copies of a model with one property.
  private static func composed(
    _ members: String, copies: [[String: [Int]]] = [[:]],
    property: String = "property p { always true; }"
  ) throws -> TransitionSystem {
    let text = "model \"toy\" {\n\(state)\n\(members)\n\(property)\n}\n"
    let source = SourceText(name: "toy.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check([source], library: .empty)
    let complaints = DiagnosticRenderer(sources: [source]).render(diagnostics)
    try #require(diagnostics.isEmpty, Comment(rawValue: complaints))
    let overrides = Overrides(scope: ["crash": 1])
    let search = try #require(Plan(specification, Selection(), overrides).searches.first)
    return try Assembly(specification, overrides).replicated(search, property: "p", copies: copies)
  }

  private static func text(_ update: Update) -> String {
    let bound = update.bound.map(\.name).joined(separator: ", ")
    let cell = update.variable + update.indices.map { "[\($0.description)]" }.joined()
    let condition = update.condition == .bool(true) ? "" : " if \(update.condition.description)"
    return "\(bound.isEmpty ? "" : "forall \(bound): ")\(cell) = "
      + "\(update.value?.description ?? "-")\(condition)"
  }

  private static func text(_ action: Action) -> String {
    let parameters = action.parameters.map(\.name).joined(separator: ", ")
    let head = "\(action.name)(\(parameters)): \(action.guardCondition.description)"
    return ([head] + action.updates.map { "  \(text($0))" }).joined(separator: "\n")
  }

  private static let actions = """
    user/fill: call(task, b): pc[task] is user: idle
      local.bool.0[task] = b
      pc[task] = user/fill: shared l
    user/fill: shared l(task): pc[task] is user/fill: shared l \
    && !l.held[cast.user.item1[task]] && local.bool.0[task]
      l.shared[cast.user.item1[task]][task] = true
      pc[task] = user/fill: put
    user/fill: shared l (2)(task): pc[task] is user/fill: shared l \
    && !l.held[cast.user.item1[task]] && !local.bool.0[task]
      l.shared[cast.user.item1[task]][task] = true
      l.shared[cast.user.item1[task]][task] = false
      local.result.0[task] = ok
      pc[task] = user/fill: return
    user/fill: put(task): pc[task] is user/fill: put
      full[cast.user.item1[task]][cast.user.place0[task]] = true
      l.shared[cast.user.item1[task]][task] = false
      local.result.0[task] = ok
      pc[task] = user/fill: return
    user/fill: return(task): pc[task] is user/fill: return
      local.bool.0[task] = -
      local.result.0[task] = -
      pc[task] = user: idle
    cleaner/drain: call(task): pc[task] is cleaner: idle
      pc[task] = cleaner/drain: atomic
    cleaner/drain: atomic(task): pc[task] is cleaner/drain: atomic
      forall i, p: full[i][p] = false
      local.result.0[task] = ok
      pc[task] = cleaner/drain: return
    cleaner/drain: return(task): pc[task] is cleaner/drain: return
      local.result.0[task] = -
      pc[task] = cleaner: idle
    crash(): true
      forall lock0: l.held[lock0] = false
      forall lock0, ended: l.exclusive[lock0][ended] = false
      forall lock0, ended: l.shared[lock0][ended] = false
      forall ended: local.bool.0[ended] = -
      forall ended: local.result.0[ended] = -
      forall ended: pc[ended] = ended
      forall ended: pc[ended] = user: idle if cast.user[ended]
    """

  @Test("constants become reads of what the task has for them, and nothing is counted")
  func actions() throws {
    let system = try Self.composed(Self.calls, copies: [[:], ["item": [3, 2]]])
    #expect(
      system.actions.map(Self.text).joined(separator: "\n") == Self.actions)
    #expect(system.quiescent == nil)
    #expect(!system.variables.contains { $0.role == .budget })
  }

  @Test("each copy has tasks and elements of its own")
  func casts() throws {
    let system = try Self.composed(Self.calls, copies: [[:], ["item": [3, 2]]])
    let casts = system.casts.map { cast in
      ([cast.variable] + cast.members.map { "\($0.variable) (\($0.sort) \($0.number))" })
        .joined(separator: " ") + ": " + cast.locations.joined(separator: ", ")
    }
    #expect(
      casts == [
        "cast.user cast.user.item1 (item 1) cast.user.place0 (place 0): "
          + "user: idle, user/fill: shared l, user/fill: put, user/fill: return",
        "cast.cleaner: cleaner: idle, cleaner/drain: atomic, cleaner/drain: return",
        "cast.init cast.init.item1 (item 1): ",
      ])
    #expect(system.casts.map(\.idle) == ["user: idle", "cleaner: idle", ""])
    #expect(system.casts.map(\.isSingle) == [true, false, false])
    #expect(system.casts.map(\.restarts) == [true, false, false])
    #expect(system.minimumSizes == ["item": 3, "place": 1, "task": 6])

    let evaluator = Evaluator(system: system, scope: Scope(["item": 4, "place": 2, "task": 7]))
    let state = try evaluator.initialState()
    func row(_ variable: String) -> String {
      let field = evaluator.layout.field(variable)
      return (field.base..<field.base + field.count)
        .map { evaluator.layout.text(ofCell: $0, in: state) }.joined(separator: " ")
    }
    #expect(row("cast.user") == "true false false true false false false")
    #expect(row("cast.user.item1") == "item1 - - item2 - - -")
    #expect(row("cast.user.place0") == "place0 - - place0 - - -")
    #expect(row("cast.cleaner") == "false true true false true true false")
    #expect(row("cast.init.item1") == "item1 item1 item1 item2 item2 item2 -")
    let user = "user: idle"
    let cleaner = "cleaner: idle"
    #expect(
      row("pc") == [user, cleaner, cleaner, user, cleaner, cleaner, "ended"].joined(separator: " "))
    // All copies of one statement, then the next one.
    #expect(
      system.initialTemplate.map(Self.text) == [
        "first = item#1", "forall i, p: full[i][p] = true if i == first",
      ])
    #expect(
      system.initialUpdates.suffix(3).map(Self.text) == [
        "first = item#1", "first = item#2", "forall i, p: full[i][p] = true if i == first",
      ])
    #expect(row("full") == "false false false false true true false false")
  }

  @Test("both engines explore copies alike, to the end though nothing is counted")
  func exploration() throws {
    let members = Self.calls.replacing("cleaner * 2", with: "cleaner")
    let system = try Self.composed(members, copies: [["item": [0, 1]], ["item": [1, 0]]])
    let scope = Scope(["item": 2, "place": 1, "task": 4])
    let reference = ReferenceSearch(system, scope: scope, limit: 20_000)
    try #require(!reference.isTooLarge)
    let found = explore(system, scope: scope, options: SearchOptions())
    #expect(found.outcome == .exhausted && found.specError == nil)
    #expect(found.distinctStates == reference.distinctStates)
    #expect(found.generatedTransitions == reference.transitions)
    #expect(found.distinctStates > 500)
  }

  @Test("what an initial state names is no constant, whatever it is in the first copy")
  func constants() throws {
    let text =
      "init { first = item0; } syscall go(item i) { put(i, first(place)); }"
      + " role user { go(item0); }"
    let system = try Self.composed(text)
    let reduced = system.withoutConstantVariables()
    #expect(reduced.variable("first") != nil)
    #expect(reduced.initialTemplate.map(Self.text) == ["first = item#0"])
    #expect(reduced.casts == system.casts)
    #expect(system.casts.flatMap(\.variables).allSatisfy { reduced.variable($0) != nil })
  }

  private static let own = ", but each copy of the workload has its own"

  /// A model's members, its property, and the place and words of what cannot be replicated.
  private static let refusals = [
    [
      "step tell(task t) { first = item0; } syscall g(task t) { tell(t); } role user { g(P0); }",
      "always true;",
      "toy.kspec:8:81: the call of 'g' names 'P0'\(own)",
    ],
    [
      "syscall g() { } role user { g(); }",
      "never full[item1][place0];",
      "toy.kspec:9:10: the property 'p' names 'item1'\(own)",
    ],
    [
      "syscall g() -> result { return ok; } role user { g(); }",
      "on g() returns r { require !full[item1][place0]; }",
      "toy.kspec:9:33: 'p' names 'item1'\(own)",
    ],
    [
      "event e(item i); environment x(item i) { emit e(i); } syscall g() { } role user { g(); }",
      "ghost bool seen; on e(i) { if (i == item1) seen = true; } always true;",
      "toy.kspec:8:30: the step 'x' names 'item1'\(own)",
    ],
    [
      "environment x() { first = item1; } syscall g() { } role user { g(); }",
      "always true;",
      "toy.kspec:8:13: the step 'x' names 'item1'\(own)",
    ],
    [
      "syscall g() { put(item1, place0); } role user { g(); }",
      "always true;",
      "toy.kspec:8:15: the step 'user/g: put' names 'item1'\(own)",
    ],
    [
      "syscall g() { put(first, place1); } role user { g(); }",
      "always true;",
      "toy.kspec:8:15: the step 'user/g: put' names 'place1'\(own)",
    ],
    [
      "init { first = item1; } environment x(item i) { first = i; }",
      "always true;",
      "toy.kspec:1:7: the initial state names 'item1', but no task has it",
    ],
  ]

  @Test("what cannot mean the same in every copy is refused", arguments: refusals)
  func refused(texts: [String]) throws {
    let error = try #require(throws: CompositionError.self) {
      try Self.composed(texts[0], property: "property p { \(texts[1]) }")
    }
    let told = "\(error.site?.description ?? ""): \(error.message)"
    #expect(told == texts[2])
  }
}
