import SpecLanguage
import TransitionSystem

/// The system in which one of many calls is made in one of many situations.
///
/// The situation comes first, as an event of the environment; then a single task makes one call.
struct OutcomeSystem {
  var system: TransitionSystem
  var scope: Scope
  var conditions: Conditions
  /// The events that draw on a budget.
  var budgeted: Set<String>

  /// What is to be known of each state, by position among all conditions.
  struct Conditions {
    var all: [Expression] = []
    /// That the situation, by number, has come.
    var situations: [Int] = []
    /// That the call, by number, has begun.
    var calls: [Int] = []
    /// That the call has returned.
    var hasReturned = 0
    /// That no task is in a call.
    var isQuiescent = 0
    /// For each type of results that a call has returned this case of it.
    var results: [ValueType: [(name: String, position: Int)]] = [:]
    var lifecycles: [Things] = []

    /// The things of a lifecycle.
    struct Things {
      /// For each thing the cases of each aspect.
      var cases: [[[Int]]] = []
      /// The position of the one that calls are about.
      var example = 0
    }
  }
}

/// A call whose outcomes are asked for.
struct OutcomeCall: Hashable {
  var callable: Callable
  var arguments: [Expression]
}

extension Assembly {
  /// The system calls and recipes of a design, or of a kernel alone, that pages without parts can
  /// take, each with every case of its modes.
  func calls(of column: OutcomeColumn) -> [OutcomeCall] {
    let layers = layers(of: column)
    let granular = Set(layers.flatMap(\.sorts).filter(\.isGranular).map(\.name))
    let variants = Dictionary(
      layers.flatMap(\.variants).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    var calls: [OutcomeCall] = []
    var seen: Set<String> = []
    let callables = column.design == nil ? layers.flatMap(\.callables) : layers.last?.callables
    let visible = (callables ?? []).filter { [.syscall, .recipe].contains($0.kind) }
    for name in visible.map(\.name) where seen.insert(name).inserted {
      guard let callable = visible.last(where: { $0.name == name }) else { continue }
      var choices: [[Expression]] = [[]]
      for parameter in callable.parameters {
        let values = examples(of: parameter.type, granular, variants)
        choices = choices.flatMap { choice in values.map { choice + [$0] } }
      }
      calls += choices.map { OutcomeCall(callable: callable, arguments: $0) }
    }
    return calls
  }

  /// One element of a sort; every case of an enum without fields; nothing of other types.
  private func examples(
    of type: ValueType, _ granular: Set<String>, _ variants: [String: VariantType]
  ) -> [Expression] {
    switch type {
    case .sort(let name):
      granular.contains(name)
        ? [] : [.element(sort: name, specification.library.examples[name] ?? 0)]
    case .bool: [.bool(false), .bool(true)]
    case .integer: []
    case .variant(let name):
      (variants[name]?.cases ?? []).filter(\.fields.isEmpty).map { .value(name, $0.name) }
    }
  }

  /// The layers of a kernel, with a design or without, the base first.
  func layers(of column: OutcomeColumn) -> [Fragment] {
    guard let design = column.design else {
      return [specification.library.fragment]
        + specification.chain(of: column.kernel).map(\.fragment)
    }
    return specification.layers(of: Column(kernel: column.kernel, design: design))
  }

  /// The system of some calls in situations of one scope and with the same settings.
  func system(
    of calls: [OutcomeCall], in situations: [Situation], _ column: OutcomeColumn
  ) throws(CompositionError) -> OutcomeSystem {
    let sorts = Set(specification.library.fragment.sorts.map(\.name))
    let runScope = RunScope.defaults.overridden(by: situations.first?.scope ?? [:], sorts: sorts)
      .overridden(by: overrides.scope, sorts: sorts)
    var composition = Composition(
      name: column.kernel, layers: [], budgets: runScope.budgets, calls: 1)
    addKernel(column.kernel, &composition)
    if let design = column.design {
      try addDesign(
        Column(kernel: column.kernel, design: design, variant: column.variant), &composition)
    }
    add(situations.first?.settings ?? [], &composition)
    // Where nobody calls, everything that can happen by itself happens once.
    if calls.isEmpty {
      let budgets = composition.environment.compactMap(\.budget)
      for budget in budgets { composition.budgets[budget] = 1 }
    }
    add(overrides.options, &composition)
    let observation = OutcomeObservation(calls: calls, situations: situations)
    composition.layers.append(observation.events)
    composition.observers = [observation.notes]
    composition.workload = calls.isEmpty ? nil : observation.workload
    var conditions = observation.conditions(
      specification.library, composition.layers.flatMap(\.variants), runScope.sizes)
    composition.properties = conditions.all.enumerated().map {
      Property(name: "\($0.offset)", kind: .reachable($0.element))
    }
    let system = try Composer.compose(try coarsened(composition, runScope))
    conditions.all = system.properties.flatMap(\.kind.conditions)
    conditions.isQuiescent = conditions.all.count
    conditions.all.append(system.quiescent ?? .bool(true))
    var sizes = runScope.sizes
    for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 1, least) }
    let budgeted = composition.environment.filter { $0.budget != nil }.map(\.name)
    return OutcomeSystem(
      system: system, scope: Scope(sizes), conditions: conditions, budgeted: Set(budgeted))
  }
}
