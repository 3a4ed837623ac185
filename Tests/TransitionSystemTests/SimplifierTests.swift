import TestSupport
import Testing
import TransitionSystem

@Suite("The simplifier")
struct SimplifierTests {
  /// An expression of a system with the names that it may use.
  private struct Sample {
    var expression: Expression
    var parameters: [Parameter]
  }

  @Test("keeps the value of every expression that has one", arguments: 0..<12)
  func values(chunk: Int) throws {
    var compared = 0
    for seed in chunk * 10..<chunk * 10 + 10 { compared += try compare(seed: seed) }
    #expect(compared >= 1000)
  }

  /// Compares a system's expressions and combinations of them in random states; how many had values.
  private func compare(seed: Int) throws -> Int {
    let random = RandomSystem(seed: seed)
    let evaluator = Evaluator(system: random.system, scope: random.scope)
    let simplifier = Simplifier(variants: random.system.variants)
    var generator = SplitMix(seed: seed)
    var compared = 0
    for sample in samples(of: random.system, &generator) {
      let simple = simplifier.simplify(sample.expression)
      for _ in 0..<4 {
        let state = State(
          cells: evaluator.layout.cellSizes.map { UInt16(generator.number(0...$0 - 1)) })
        let all = evaluator.assignments(of: sample.parameters, extending: [:])
        let bindings = generator.pick(all)
        guard let value = try? evaluator.value(of: sample.expression, in: state, bindings) else {
          continue
        }
        compared += 1
        let found = try? evaluator.value(of: simple, in: state, bindings)
        #expect(found == value, "\(sample.expression.description) became \(simple.description)")
        check(sample, value, state, bindings, evaluator, simplifier, random.system, &generator)
      }
    }
    return compared
  }

  /// The same with something known to hold or not to hold in the state.
  private func check(
    _ sample: Sample, _ value: Int, _ state: State, _ bindings: Evaluator.Bindings,
    _ evaluator: Evaluator, _ simplifier: Simplifier, _ system: TransitionSystem,
    _ generator: inout SplitMix
  ) {
    let facts = samples(of: system, &generator).filter {
      Set($0.parameters).isSubset(of: sample.parameters) && Self.isTruth($0.expression, evaluator)
    }
    guard !facts.isEmpty else { return }
    var known = Simplifier.Knowledge()
    for _ in 0..<2 {
      let fact = generator.pick(facts).expression
      guard let holds = try? evaluator.holds(fact, in: state, bindings) else { continue }
      let learnt = generator.chance(50) ? simplifier.simplify(fact) : fact
      guard (try? evaluator.holds(learnt, in: state, bindings)) == holds else { continue }
      known = simplifier.learning(learnt, is: holds, known)
    }
    let simple = simplifier.simplify(sample.expression, known)
    let found = try? evaluator.value(of: simple, in: state, bindings)
    #expect(found == value, "\(sample.expression.description) became \(simple.description)")
  }

  private static func isTruth(_ expression: Expression, _ evaluator: Evaluator) -> Bool {
    evaluator.type(of: expression) == .bool
  }

  /// The expressions of a system, and some made of two or three of them.
  private func samples(
    of system: TransitionSystem, _ generator: inout SplitMix
  ) -> [Sample] {
    var found: [Sample] = []
    for action in system.actions {
      var own = [Sample(expression: action.guardCondition, parameters: action.parameters)]
      own += action.checks.map { Sample(expression: $0.condition, parameters: action.parameters) }
      for update in action.updates {
        let parameters = action.parameters + update.bound
        let parts = update.indices + [update.condition] + (update.value.map { [$0] } ?? [])
        own += parts.map { Sample(expression: $0, parameters: parameters) }
      }
      found += own
      found += combined(own.filter { $0.parameters == action.parameters }, &generator)
    }
    return found
  }

  private func combined(_ samples: [Sample], _ generator: inout SplitMix) -> [Sample] {
    let guards = samples.filter { sample in
      switch sample.expression {
      case .and, .or, .not, .implies, .equal, .forAll, .exists, .test, .less, .lessOrEqual: true
      default: false
      }
    }
    guard let first = guards.first else { return [] }
    let (a, b, c) = (
      generator.pick(guards).expression, generator.pick(guards).expression,
      generator.pick(guards).expression
    )
    let shapes: [Expression] = [
      .not(.and([a, .not(b)])), .or([a, .and([b, c])]), .implies(a, .or([b, .not(a)])),
      .ifThenElse(a, b, c), .equal(a, .ifThenElse(b, a, c)), .and([a, .implies(a, b), c]),
      .not(.ifThenElse(.not(a), .or([a, b]), .and([b, c, a]))), .equal(.not(a), .not(b)),
    ]
    return shapes.map { Sample(expression: $0, parameters: first.parameters) }
  }

  @Test("folds what is constant")
  func folding() {
    let simplifier = Simplifier(variants: [
      VariantType("e", [.init("a"), .init("b", [.init("n", .bool)])])
    ])
    let x = Expression.read("x", [])
    let cases: [(Expression, Expression)] = [
      (.add(.integer(2), .integer(3)), .integer(5)), (.not(.not(x)), x),
      (.and([x, .bool(true), x]), x), (.and([x, .not(x)]), .bool(false)),
      (.or([x, .not(x)]), .bool(true)), (.implies(.bool(false), x), .bool(true)),
      (.equal(x, x), .bool(true)), (.equal(x, .bool(false)), .not(x)),
      (.ifThenElse(x, .bool(true), .bool(false)), x),
      (.ifThenElse(x, .integer(1), .integer(1)), .integer(1)),
      (.test(.value("e", "a"), type: "e", cases: ["a"]), .bool(true)),
      (.payload(.make(type: "e", case: "b", [x]), type: "e", field: "n"), x),
      (.equal(.make(type: "e", case: "b", [x]), .make(type: "e", case: "b", [.bool(true)])), x),
      (.equal(.value("e", "a"), .make(type: "e", case: "b", [x])), .bool(false)),
      (.forAll([.sort("s", "t")], x), x), (.exists([.sort("s", "t")], .bool(true)), .bool(true)),
      (.less(.element(sort: "d", 0), .element(sort: "d", 1)), .bool(true)),
    ]
    for (expression, expected) in cases { #expect(simplifier.simplify(expression) == expected) }
  }
}
