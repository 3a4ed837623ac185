internal import TransitionSystem

/// Tests that speak of parts of things, and those that do not.
extension LitmusTest {
  /// How many elements of a granular sort there are.
  ///
  /// It is what the scope says, or as many as the test names, but no less than two. A test that
  /// names none has one, which is not told.
  package func size(ofGranular sort: String) -> Int {
    if let size = scope[sort] { return size }
    let statements = initialization + fragment.callables.flatMap(\.body)
    let expressions =
      statements.flattened.flatMap(\.expressions) + conditions.flatMap(\.alternatives)
    var named: [String: Int] = [:]
    for expression in expressions { expression.collectNamedElements(into: &named) }
    return named[sort].map { max(2, $0) } ?? 1
  }

  /// The test without the granular sorts of which it names no element.
  package func coarsened(in specification: Specification) -> LitmusTest {
    let kernels = specification.kernels.map(\.fragment)
    let declarations = [specification.library.fragment] + kernels + [fragment]
    let sorts = declarations.flatMap(\.sorts).filter {
      $0.isGranular && size(ofGranular: $0.name) <= 1
    }
    let coarsening = Coarsening(without: Set(sorts.map(\.name)), in: declarations)
    var result = self
    result.initialization = coarsening.statements(initialization)
    for index in fragment.callables.indices {
      result.fragment.callables[index].body = coarsening.statements(fragment.callables[index].body)
    }
    for index in conditions.indices {
      result.conditions[index].alternatives = conditions[index].alternatives.map {
        coarsening.expression($0)
      }
    }
    return result
  }
}
