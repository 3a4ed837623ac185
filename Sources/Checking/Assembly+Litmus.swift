package import SpecLanguage
package import TransitionSystem

/// Systems of litmus tests.
extension Assembly {
  /// The system of a test on one of its kernels, with a property for each thing that it says of the
  /// final states.
  package func system(
    of test: LitmusTest, on kernel: String
  ) throws(CompositionError) -> (system: TransitionSystem, scope: Scope) {
    let prepared = try prepared(test, on: kernel)
    return (prepared.system, prepared.scope)
  }

  /// The same, and what the kernel says of initial states (`possible_start()`), with the options of
  /// the test.
  func prepared(
    _ test: LitmusTest, on kernel: String
  ) throws(CompositionError) -> (
    system: TransitionSystem, scope: Scope, possibleStarts: [Definition]
  ) {
    let scope = scope(of: test)
    let composition = try composition(of: test, on: kernel, scope)
    let system = try Composer.compose(composition)
    var sizes = scope.sizes
    sizes["task"] = test.roles.count
    for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 1, least) }
    let definitions = composition.layers.flatMap(\.definitions)
    let starts = definitions.filter { $0.name == Self.possibleStart }.map { definition in
      var result = definition
      result.body = definition.body.substituting([:], options: composition.optionValues)
      return result
    }
    return (system, Scope(sizes), starts)
  }

  private static let possibleStart = "possible_start"

  private func composition(
    of test: LitmusTest, on kernel: String, _ scope: RunScope
  ) throws(CompositionError) -> Composition {
    var composition = Composition(
      name: test.name, layers: [], budgets: scope.budgets, calls: 1)
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
    let final = Expression.or([test.isFinal, composition.halted])
    composition.properties = LitmusProperties(test, final: final).all
    return try coarsened(composition, scope)
  }

  /// What the test says, and the usual sizes.
  package func scope(of test: LitmusTest) -> RunScope {
    let sorts = Set(specification.library.fragment.sorts.map(\.name))
    var scope = RunScope.defaults.overridden(by: test.scope, sorts: sorts)
      .overridden(by: overrides.scope, sorts: sorts)
    scope.calls = 1
    for sort in specification.library.fragment.sorts where sort.isGranular {
      let size = test.size(ofGranular: sort.name)
      if scope.sizes[sort.name] == nil && size > 1 { scope.sizes[sort.name] = size }
    }
    return scope
  }
}

/// The properties that decide the conditions of a litmus test.
package struct LitmusProperties {
  let test: LitmusTest
  /// Whether a state is final: all tasks have ended, or the machine has stopped.
  let final: Expression

  init(_ test: LitmusTest, final: Expression) {
    self.test = test
    self.final = final
  }

  /// That all final states are so, or that none is.
  static func universal(_ condition: Int) -> String { "\(condition + 1)" }

  /// That a final state is some alternative.
  static func existential(_ condition: Int, _ alternative: Int) -> String {
    "\(condition + 1).\(alternative + 1)"
  }

  /// That there is a final state.
  static let ends = "ends"

  /// What says of a state of the system whether it is final.
  package static func final(in system: TransitionSystem) -> Expression {
    system.properties.first { $0.name == ends }?.kind.conditions.first ?? .bool(false)
  }

  var all: [Property] {
    var properties = [Property(name: Self.ends, kind: .reachable(final))]
    for (position, condition) in test.conditions.enumerated() {
      let any = Expression.or(condition.alternatives)
      switch condition.quantifier {
      case .exactly:
        properties.append(
          Property(name: Self.universal(position), kind: .always(.implies(final, any))))
      case .forbids:
        properties.append(
          Property(name: Self.universal(position), kind: .always(.implies(final, .not(any)))))
      case .allows: break
      }
      guard condition.quantifier != .forbids else { continue }
      for (number, alternative) in condition.alternatives.enumerated() {
        properties.append(
          Property(
            name: Self.existential(position, number), kind: .reachable(.and([final, alternative]))))
      }
    }
    return properties
  }
}
