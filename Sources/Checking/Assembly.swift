package import SpecLanguage
package import TransitionSystem

/// Puts the parts of a search together: library, kernels, design, observers, workload.
package struct Assembly: Sendable {
  package let specification: Specification
  package let overrides: Overrides

  package init(_ specification: Specification, _ overrides: Overrides) {
    self.specification = specification
    self.overrides = overrides
  }

  /// The system of a search with its scope, nothing left out but, if it is to be coarse, granular
  /// sorts of one element (`Coarsening`).
  package func system(
    of search: Plan.Search, isCoarse: Bool = true
  ) throws(CompositionError) -> (system: TransitionSystem, scope: Scope) {
    var composition =
      isCoarse ? try composition(of: search) : try fineComposition(of: search)
    if search.scope.copies > 1 {
      composition.replication = Replication(copies: try laidOut(search), isBounded: true)
    }
    let system = try composed(composition, search.properties)
    var sizes = search.scope.sizes
    if let tasks = system.minimumSizes["task"] { sizes["task"] = max(tasks, sizes["task"] ?? 0) }
    for (sort, least) in system.minimumSizes.sorted(by: { $0.key < $1.key }) {
      guard (sizes[sort] ?? 1) >= least else {
        throw CompositionError(
          "the scope has \(sizes[sort] ?? 1) '\(sort)', but '\(search.workload)' names \(least)")
      }
    }
    return (system, Scope(sizes))
  }

  func composed(
    _ composition: Composition, _ properties: [String]
  ) throws(CompositionError) -> TransitionSystem {
    var system = try Composer.compose(composition)
    for property in properties where system.property(property) == nil {
      system.properties.append(Property(name: property, kind: .stepwise))
    }
    return system
  }

  /// What a search explores: only what its guards and properties can see.
  ///
  /// A model of text alone stays whole: it is small, its counts are compared with other tools', and
  /// an undefined read is an error of the spec even where no property would see it.
  package static func reduced(_ system: TransitionSystem, of search: Plan.Search)
    -> TransitionSystem
  {
    search.column.kernel == nil ? system : reduced(system, to: search.properties)
  }

  /// The system without what the properties cannot see.
  package static func reduced(_ system: TransitionSystem, to names: [String]) -> TransitionSystem {
    let wanted = Set(names)
    return system.coneOfInfluence(of: wanted).withoutConstantVariables()
      .coneOfInfluence(of: wanted)
  }

  func composition(of search: Plan.Search) throws(CompositionError) -> Composition {
    try coarsened(fineComposition(of: search), search.scope)
  }

  /// The parts of a search as the specs have them, nothing left out.
  package func fineComposition(
    of search: Plan.Search
  ) throws(CompositionError) -> Composition {
    let column = search.column
    let declared = specification.properties(of: column).filter {
      search.properties.contains($0.name)
    }
    var composition = Composition(
      name: column.title, layers: [], properties: declared.map(property),
      budgets: search.scope.budgets, calls: search.scope.calls)
    if let kernel = column.kernel {
      try addLayers(kernel, column, &composition)
      composition.workload = try workload(search.workload)
    } else if let model = specification.models.first(where: { $0.name == column.design }) {
      composition.layers = namedLayers(of: column).map(\.fragment)
      add(model.settings, &composition)
      composition.workload = Workload(name: model.name, roles: model.roles, site: model.site)
    }
    add(overrides.options, &composition)
    composition.observers = try observers(of: declared)
    composition.unlimited = Set(declared.flatMap(\.fairEvents))
    return composition
  }

  /// The composition without the granular sorts of which the scope has one element.
  func coarsened(
    _ composition: Composition, _ scope: RunScope
  ) throws(CompositionError) -> Composition {
    let sorts = composition.layers.flatMap(\.sorts).filter {
      $0.isGranular && (scope.sizes[$0.name] ?? 1) <= 1
    }
    return try composition.coarsened(without: Set(sorts.map(\.name)))
  }

  private func property(_ declaration: PropertyDeclaration) -> Property {
    let names = declaration.fragment.ghostNames(prefix: declaration.name)
    let kind: Property.Kind =
      switch declaration.demand {
      case .always(let expression): .always(expression.renamingVariables(names))
      case .never(let expression): .always(.not(expression.renamingVariables(names)))
      case .reachable(let expression): .reachable(expression.renamingVariables(names))
      case .leadsTo(let response): .leadsTo(assumed(response, names))
      case .stepwise, .statically: .stepwise
      }
    return Property(
      name: declaration.name, kind: kind, title: declaration.title, source: declaration.source,
      site: declaration.site)
  }

  /// The response with the ghosts of its property, and without the fairness that is switched off.
  private func assumed(_ response: Response, _ names: [String: String]) -> Response {
    var result = response
    result.trigger = response.trigger.renamingVariables(names)
    result.goal = response.goal.renamingVariables(names)
    result.fairness.removeAll { overrides.unfair.contains($0.name) }
    return result
  }

  private func workload(_ name: String) throws(CompositionError) -> Workload {
    guard let found = specification.workloads.first(where: { $0.name == name }) else {
      throw CompositionError("there is no workload '\(name)'")
    }
    return found
  }

  private func addLayers(
    _ kernelName: String, _ column: Column, _ composition: inout Composition
  ) throws(CompositionError) {
    addKernel(kernelName, &composition)
    try addDesign(column, &composition)
  }

  func addKernel(_ name: String, _ composition: inout Composition) {
    composition.layers = namedLayers(ofKernel: name).map(\.fragment)
    for kernel in specification.chain(of: name) { add(kernel.settings, &composition) }
  }

  func addDesign(
    _ column: Column, _ composition: inout Composition
  ) throws(CompositionError) {
    guard let design = specification.designs.first(where: { $0.name == column.design }) else {
      throw CompositionError("there is no design '\(column.design)'")
    }
    composition.layers.append(design.fragment)
    add(design.settings, &composition)
    if let variant = design.variants.first(where: { $0.name == column.variant }) {
      add(variant.settings, &composition)
    }
  }

  func add(_ settings: [OptionSetting], _ composition: inout Composition) {
    for setting in settings { composition.settings[setting.name] = setting.value }
  }

  /// The observers that the properties use, each after those that it uses itself, then the
  /// properties' own handlers.
  private func observers(
    of declared: [PropertyDeclaration]
  ) throws(CompositionError) -> [Fragment] {
    var order: [String] = []
    func visit(_ name: String) {
      guard !order.contains(name) else { return }
      let observer = specification.observers.first { $0.name == name }
      for used in observer?.uses ?? [] { visit(used) }
      order.append(name)
    }
    for property in declared { for name in property.uses { visit(name) } }
    let shared = order.compactMap { name in
      specification.observers.first { $0.name == name }?.fragment
    }
    return shared + declared.map { $0.fragment.renamingGhosts(prefix: $0.name) }
  }
}

extension PropertyDeclaration {
  /// The environment actions that its fairness speaks of, switched off or not.
  fileprivate var fairEvents: [String] {
    guard case .leadsTo(let response) = demand else { return [] }
    return response.fairness.flatMap(\.subjects).compactMap { subject in
      if case .event(let name, _) = subject { return name }
      return nil
    }
  }
}
