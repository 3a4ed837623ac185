/// Everything that one system is composed of.
package struct Composition: Sendable {
  package var name: String
  /// The library, the kernels from the base on, the design: a later callable replaces an earlier
  /// one of the same name.
  package var layers: [Fragment]
  /// Observers in the order in which their handlers run.
  package var observers: [Fragment]
  package var workload: Workload?
  package var properties: [Property]
  /// The value of every option that differs from its declaration.
  package var settings: [String: Expression]
  /// How often each budgeted environment action may happen; what is missing is off.
  package var budgets: [String: Int]
  /// The environment actions that a fairness assumption speaks of: they draw on no budget.
  package var unlimited: Set<String> = []
  /// How many calls each task makes, where the role does not say.
  package var calls: Int
  /// The copies of the workload that run side by side; nil: the workload itself, with its budgets.
  package var replication: Replication?

  package init(
    name: String, layers: [Fragment], observers: [Fragment] = [], workload: Workload? = nil,
    properties: [Property] = [], settings: [String: Expression] = [:],
    budgets: [String: Int] = [:], calls: Int = 2, replication: Replication? = nil
  ) {
    self.name = name
    self.layers = layers
    self.observers = observers
    self.workload = workload
    self.properties = properties
    self.settings = settings
    self.budgets = budgets
    self.calls = calls
    self.replication = replication
  }
}

/// Why parts do not fit together.
package struct CompositionError: Error, Hashable, Sendable {
  package var message: String
  package var site: SourceSite?

  package init(_ message: String, _ site: SourceSite? = nil) {
    self.message = message
    self.site = site
  }
}

extension Composition {
  /// All layers and observers in one fragment.
  var merged: Fragment { (layers + observers).reduce(Fragment()) { $0.merged(with: $1) } }

  /// The values of all options.
  package var optionValues: [String: Expression] {
    var values: [String: Expression] = [:]
    for layer in layers { for option in layer.options { values[option.name] = option.value } }
    return values.merging(settings) { $1 }
  }

  /// Whether the machine has stopped: `halted()`, as the uppermost layer that has it defines it.
  package var halted: Expression {
    let definitions = layers.flatMap(\.definitions)
    let found = definitions.last { $0.name == "halted" && $0.parameters.isEmpty }
    return found?.body ?? .bool(false)
  }

  /// The environment actions that count: a later one replaces an earlier one of the same name.
  package var environment: [EnvironmentAction] {
    var found: [EnvironmentAction] = []
    for action in layers.flatMap(\.environment) {
      if let position = found.firstIndex(where: { $0.name == action.name }) {
        found[position] = action
      } else {
        found.append(action)
      }
    }
    return found
  }
}
