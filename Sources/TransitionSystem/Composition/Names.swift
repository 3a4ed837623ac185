/// The callables, observers and options of a composition, looked up by name.
struct Names: Sendable {
  let composition: Composition
  private let definitions: [String: [Callable]]
  let variables: [String: StateVariable]
  let locks: [String: Lock]
  let handlers: [Handler]
  let options: [String: Expression]
  let simplifier: Simplifier
  let variants: [String: VariantType]
  /// Partial functions and relations of the task that nothing ever writes: reading them is no step.
  var rigid: Set<String> = []

  init(_ composition: Composition) {
    self.composition = composition
    let all = composition.merged
    var definitions: [String: [Callable]] = [:]
    let recipes = composition.workload?.recipes ?? []
    for callable in composition.layers.flatMap(\.callables) + recipes {
      definitions[callable.name, default: []].append(callable)
    }
    self.definitions = definitions
    variables = Dictionary(all.variables.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    locks = Dictionary(all.locks.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    handlers = all.handlers
    options = composition.optionValues
    variants = Dictionary(all.variants.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    simplifier = Simplifier(variants: all.variants)
  }

  /// The callable of this name that counts, or the one that it replaces at `depth` levels below.
  func callable(_ name: String, below depth: Int = 0) -> Callable? {
    guard let found = definitions[name], depth < found.count else { return nil }
    return found[found.count - 1 - depth]
  }

  /// The state variables that the expression reads and a step may write.
  func sharedState(_ expression: Expression) -> Set<String> {
    expression.stateVariables.subtracting(rigid)
  }

  /// Whether it is a constant, or a local; the composer never assigns a local that is an argument
  /// of a call while the call runs.
  func isStable(_ expression: Expression) -> Bool {
    switch expression {
    case .bool, .integer, .element, .last, .variable: true
    case .make(_, _, let arguments): arguments.allSatisfy(isStable)
    case .read(let name, let indices): rigid.contains(name) && indices.allSatisfy(isStable)
    default: false
    }
  }

  /// The cases of a type that are errors.
  func errorCases(of type: ValueType) -> (type: String, cases: [String])? {
    guard case .variant(let name) = type, let variant = variants[name] else { return nil }
    return (name, variant.cases.filter(\.isError).map(\.name))
  }
}
