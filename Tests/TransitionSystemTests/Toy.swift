import Checking
import Explicit
import SpecLanguage
import TestSupport
import Testing
import TransitionSystem

/// A tiny model written as text, composed and explored by two engines.
struct Toy {
  let system: TransitionSystem
  let scope: Scope
  let search: ReferenceSearch
  /// What the explicit engine found in the whole system.
  let result: SearchResult

  /// Composes the members of a model and explores it; the engines must agree.
  init(
    _ members: String, sizes: [String: Int] = [:], calls: Int = 1, budgets: [String: Int] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    (system, scope) = try Self.composed(members, sizes: sizes, calls: calls, budgets: budgets)
    search = ReferenceSearch(system, scope: scope, limit: 20_000)
    try #require(!search.isTooLarge, sourceLocation: sourceLocation)
    result = explore(system, scope: scope, options: SearchOptions())
    agree(result, sourceLocation)
    // What no property sees may be wrong without being noticed.
    guard search.errorDepth == nil else { return }
    let names = system.properties.map(\.name)
    let reduced = Assembly.reduced(system, to: names)
    let small = explore(reduced, scope: scope, options: SearchOptions())
    #expect(small.distinctStates <= result.distinctStates, sourceLocation: sourceLocation)
    agreeInVerdicts(small, sourceLocation)
  }

  /// Every model has a property, so that there is something to search for.
  private static let idle = "property nothing { always true; }"

  /// The system of a model; throws what the composer objects to.
  static func composed(
    _ members: String, sizes: [String: Int] = [:], calls: Int = 1, budgets: [String: Int] = [:]
  ) throws -> (TransitionSystem, Scope) {
    let source = SourceText(name: "toy.kspec", text: "model \"toy\" {\n\(members)\n\(idle)\n}\n")
    let (specification, diagnostics) = SpecLanguage.check([source], library: .empty)
    let errors = diagnostics.filter { $0.severity == .error }
    let complaints = DiagnosticRenderer(sources: [source]).render(errors)
    try #require(errors.isEmpty, Comment(rawValue: complaints))
    let entries = sizes.merging(budgets) { $1 }.merging(["calls": calls]) { $1 }
    let plan = Plan(specification, Selection(), Overrides(scope: entries))
    let search = try #require(plan.searches.first)
    #expect(plan.searches.count == 1)
    return try Assembly(specification, Overrides()).system(of: search)
  }

  /// The number of steps after which a property is violated or witnessed first.
  func length(_ property: String) -> Int? {
    search.violations[property] ?? search.witnesses[property]
  }

  private func agree(_ result: SearchResult, _ place: SourceLocation) {
    if search.errorDepth == nil {
      #expect(result.distinctStates == search.distinctStates, sourceLocation: place)
      #expect(result.generatedTransitions == search.transitions, sourceLocation: place)
    }
    agreeInVerdicts(result, place)
  }

  private func agreeInVerdicts(_ result: SearchResult, _ place: SourceLocation) {
    #expect(result.specError?.trace.steps.count == search.errorDepth, sourceLocation: place)
    guard search.errorDepth == nil else { return }
    let violations = result.violations.mapValues(\.trace.steps.count)
    #expect(violations == search.violations, sourceLocation: place)
    let witnesses = result.witnesses.mapValues(\.steps.count)
    #expect(witnesses == search.witnesses, sourceLocation: place)
    #expect(result.deadlock?.steps.count == search.deadlock, sourceLocation: place)
  }
}
