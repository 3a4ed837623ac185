import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("How a search ends")
struct SearchTests {
  private static let system = PersistentMemory.system(budget: 1)
  private static let scope = PersistentMemory.scope(blocks: 3, files: 2, pages: 1, tasks: 2)

  @Test("At the depth bound the properties of the last states are still looked at")
  func depthBound() {
    let options = SearchOptions(maximumDepth: 14)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.depthBound(14)))
    #expect(result.violations["FalseRecovery"]?.trace.steps.count == 14)
    let shorter = explore(
      Self.system, scope: Self.scope, options: SearchOptions(maximumDepth: 13))
    #expect(shorter.violations.isEmpty)
    #expect(shorter.distinctStates < result.distinctStates)
  }

  @Test("A depth bound beyond the diameter does not matter")
  func looseDepthBound() {
    let options = SearchOptions(maximumDepth: 28)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .exhausted)
    #expect(result.diameter == 27)
  }

  @Test("The memory limit ends the search before it is exceeded")
  func memoryLimit() {
    let options = SearchOptions(memoryLimit: 600_000)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.memoryLimit))
    #expect(result.distinctStates > 1000)
    #expect(result.distinctStates < 38_943)
  }

  @Test("A reason to stop ends the search")
  func stop() {
    let options = SearchOptions(shouldStop: { .deadline })
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.deadline))
    #expect(result.distinctStates == 1)
  }

  @Test("The same search gives the same traces", arguments: [SymmetryMode.off, .automatic(nil)])
  func determinism(mode: SymmetryMode) {
    let options = SearchOptions(symmetricSorts: mode)
    let first = explore(Self.system, scope: Self.scope, options: options)
    let second = explore(Self.system, scope: Self.scope, options: options)
    #expect(first.violations == second.violations)
    #expect(first.witnesses == second.witnesses)
    #expect(!first.violations.isEmpty)
  }

  @Test("An initial state that cannot be evaluated is an error with an empty trace")
  func badStart() {
    let system = TransitionSystem(
      name: "bad", variables: [StateVariable("n", [], .integer(0...1), initial: .integer(2))])
    let result = explore(system, scope: Scope([:]), options: SearchOptions())
    #expect(result.specError?.error == EvaluationError(.outOfRange, "n"))
    #expect(result.specError?.trace == Trace(steps: []))
    #expect(result.distinctStates == 0)
  }

  @Test("An undefined read ends the search with the words of the reference evaluator")
  func undefinedRead() {
    let (item, label) = (Expression.bound("a", "item"), Label(.environment, .step, "s"))
    let take = Action(
      name: "take", parameters: [.sort("a", "item")], guard: .not(.has("held", item)),
      updates: [Update("held", [item], .bool(true))], label: label)
    let look = Action(
      name: "look", parameters: [],
      guard: .and([
        .exists([.sort("a", "item")], .has("held", item)),
        .forAll([.sort("a", "item")], .at("held", item)),
      ]), updates: [], label: label)
    let system = TransitionSystem(
      name: "reads", sorts: [Sort("item", elements: .plain)],
      variables: [StateVariable("held", ["item"], .bool, partial: true)], actions: [take, look])
    for mode in [SymmetryMode.off, .automatic(nil)] {
      let result = explore(
        system, scope: Scope(["item": 3]), options: SearchOptions(symmetricSorts: mode))
      #expect(result.specError?.error == EvaluationError(.undefinedRead, "held[a]"))
      #expect(result.specError?.trace.steps.count == 1)
    }
  }

  @Test("A guard is evaluated from the left even where a later part of it is false")
  func guardOrder() {
    let label = Label(.environment, .step, "s")
    let look = Action(
      name: "look", parameters: [], guard: .and([.at("held"), .equal(.at("n"), .integer(1))]),
      updates: [], label: label)
    var system = TransitionSystem(
      name: "order",
      variables: [
        StateVariable("held", [], .bool, partial: true),
        StateVariable("n", [], .integer(0...1), initial: .integer(0)),
      ], actions: [look])
    let first = explore(system, scope: Scope([:]), options: SearchOptions())
    #expect(first.specError?.error == EvaluationError(.undefinedRead, "held"))
    system.actions[0].guardCondition = .and([.equal(.at("n"), .integer(1)), .at("held")])
    let second = explore(system, scope: Scope([:]), options: SearchOptions())
    #expect(second.outcome == .exhausted)
    #expect(second.distinctStates == 1)
  }

  @Test("A property notices a change of a cell that it reads through another one")
  func indirectProperty() {
    let item = Expression.bound("a", "item")
    let mark = Action(
      name: "mark", parameters: [.sort("a", "item")], guard: .bool(true),
      updates: [Update("mark", [item], .bool(true))], label: Label(.environment, .step, "s"))
    let system = TransitionSystem(
      name: "indirect", sorts: [Sort("item", elements: .plain)],
      variables: [
        StateVariable("mark", ["item"], .bool, initial: .bool(false)),
        StateVariable("hand", [], .sort("item"), initial: .element(sort: "item", 2)),
      ], actions: [mark],
      properties: [Property(name: "clean", kind: .always(.not(.at("mark", .at("hand")))))])
    for mode in [SymmetryMode.off, .automatic(nil)] {
      let result = explore(
        system, scope: Scope(["item": 3]), options: SearchOptions(symmetricSorts: mode))
      #expect(result.violations["clean"]?.trace.steps == [.init(action: "mark", arguments: [2])])
    }
  }
}
