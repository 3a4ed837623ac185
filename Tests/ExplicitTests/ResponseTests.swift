import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Responses")
struct ResponseTests {
  /// A greater system is left out: the oracle is slow.
  private static let limit = 32

  /// What the comparison of one system showed.
  private struct Sample {
    var isViolated: Bool
    var isTriggered: Bool
    var hasLoop: Bool
    var isDecidedByFairness: Bool
  }

  @Test("The search agrees with fixpoints of sets on random systems")
  func agreement() async throws {
    let samples = try await withThrowingTaskGroup(of: [Sample].self) { group in
      for chunk in stride(from: 0, to: 1200, by: 60) {
        group.addTask { try (chunk..<chunk + 60).compactMap(Self.compare) }
      }
      var all: [Sample] = []
      for try await samples in group { all += samples }
      return all
    }
    #expect(samples.count >= 200)
    #expect(samples.filter(\.isViolated).count * 3 >= samples.count)
    #expect(samples.filter { $0.isTriggered && !$0.isViolated }.count * 5 >= samples.count)
    #expect(samples.filter(\.hasLoop).count >= 20)
    #expect(samples.filter(\.isDecidedByFairness).count >= 20)
  }

  @Test("A loop that returns to its state only after some rounds replays on the whole system")
  func rounds() throws {
    let count = Expression.read("count", [])
    let turn = Action(
      name: "turn", parameters: [], guard: .bool(true),
      updates: [
        Update("on", [], .not(.read("on", []))),
        Update("count", [], .ifThenElse(.equal(count, .integer(2)), .integer(0), .integer(1))),
        Update("count", [], when: .equal(count, .integer(1)), .integer(2)),
      ], label: Label(.environment, .environment, "turn"))
    let response = Response(
      parameters: [], trigger: .bool(true), goal: .equal(count, .integer(3)), fairness: [])
    let system = TransitionSystem(
      name: "rounds",
      variables: [
        StateVariable("on", [], .bool, initial: .bool(false)),
        StateVariable("count", [], .integer(0...3), initial: .integer(0)),
      ], actions: [turn], properties: [Property(name: "answer", kind: .leadsTo(response))])
    let evaluator = Evaluator(system: system, scope: Scope([:]))
    // Two steps bring `on` back, but `count` comes round only after three times two.
    let step = Trace.Step(action: "turn", arguments: [])
    let trace = Trace(steps: [step, step, step], loopStart: 1)
    _ = try evaluator.replay(trace, claiming: .violatesResponse, property: "answer")
    // With a goal that a later round reaches it shows nothing.
    var other = system
    var reached = response
    reached.goal = .equal(count, .integer(0))
    other.properties = [Property(name: "answer", kind: .leadsTo(reached))]
    #expect(throws: ReplayError.claimFails(.violatesResponse)) {
      try Evaluator(system: other, scope: Scope([:]))
        .replay(trace, claiming: .violatesResponse, property: "answer")
    }
  }

  private static func compare(seed: Int) throws -> Sample? {
    let random = RandomSystem(seed: seed)
    var generator = SplitMix(seed: seed + 7)
    guard let response = response(in: random.system, &generator) else { return nil }
    let system = prepared(random.system, response)
    let oracle = ResponseOracle(system, response, scope: random.scope, limit: limit)
    guard let oracle else { return nil }
    let result = explore(system, scope: random.scope, options: SearchOptions())
    #expect(result.outcome == .exhausted, "seed \(seed)")
    let violation = result.violations["answer"]
    #expect(violation?.trace.loopStart == oracle.stem, "seed \(seed)")
    let finding = try #require(result.responses["answer"])
    #expect(finding.isTriggered == oracle.isTriggered, "seed \(seed)")
    if let violation {
      let evaluator = Evaluator(system: system, scope: random.scope)
      _ = try evaluator.replay(violation.trace, claiming: violation.claim, property: "answer")
    }
    for declared in response.fairness where violation == nil {
      var weaker = response
      weaker.fairness.removeAll { $0.name == declared.name }
      let without = ResponseOracle(system, weaker, scope: random.scope, limit: limit)
      #expect((without?.stem != nil) == finding.needed.contains(declared.name), "seed \(seed)")
    }
    return Sample(
      isViolated: violation != nil, isTriggered: oracle.isTriggered,
      hasLoop: violation.map { $0.trace.loopStart != $0.trace.steps.count } ?? false,
      isDecidedByFairness: !finding.needed.isEmpty)
  }

  /// The system with the response alone, its actions known as events of the environment.
  private static func prepared(
    _ system: TransitionSystem, _ response: Response
  ) -> TransitionSystem {
    var result = system
    result.properties = [Property(name: "answer", kind: .leadsTo(response))]
    for index in result.actions.indices {
      result.actions[index].checks = []
      result.actions[index].origin = ActionOrigin(
        .event(result.actions[index].name),
        arguments: result.actions[index].parameters.map { .variable($0) })
    }
    return result
  }

  private static func response(
    in system: TransitionSystem, _ random: inout SplitMix
  ) -> Response? {
    let total = system.variables.filter { !$0.isPartial && $0.indices.count < 2 }
    guard !total.isEmpty else { return nil }
    let bound = random.chance(60) ? [Parameter("x", .sort("item"))] : []
    func atom(_ random: inout SplitMix) -> Expression {
      let variable = random.pick(total)
      let indices = variable.indices.map { sort in
        bound.first { $0.type == .sort(sort) }.map { Expression.variable($0) }
          ?? .element(sort: sort, random.number(0...1) == 0 || sort == "task" ? 0 : 1)
      }
      let read = Expression.read(variable.name, indices)
      let comparison = Expression.equal(read, variable.initial ?? read)
      return random.chance(60) ? comparison : .not(comparison)
    }
    let trigger = random.chance(50) ? atom(&random) : .bool(true)
    let goal =
      random.chance(50) ? atom(&random) : .and([atom(&random), .not(trigger)])
    return Response(
      parameters: bound, trigger: trigger, goal: goal, fairness: fairness(system, &random))
  }

  private static func fairness(
    _ system: TransitionSystem, _ random: inout SplitMix
  ) -> [Fairness] {
    func event(_ action: Action, _ random: inout SplitMix) -> Fairness.Subject {
      .event(action.name, named: action.parameters.map { _ in random.chance(10) })
    }
    var found: [Fairness] = []
    if random.chance(70) {
      let subjects = system.actions.filter { _ in random.chance(90) }.map { event($0, &random) }
      found.append(Fairness("most", .weak, subjects))
    }
    for number in 0..<random.number(0...2) {
      let subject = Fairness.Subject.event(
        random.pick(system.actions).name, named: [])
      found.append(Fairness("strong\(number)", .strong, [subject]))
    }
    return found
  }
}
