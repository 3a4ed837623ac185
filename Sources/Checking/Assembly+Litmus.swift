package import SpecLanguage
package import TransitionSystem

/// Systems of litmus tests.
extension Assembly {
  /// The system of a test on one of its kernels, with a property for each thing that it says of the
  /// final states.
  package func system(
    of test: LitmusTest, on kernel: String
  ) throws(CompositionError) -> (system: TransitionSystem, scope: Scope) {
    let scope = scope(of: test)
    var composition = Composition(
      name: test.name, layers: [], properties: LitmusProperties(test).all,
      budgets: scope.budgets, calls: 1)
    addKernel(kernel, &composition)
    if let design = test.design {
      try addDesign(
        Column(kernel: kernel, design: design, variant: test.variant), &composition)
    }
    add(test.settings, &composition)
    add(overrides.options, &composition)
    var programs = test.fragment
    var observer = Fragment()
    swap(&observer.handlers, &programs.handlers)
    composition.observers = [observer]
    composition.layers.append(programs)
    composition.workload = Workload(
      name: test.name, initialization: test.initialization, roles: test.roles, site: test.site)
    let system = try Composer.compose(composition)
    var sizes = scope.sizes
    sizes["task"] = test.roles.count
    for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 1, least) }
    return (system, Scope(sizes))
  }

  /// What the test says, and the usual sizes.
  package func scope(of test: LitmusTest) -> RunScope {
    let sorts = Set(specification.library.fragment.sorts.map(\.name))
    var scope = RunScope.defaults.overridden(by: test.scope, sorts: sorts)
      .overridden(by: overrides.scope, sorts: sorts)
    scope.calls = 1
    return scope
  }
}

/// The properties that decide the conditions of a litmus test.
struct LitmusProperties {
  let test: LitmusTest

  init(_ test: LitmusTest) { self.test = test }

  /// That all final states are so, or that none is.
  func universal(_ condition: Int) -> String { "\(condition + 1)" }

  /// That a final state is some alternative.
  func existential(_ condition: Int, _ alternative: Int) -> String {
    "\(condition + 1).\(alternative + 1)"
  }

  /// That there is a final state.
  static let ends = "ends"

  var all: [Property] {
    let final = test.isFinal
    var properties = [Property(name: Self.ends, kind: .reachable(final))]
    for (position, condition) in test.conditions.enumerated() {
      let any = Expression.or(condition.alternatives)
      switch condition.quantifier {
      case .exactly:
        properties.append(
          Property(name: universal(position), kind: .always(.implies(final, any))))
      case .forbids:
        properties.append(
          Property(name: universal(position), kind: .always(.implies(final, .not(any)))))
      case .allows: break
      }
      guard condition.quantifier != .forbids else { continue }
      for (number, alternative) in condition.alternatives.enumerated() {
        properties.append(
          Property(
            name: existential(position, number), kind: .reachable(.and([final, alternative]))))
      }
    }
    return properties
  }
}
