/// Fragments, workloads and whole compositions without granular sorts.
extension Composition {
  /// The same without the granular sorts that are to be taken as one element each.
  ///
  /// - Throws: What asks for a part where there are no parts: a program that calls what takes an
  ///   element of such a sort; state whose content is one.
  package func coarsened(without sorts: Set<String>) throws(CompositionError) -> Composition {
    guard !sorts.isEmpty else { return self }
    var declarations = layers + observers
    var own = Fragment()
    own.callables = workload?.recipes ?? []
    declarations.append(own)
    let coarsening = Coarsening(without: sorts, in: declarations)
    for fragment in declarations { try coarsening.requireWhole(fragment) }
    try requireNoPart(of: sorts)
    var result = self
    result.layers = layers.map { coarsening.fragment($0) }
    result.observers = observers.map { coarsening.fragment($0) }
    result.workload = try workload.map { (workload) throws(CompositionError) in
      try coarsening.workload(workload)
    }
    for index in properties.indices {
      result.properties[index].kind = properties[index].kind.mapConditions {
        coarsening.expression($0)
      }
    }
    return result
  }
}

extension Composition {
  /// Neither the initial state nor a property names a second element of the sorts.
  private func requireNoPart(of sorts: Set<String>) throws(CompositionError) {
    let statements = layers.flatMap(\.initialization) + (workload?.initialization ?? [])
    let expressions =
      statements.flattened.flatMap(\.expressions) + properties.flatMap(\.kind.conditions)
    var named: [String: Int] = [:]
    for expression in expressions { expression.collectNamedElements(into: &named) }
    for sort in layers.flatMap(\.sorts) where sorts.contains(sort.name) {
      guard let size = named[sort.name], size > 1 else { continue }
      throw CompositionError(
        "'\(sort.elementName(size - 1))' is named, and there is one \(sort.name) in this scope: "
          + "say 'scope \(sort.name) = \(size)'", workload?.site)
    }
  }
}

extension Coarsening {
  /// Programs of users speak of parts only where there are some.
  fileprivate func requireWhole(_ fragment: Fragment) throws(CompositionError) {
    for callable in fragment.callables where callable.kind == .recipe {
      for statement in callable.body.flattened {
        if case .call(let call, let site) = statement { try requireWhole(call.callee, site) }
      }
    }
    for variable in fragment.variables where isGone(variable.type) {
      throw CompositionError(
        "'\(variable.name)' is an element of '\(variable.type.description)', and pages have no "
          + "parts in this scope", variable.site)
    }
  }

  private func requireWhole(_ callee: String, _ site: SourceSite?) throws(CompositionError) {
    guard let part = parameters(of: callee)?.first(where: { isGone($0.type) }) else { return }
    let sort = part.type.description
    throw CompositionError(
      "'\(callee)' takes a \(sort), and there are none in this scope: say 'scope \(sort) = 2' or "
        + "more", site)
  }

  fileprivate func fragment(_ fragment: Fragment) -> Fragment {
    var result = fragment
    result.sorts.removeAll { sorts.contains($0.name) }
    for index in result.variants.indices { coarsen(&result.variants[index]) }
    for index in result.variables.indices {
      result.variables[index].indices.removeAll(where: sorts.contains)
    }
    for index in result.locks.indices {
      result.locks[index].indices.removeAll(where: sorts.contains)
    }
    for index in result.definitions.indices {
      result.definitions[index].parameters = kept(fragment.definitions[index].parameters)
      result.definitions[index].body = expression(fragment.definitions[index].body)
    }
    for index in result.events.indices {
      result.events[index].parameters = kept(fragment.events[index].parameters)
    }
    result.callables = fragment.callables.map(callable)
    for index in result.environment.indices {
      result.environment[index].parameters = kept(fragment.environment[index].parameters)
      result.environment[index].body = statements(fragment.environment[index].body)
    }
    result.handlers = fragment.handlers.map(handler)
    result.initialization = statements(fragment.initialization)
    return result
  }

  private func coarsen(_ variant: inout VariantType) {
    variant.cases.removeAll(where: isGone)
    for index in variant.cases.indices {
      variant.cases[index].fields.removeAll { isGone($0.type) }
    }
  }

  private func callable(_ callable: Callable) -> Callable {
    var result = callable
    result.parameters = kept(callable.parameters)
    result.body = statements(callable.body)
    return result
  }

  private func handler(_ handler: Handler) -> Handler {
    var result = handler
    result.body = statements(handler.body)
    result.trigger =
      switch handler.trigger {
      case .call(let name, let bound, let task): .call(name, kept(bound), task: task)
      case .returned(let name, let bound, let value, let condition, let task):
        .returned(name, kept(bound), result: value, when: expression(condition), task: task)
      case .event(let name, let bound): .event(name, kept(bound))
      }
    return result
  }

  fileprivate func workload(_ workload: Workload) throws(CompositionError) -> Workload {
    var result = workload
    result.initialization = statements(workload.initialization)
    result.recipes = workload.recipes.map(callable)
    for index in workload.roles.indices {
      for entry in workload.roles[index].menu { try requireWhole(entry.callee, entry.site) }
      result.roles[index].condition = workload.roles[index].condition.map { expression($0) }
    }
    return result
  }
}
