import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Transient states")
struct TransientTests {
  private func search(
    _ system: TransitionSystem, _ scope: Scope = RandomTasks.scope, skips: Bool = true,
    symmetry: Bool = false, threads: Int = 1
  ) -> SearchResult {
    var options = SearchOptions(symmetricSorts: symmetry ? .automatic(nil) : .off)
    options.skipsTransientStates = skips
    options.threads = { threads }
    options.sharingThreshold = threads > 1 ? 1 : .max
    return explore(system, scope: scope, options: options)
  }

  @Test("random tasks: what is found is what the reference evaluator finds, as shortly")
  func random() throws {
    var (compared, smaller, violated, errors) = (0, 0, 0, 0)
    for seed in 0..<600 * Soak.effort {
      let system = RandomTasks(seed: seed).system
      let reference = ReferenceSearch(system, scope: RandomTasks.scope, limit: 2000)
      guard !reference.isTooLarge else { continue }
      compared += 1
      for threads in [1, 2] {
        let result = search(system, threads: threads)
        try agree(result, reference, system, seed)
        if threads == 1 && result.distinctStates < reference.distinctStates { smaller += 1 }
      }
      violated += reference.violations.isEmpty ? 0 : 1
      errors += reference.errorDepth == nil ? 0 : 1
    }
    #expect(compared >= 500)
    #expect(smaller * 3 >= compared, "only \(smaller) of \(compared) have transient states")
    #expect(violated * 4 >= compared && violated * 20 <= compared * 19, "\(violated)")
    #expect(errors >= 10, "\(errors)")
  }

  private func agree(
    _ result: SearchResult, _ reference: ReferenceSearch, _ system: TransitionSystem, _ seed: Int
  ) throws {
    #expect(result.specError.map { $0.trace.steps.count } == reference.errorDepth, "seed \(seed)")
    guard reference.errorDepth == nil else { return }
    #expect(result.outcome == .exhausted, "seed \(seed)")
    #expect(result.distinctStates <= reference.distinctStates, "seed \(seed)")
    #expect(result.violations.mapValues(\.trace.steps.count) == reference.violations, "\(seed)")
    #expect(result.witnesses.mapValues(\.steps.count) == reference.witnesses, "seed \(seed)")
    let covers = Dictionary(
      uniqueKeysWithValues: result.covers.map {
        ([$0.key.property, $0.key.message], $0.value.steps.count)
      })
    #expect(covers == reference.covers, "seed \(seed)")
    #expect(result.deadlock?.steps.count == reference.deadlock, "seed \(seed)")
    #expect(result.firedActions == reference.firedActions, "seed \(seed)")
    let evaluator = Evaluator(system: system, scope: RandomTasks.scope)
    for (name, violation) in result.violations {
      _ = try evaluator.replay(violation.trace, claiming: violation.claim, property: name)
    }
  }

  /// Each of two tasks takes so many steps of its own.
  private func tasks(
    _ steps: Int, properties: [Property] = [], others: [Action] = []
  ) -> TransitionSystem {
    let task = Parameter.sort("t", "task")
    let actions = (0..<steps).map { location in
      Action(
        name: "step \(location)", parameters: [task],
        guard: .equal(.at("pc", task.use), .integer(location)),
        updates: [Update("pc", [task.use], .integer(location + 1))],
        label: Label(.environment, .step, "goes on"))
    }
    return TransitionSystem(
      name: "tasks", sorts: [Sort("task", elements: .numbered(prefix: "P"))],
      variables: [
        StateVariable("pc", ["task"], .integer(0...steps), initial: .integer(0)),
        StateVariable("flag", [], .bool, initial: .bool(false)),
      ],
      actions: actions + others, properties: properties)
  }

  @Test("steps that nobody sees leave the first state and the last one")
  func unseen() {
    let system = tasks(5)
    #expect(search(system, skips: false).distinctStates == 6 * 6)
    // The initial state is stored whatever it is.
    let result = search(system)
    #expect(result.skippedTransientStates)
    #expect(result.distinctStates == 2)
    #expect(search(system, symmetry: true).distinctStates == 2)
    #expect(result.firedActions.count == 5)
  }

  @Test("what a property of states reads is stored")
  func seen() {
    let first = Expression.element(sort: "task", 0)
    let together = Expression.and([
      .equal(.at("pc", first), .integer(2)),
      .equal(.at("pc", .element(sort: "task", 1)), .integer(3)),
    ])
    let system = tasks(5, properties: [Property(name: "p", kind: .always(.not(together)))])
    let result = search(system)
    #expect(!result.skippedTransientStates)
    #expect(result.distinctStates == 36)
    #expect(result.violations["p"]?.trace.steps.count == 5)
  }

  @Test("a task that goes round and round does not keep the others from their steps")
  func cycle() {
    let round = Action(
      name: "round", parameters: [],
      guard: .equal(.at("pc", .element(sort: "task", 0)), .integer(2)),
      updates: [Update("pc", [.element(sort: "task", 0)], .integer(0))],
      label: Label(.environment, .step, "begins again"))
    let raise = Action(
      name: "raise", parameters: [], guard: .not(.at("flag")),
      updates: [Update("flag", [], .bool(true))], label: Label(.environment, .step, "raises it"))
    let never = Property(name: "p", kind: .always(.not(.at("flag"))))
    let result = search(tasks(2, properties: [never], others: [round, raise]))
    #expect(result.skippedTransientStates)
    #expect(result.outcome == .exhausted)
    #expect(result.violations["p"]?.trace.steps.count == 1)
  }

  @Test("a step that somebody else may prevent is not taken at once")
  func prevented() {
    let zero = Expression.element(sort: "task", 0)
    let block = Action(
      name: "stop", parameters: [], guard: .not(.at("flag")),
      updates: [
        Update("flag", [], .bool(true)),
        Update("pc", [zero], .integer(5)),
      ],
      label: Label(.environment, .step, "stops the first task"))
    // The stop overwrites where the first task is, and reads nothing of it: its steps are undone.
    let undone = search(tasks(5, others: [block]))
    #expect(undone.skippedTransientStates && undone.distinctStates == 3)
    var reading = block
    reading.guardCondition = .and([.not(.at("flag")), .equal(.at("pc", zero), .integer(3))])
    // Where it may come, there are two ways to go on.
    let read = search(tasks(5, others: [reading]))
    #expect(read.firedActions.contains(5))
    #expect(read.distinctStates == 4)
  }
}
