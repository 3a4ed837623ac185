import Relational
import TestSupport
import Testing
import TransitionSystem

/// Constructs that a relational form could easily get wrong.
@Suite("Attacks on the relational form")
struct TranslationAttackTests {
  private static let item = Parameter("i", .sort("item"))
  private static let sorts = [
    Sort("item", elements: .letters(from: "A")), Sort("task", elements: .numbered(prefix: "t")),
  ]
  private static let first = Expression.element(sort: "item", 0)

  /// A partial cell, a flag, and what a step does with them.
  private static func lazy(_ action: Action) -> TransitionSystem {
    TransitionSystem(
      name: "lazy", sorts: sorts,
      variables: [
        StateVariable("m", ["item"], .sort("item"), partial: true),
        StateVariable("flag", [], .bool, initial: .bool(false)),
        StateVariable("x", [], .sort("item"), initial: first),
        StateVariable("done", [], .bool, initial: .bool(false)),
      ],
      actions: [action],
      properties: [
        Property(name: "never", kind: .always(.not(.at("done")))),
        Property(name: "demand", kind: .stepwise),
      ])
  }

  private static func action(
    guard condition: Expression = .bool(true), _ updates: [Update], checks: [Check] = []
  ) -> Action {
    Action(
      name: "act", parameters: [item], guard: condition, updates: updates, checks: checks,
      label: Label(.environment, .environment, "act"))
  }

  private static let value = Expression.at("m", item.use)
  private static let done = Update("done", [], .bool(true))

  /// Each reads `m[i]`, but not where it is undefined.
  static let lazyActions: [(String, Action)] = [
    ("a branch", action([Update("x", [], .ifThenElse(.at("flag"), value, item.use)), done])),
    (
      "the right of an or",
      action(guard: .or([.not(.at("flag")), .equal(value, item.use)]), [done])
    ),
    (
      "a conclusion",
      action(guard: .implies(.at("flag"), .equal(value, item.use)), [done])
    ),
    ("the value of an update", action([Update("x", [], when: .at("flag"), value), done])),
    (
      "the value of an update of what is defined",
      action([Update("x", [], when: .isDefined("m", [item.use]), value), done])
    ),
    (
      "an index", action([Update("m", [value], when: .at("flag"), item.use), done])
    ),
    (
      "a demand",
      action(
        [done],
        checks: [
          Check(
            property: "demand", kind: .require,
            condition: .or([.not(.at("flag")), .equal(value, item.use)]))
        ])
    ),
    (
      "below a quantifier",
      action(
        guard: .exists(
          [.sort("j", "item")], .and([.at("flag"), .equal(value, .bound("j", "item"))])
        )
        .isFalse, [done])
    ),
  ]

  @Test("what is read only sometimes", arguments: lazyActions.indices)
  func laziness(index: Int) throws {
    let (name, action) = Self.lazyActions[index]
    let system = Self.lazy(action)
    let scope = Scope(["item": 2])
    let original = ReferenceSearch(system, scope: scope, limit: 1000)
    #expect(original.errorDepth == nil && original.violations == ["never": 1], "\(name)")
    let relational = try Translation.relational(system)
    let translated = ReferenceSearch(relational.instance(), scope: scope, limit: 1000)
    #expect(translated.violations == original.violations, "\(name)")
    #expect(translated.distinctStates == original.distinctStates, "\(name)")
  }

  /// Tasks that wait, and a step of the environment that moves some of them.
  private static func control(
    initial: Expression = .value("location", "idle"), initialUpdates: [Update] = [],
    locals: [String: [TransitionSystem.LocalName]] = [:], _ updates: [Update]
  ) -> TransitionSystem {
    let task = Parameter("t", .sort("task"))
    func step(_ from: String, _ to: String) -> Action {
      Action(
        name: from, parameters: [task],
        guard: .test(.at("pc", task.use), type: "location", cases: [from]),
        updates: [Update("pc", [task.use], .value("location", to))],
        label: Label(.environment, .step, from))
    }
    var system = TransitionSystem(
      name: "control", sorts: sorts,
      variants: [
        VariantType("location", [.init("ended"), .init("idle"), .init("busy"), .init("bad")])
      ],
      variables: [
        StateVariable("pc", ["task"], .variant("location"), initial: initial, role: .control)
      ],
      initialUpdates: initialUpdates,
      actions: [
        step("idle", "busy"), step("bad", "idle"),
        Action(
          name: "env", parameters: [task], guard: .bool(true), updates: updates,
          label: Label(.environment, .environment, "env")),
      ],
      properties: [
        Property(
          name: "never bad",
          kind: .always(.forAll([task], .bool(true))))
      ])
    if !locals.isEmpty {
      system.locals = locals
      system.variables.append(
        StateVariable(
          "slot", ["task"], .sort("item"), partial: true, initial: first, role: .local))
    }
    return system
  }

  private static let task = Parameter("t", .sort("task"))

  private func agrees(_ system: TransitionSystem) throws(FragmentError) -> Bool {
    let scope = Scope(["item": 2, "task": 2])
    let original = ReferenceSearch(system, scope: scope, limit: 1000)
    let relational = try Translation.relational(system)
    let translated = ReferenceSearch(relational.instance(), scope: scope, limit: 1000)
    return translated.distinctStates == original.distinctStates
  }

  @Test("a step of the environment that moves every task is understood")
  func allMove() throws {
    let all = Parameter("every", .sort("task"))
    #expect(
      try agrees(
        Self.control([Update(bound: [all], "pc", [all.use], .value("location", "ended"))])))
  }

  @Test("a step of the environment that moves some tasks is refused")
  func someMove() throws {
    #expect(throws: FragmentError.self) {
      try agrees(Self.control([Update("pc", [Self.task.use], .value("location", "ended"))]))
    }
    let all = Parameter("every", .sort("task"))
    let some = Update(
      bound: [all], "pc", [all.use],
      when: .test(.at("pc", all.use), type: "location", cases: ["busy"]),
      .value("location", "idle"))
    #expect(throws: FragmentError.self) { try agrees(Self.control([some])) }
  }

  @Test("an initial state that places tasks by an update is refused")
  func initialMove() throws {
    let all = Parameter("every", .sort("task"))
    let ends = Update(bound: [all], "pc", [all.use], .value("location", "ended"))
    let moves = Update("pc", [.element(sort: "task", 0)], .value("location", "bad"))
    #expect(throws: FragmentError.self) {
      try agrees(Self.control(initialUpdates: [moves], [ends]))
    }
  }

  @Test("tasks that remember something from the start are refused")
  func initialLocals() throws {
    let all = Parameter("every", .sort("task"))
    let ends = Update(bound: [all], "pc", [all.use], .value("location", "ended"))
    let forgets = Update(bound: [all], "slot", [all.use], nil)
    #expect(throws: FragmentError.self) {
      try agrees(
        Self.control(locals: ["idle": [.init(name: "slot", variable: "slot")]], [ends, forgets]))
    }
  }

  @Test("copies that give one cell several values at first are refused")
  func initialValues() throws {
    // Copies may share a file and use other pages, so a file does not tell which block is meant.
    let cast = Cast(
      role: Cast.initialRole,
      members: [
        .init(variable: "c.file0", sort: "file", number: 0),
        .init(variable: "c.page0", sort: "page", number: 0),
        .init(variable: "c.block0", sort: "block", number: 0),
      ])
    func system(_ indices: [String]) -> TransitionSystem {
      let names = ["file", "page", "block"]
      return TransitionSystem(
        name: "copies",
        sorts: (names + ["task"]).map { Sort($0, elements: .numbered(prefix: $0)) },
        variables: [
          StateVariable("home", indices, .sort("block"), partial: true)
        ],
        initialTemplate: [
          Update(
            "home", indices.map { .element(sort: $0, 0) }, .element(sort: "block", 0))
        ], casts: [cast])
    }
    #expect(throws: Never.self) { try Translation.relational(system(["file", "page"])) }
    #expect(throws: Never.self) { try Translation.relational(system(["block"])) }
    #expect(throws: FragmentError.self) { try Translation.relational(system(["file"])) }
    #expect(throws: FragmentError.self) { try Translation.relational(system(["page"])) }
  }
}

extension Expression {
  fileprivate var isFalse: Expression { .not(self) }
}
