import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Counts known by thought")
struct CountTests {
  private static let anyone = Label(.environment, .step, "step")

  /// A relation between all pairs of different elements, whose pairs are switched one at a time.
  private static let digraphs: TransitionSystem = {
    let (from, to) = (Expression.bound("a", "item"), Expression.bound("b", "item"))
    let flip = Action(
      name: "flip", parameters: [.sort("a", "item"), .sort("b", "item")],
      guard: .not(.equal(from, to)),
      updates: [Update("edge", [from, to], .not(.at("edge", from, to)))],
      label: anyone)
    return TransitionSystem(
      name: "digraphs", sorts: [Sort("item", elements: .plain)],
      variables: [StateVariable("edge", ["item", "item"], .bool, initial: .bool(false))],
      actions: [flip])
  }()

  @Test(
    "The orbits of relations are the directed graphs without loops up to isomorphism",
    arguments: [(1, 1), (2, 3), (3, 16), (4, 218)])
  func graphs(size: Int, orbits: Int) {
    let pairs = size * (size - 1)
    let scope = Scope(["item": size])
    let full = explore(Self.digraphs, scope: scope, options: SearchOptions())
    #expect(full.distinctStates == 1 << pairs)
    #expect(full.generatedTransitions == pairs << pairs)
    #expect(full.levels == pairs + 1)
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    let reduced = explore(Self.digraphs, scope: scope, options: options)
    #expect(reduced.distinctStates == orbits)
    #expect(reduced.generatedTransitions == orbits * pairs)
    #expect(reduced.orbitStates == 1 << pairs)
    #expect(reduced.levels == pairs + 1)
  }

  @Test("Five elements with ties are still permuted exactly")
  func fiveElements() {
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    let reduced = explore(Self.digraphs, scope: Scope(["item": 5]), options: options)
    #expect(reduced.distinctStates == 9608)
    #expect(reduced.orbitStates == 1 << 20)
  }

  @Test("A sort with too many elements is left as it is")
  func manyElements() {
    let pick = Action(
      name: "pick", parameters: [.sort("a", "item")], guard: .bool(true),
      updates: [Update("mark", [.bound("a", "item")], .bool(true))], label: Self.anyone)
    let system = TransitionSystem(
      name: "marks", sorts: [Sort("item", elements: .plain)],
      variables: [StateVariable("mark", ["item"], .bool, initial: .bool(false))], actions: [pick])
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    let six = explore(system, scope: Scope(["item": 6]), options: options)
    // A set of six is its number of marks.
    #expect(six.distinctStates == 7)
    #expect(six.orbitStates == 64)
    let seven = explore(system, scope: Scope(["item": 7]), options: options)
    #expect(seven.reducedSorts.isEmpty)
    #expect(seven.distinctStates == 128)
  }

  @Test("A payload moves with the element that it names")
  func payloads() {
    let (one, other) = (Expression.bound("a", "item"), Expression.bound("b", "item"))
    let pair = VariantType(
      "pair",
      [.init("none"), .init("both", [.init("x", .sort("item")), .init("y", .sort("item"))])])
    let take = Action(
      name: "take", parameters: [.sort("a", "item"), .sort("b", "item")], guard: .bool(true),
      updates: [Update("held", [], .make(type: "pair", case: "both", [one, other]))],
      label: Self.anyone)
    let system = TransitionSystem(
      name: "pairs", sorts: [Sort("item", elements: .plain)], variants: [pair],
      variables: [StateVariable("held", [], .variant("pair"), initial: .value("pair", "none"))],
      actions: [take])
    let full = explore(system, scope: Scope(["item": 4]), options: SearchOptions())
    #expect(full.distinctStates == 17)
    #expect(full.generatedTransitions == 17 * 16)
    // None, a pair of the same and a pair of different elements.
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    let reduced = explore(system, scope: Scope(["item": 4]), options: options)
    #expect(reduced.distinctStates == 3)
    #expect(reduced.orbitStates == 17)
  }

  @Test("A counter has as many states as its bounds allow, and stops in a deadlock")
  func counter() {
    let up = Action(
      name: "up", parameters: [], guard: .less(.at("n"), .integer(7)),
      updates: [Update("n", [], .add(.at("n"), .integer(1)))], label: Self.anyone)
    let system = TransitionSystem(
      name: "counter", variables: [StateVariable("n", [], .integer(-2...9), initial: .integer(-2))],
      actions: [up],
      properties: [Property(name: "seven", kind: .reachable(.equal(.at("n"), .integer(7))))],
      quiescent: .bool(false))
    let result = explore(system, scope: Scope([:]), options: SearchOptions())
    #expect(result.distinctStates == 10)
    #expect(result.generatedTransitions == 9)
    #expect(result.diameter == 9)
    #expect(result.deadlock?.steps.count == 9)
    #expect(result.witnesses["seven"]?.steps.count == 9)
  }

  @Test("A system without a step has one state")
  func still() {
    let system = TransitionSystem(name: "still")
    let result = explore(system, scope: Scope([:]), options: SearchOptions())
    #expect(result.outcome == .exhausted)
    #expect(result.distinctStates == 1)
    #expect(result.generatedTransitions == 0)
    #expect(result.levels == 1)
    #expect(result.deadlock == nil)
  }
}
