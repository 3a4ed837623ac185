import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Which sorts are symmetric")
struct SymmetricSortsTests {
  private static let item = Expression.bound("a", "item")

  /// The permuted sorts of a system with one action over items.
  private func reduced(
    guard condition: Expression = .bool(true), _ updates: [Update] = [],
    properties: [Property] = [], quiescent: Expression? = nil
  ) -> [String] {
    let act = Action(
      name: "act", parameters: [.sort("a", "item")], guard: condition, updates: updates,
      label: Label(.environment, .step, "act"))
    let system = TransitionSystem(
      name: "symmetric", sorts: [Sort("item", ordered: true, elements: .plain)],
      variables: [
        StateVariable("mark", ["item"], .bool, initial: .bool(false)),
        StateVariable("held", [], .sort("item"), initial: .element(sort: "item", 0)),
      ], initialUpdates: [Update("mark", [.element(sort: "item", 1)], .bool(true))], actions: [act],
      properties: properties, quiescent: quiescent)
    let options = SearchOptions(symmetricSorts: .automatic(nil))
    return explore(system, scope: Scope(["item": 3]), options: options).reducedSorts
  }

  @Test("Elements that only the initial state names may be permuted")
  func plain() {
    #expect(reduced(guard: .equal(.at("held"), Self.item)) == ["item"])
    #expect(reduced([Update("held", [], Self.item)]) == ["item"])
  }

  @Test("A named element, an order and the greatest element tell elements apart")
  func named() {
    #expect(reduced(guard: .equal(Self.item, .element(sort: "item", 0))).isEmpty)
    #expect(reduced(guard: .less(.at("held"), Self.item)).isEmpty)
    #expect(reduced([Update("mark", [.last(sort: "item")], .bool(true))]).isEmpty)
    let property = Property(name: "p", kind: .always(.at("mark", .element(sort: "item", 1))))
    #expect(reduced(properties: [property]).isEmpty)
    #expect(reduced(quiescent: .at("mark", .last(sort: "item"))).isEmpty)
  }

  @Test("A number in the place of an element names it")
  func numbers() {
    #expect(reduced(guard: .at("mark", .integer(0))).isEmpty)
    #expect(reduced(guard: .equal(.integer(2), .at("held"))).isEmpty)
    #expect(reduced([Update("held", [], .integer(1))]).isEmpty)
  }

  @Test("A bulk update whose last write wins tells elements apart")
  func lastWrite() {
    let bound = [Parameter.sort("u", "item")]
    let all = Expression.bound("u", "item")
    #expect(reduced([Update(bound: bound, "held", [], when: .at("mark", all), all)]).isEmpty)
    #expect(
      reduced([Update(bound: bound, "held", [], when: .at("mark", all), Self.item)]) == ["item"])
    #expect(reduced([Update(bound: bound, "mark", [all], .at("mark", all))]) == ["item"])
  }
}
