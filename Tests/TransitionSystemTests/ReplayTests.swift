import TestSupport
import Testing
import TransitionSystem

@Suite("Replays")
struct ReplayTests {
  private static let item = Parameter("a", .sort("item"))
  private static let system = TransitionSystem(
    name: "items", sorts: [Sort("item", elements: .plain)],
    variables: [
      StateVariable("held", ["item"], .bool, initial: .bool(false)),
      StateVariable("last", [], .sort("item"), partial: true),
      StateVariable("count", [], .integer(0...2), initial: .integer(0)),
    ],
    actions: [
      Action(
        name: "take", parameters: [item], guard: !Expression.at("held", item.use),
        updates: [
          Update("held", [item.use], .bool(true)), Update("last", [], item.use),
          Update("count", [], .add(.at("count"), .integer(1))),
        ],
        checks: [
          Check(property: "few", kind: .require, condition: .less(.at("count"), .integer(1))),
          Check(property: "few", kind: .cover, condition: .equal(.at("count"), .integer(0))),
        ], label: Label(.environment, .environment, "take")),
      Action(
        name: "look", parameters: [], guard: .at("held", .at("last")), updates: [],
        label: Label(.environment, .environment, "look")),
    ],
    properties: [
      Property(name: "few", kind: .stepwise),
      Property(name: "none", kind: .always(.equal(.at("count"), .integer(0)))),
      Property(name: "two", kind: .reachable(.equal(.at("count"), .integer(2)))),
    ], quiescent: .equal(.at("count"), .integer(2)))

  private let evaluator = Evaluator(system: system, scope: Scope(["item": 3]))

  private func take(_ items: Int...) -> Trace {
    Trace(steps: items.map { Trace.Step(action: "take", arguments: [$0]) })
  }

  @Test("give every state")
  func states() throws {
    let replayed = try evaluator.replay(take(0, 2))
    #expect(replayed.states.count == 3)
    let count = try replayed.states.map { try evaluator.value(of: .at("count"), in: $0) }
    #expect(count == [0, 1, 2])
    #expect(replayed.transitions.map(\.violated) == [[], [0]])
    #expect(replayed.transitions.map(\.covered) == [[1], []])
    #expect(evaluator.layout.text(ofCell: 3, in: replayed.states[2]) == "2")
    #expect(evaluator.layout.text(ofCell: 3, in: replayed.states[0]) == "-")
    #expect(evaluator.layout.name(ofCell: 1) == "held[1]")
  }

  @Test("refuse what is no run")
  func refusals() {
    #expect(throws: ReplayError.unknownAction(step: 2, name: "drop")) {
      try evaluator.replay(
        Trace(steps: take(0).steps + [Trace.Step(action: "drop", arguments: [])]))
    }
    for arguments in [[], [3], [-1], [0, 1]] {
      #expect(throws: ReplayError.badArguments(step: 1, name: "take")) {
        try evaluator.replay(
          Trace(steps: [Trace.Step(action: "take", arguments: arguments)]))
      }
    }
    #expect(throws: ReplayError.notEnabled(step: 2, name: "take")) {
      try evaluator.replay(take(1, 1))
    }
    let error = EvaluationError(.outOfRange, "count")
    #expect(throws: ReplayError.evaluation(step: 3, error)) { try evaluator.replay(take(0, 1, 2)) }
    #expect(throws: ReplayError.evaluation(step: 1, EvaluationError(.undefinedRead, "last"))) {
      try evaluator.replay(Trace(steps: [Trace.Step(action: "look", arguments: [])]))
    }
  }

  @Test(
    "show exactly what is claimed",
    arguments: [
      (1, Trace.Claim.violatesAlways, "none", true), (0, .violatesAlways, "none", false),
      (2, .violatesStepwise, "few", true), (1, .violatesStepwise, "few", false),
      (0, .violatesStepwise, "few", false), (1, .covers, "few", true), (2, .covers, "few", false),
      (2, .witnesses, "two", true), (1, .witnesses, "two", false), (2, .witnesses, "none", false),
      (1, .violatesAlways, "two", false), (1, .violatesAlways, "absent", false),
      // In the initial state 'look' cannot be evaluated, and after two steps a third 'take' cannot.
      (0, .evaluationError, "few", true), (1, .evaluationError, "few", false),
      (2, .evaluationError, "few", true), (1, .deadlocks, "", false),
    ])
  func claims(steps: Int, claim: Trace.Claim, property: String, isShown: Bool) {
    let trace = Trace(steps: Array(take(0, 1).steps.prefix(steps)))
    let replayed = try? evaluator.replay(trace, claiming: claim, property: property)
    #expect((replayed != nil) == isShown)
  }

  @Test("tell a deadlock from a state at rest")
  func deadlocks() throws {
    func claims(quiescent: Int) -> Bool {
      var system = Self.system
      system.actions.removeLast()
      system.quiescent = .equal(.at("count"), .integer(quiescent))
      let evaluator = Evaluator(system: system, scope: Scope(["item": 2]))
      return (try? evaluator.replay(take(0, 1), claiming: .deadlocks, property: "")) != nil
    }
    #expect(claims(quiescent: 1))
    #expect(!claims(quiescent: 2))
  }
}

@Suite("The reference evaluator")
struct EvaluatorTests {
  private static let contents = VariantType(
    "content",
    [
      .init("zero"), .init("of", [.init("f", .sort("file")), .init("n", .integer(2...4))]),
      .init("junk", isError: true),
    ])
  private static let evaluator = Evaluator(
    system: TransitionSystem(
      name: "values", sorts: [Sort("file", elements: .letters(from: "A"))], variants: [contents],
      variables: [
        StateVariable("c", ["file"], .variant("content"), initial: .value("content", "zero")),
        StateVariable("n", [], .integer(-1...3), initial: .integer(-1)),
        StateVariable("m", ["file", "file"], .sort("file"), partial: true),
      ],
      initialUpdates: [
        Update("m", [.element(sort: "file", 0), .element(sort: "file", 1)], .last(sort: "file"))
      ]),
    scope: Scope(["file": 2]))

  @Test("numbers values case by case, the last field fastest")
  func numbers() throws {
    let state = try Self.evaluator.initialState()
    func content(_ f: Int, _ n: Int) -> Expression {
      .make(type: "content", case: "of", [.element(sort: "file", f), .integer(n)])
    }
    #expect(Self.evaluator.layout.count(of: .variant("content")) == 1 + 2 * 3 + 1)
    var number = 1
    for f in 0..<2 {
      for n in 2...4 {
        #expect(try Self.evaluator.value(of: content(f, n), in: state) == number)
        #expect(
          Self.evaluator.layout.text(of: number, .variant("content"))
            == "of(\(f == 0 ? "A" : "B"), \(n))")
        let field = Expression.payload(content(f, n), type: "content", field: "n")
        #expect(try Self.evaluator.value(of: field, in: state) == n)
        number += 1
      }
    }
    #expect(throws: EvaluationError(.outOfRange, "of.n")) {
      try Self.evaluator.value(of: content(0, 5), in: state)
    }
    let missing = Expression.payload(.value("content", "zero"), type: "content", field: "n")
    #expect(throws: EvaluationError(.missingPayload, "zero.n")) {
      try Self.evaluator.value(of: missing, in: state)
    }
  }

  @Test("stops early, from left to right")
  func order() throws {
    let state = try Self.evaluator.initialState()
    let (a, b) = (Expression.element(sort: "file", 0), Expression.element(sort: "file", 1))
    let wrong = Expression.equal(.at("m", b, a), a)
    let (no, yes) = (Expression.bool(false), Expression.bool(true))
    let quiet: [(Expression, Bool)] = [
      (.and([no, wrong]), false), (.or([yes, wrong]), true), (.implies(no, wrong), true),
      (.ifThenElse(yes, no, wrong), false), (.and([.has("m", b, a), wrong]), false),
      (.equal(.at("m", a, b), b), true), (.less(.at("n"), .integer(0)), true),
      (.exists([.sort("x", "file")], .equal(.bound("x", "file"), a)), true),
      (.forAll([.sort("x", "file")], .has("m", .bound("x", "file"), b)), false),
      (.test(.at("c", a), type: "content", cases: ["junk", "zero"]), true),
    ]
    for (expression, value) in quiet {
      #expect(try Self.evaluator.holds(expression, in: state) == value, "\(expression.description)")
    }
    for expression in [Expression.and([yes, wrong]), .or([wrong, yes]), .implies(wrong, no)] {
      #expect(throws: EvaluationError(.undefinedRead, "m[file#1][file#0]")) {
        try Self.evaluator.holds(expression, in: state)
      }
    }
  }
}
