internal import TransitionSystem

/// What properties, observers and workloads see of kernels and designs.
extension SpecificationChecker {
  /// Types, events, syscalls and recipes of any kernel, design or workload; state, locks, options
  /// and definitions that every kernel has alike, so that they mean something in every system.
  func makeInterface() {
    let own = specification.kernels.map { checkedKernels[$0.name]?.whole.declarations ?? library }
    let contexts = own + specification.designs.compactMap { designContexts[$0.name] }
    interface = library
    interface.callables = [:]
    for context in contexts { addTypes(of: context) }
    addEvents(of: contexts)
    addCallables(of: contexts.isEmpty ? [library] : contexts)
    addCommonState()
    var workloads: [Declarations] = []
    for item in items(.workload) {
      let checker = FragmentChecker(
        .workload, item.name.text, inherited: interface, sources: sources, log: DiagnosticLog())
      checker.declare(item.members)
      addCallables(of: [checker.declarations])
      workloads.append(checker.declarations)
    }
    settleCalls(declaredIn: contexts + workloads)
  }

  /// A type that two contexts declare differently is not visible outside.
  private func addTypes(of context: Declarations) {
    for (name, sort) in context.sorts where interface.disagreeing[name] == nil {
      if let old = interface.sorts[name], old != sort {
        interface.sorts[name] = nil
        interface.disagreeing[name] = []
      } else {
        interface.sorts[name] = sort
      }
    }
    for (name, variant) in context.variants where interface.disagreeing[name] == nil {
      if let old = interface.variants[name], old != variant {
        interface.variants[name] = nil
        interface.disagreeing[name] = []
      } else {
        interface.variants[name] = variant
      }
    }
    interface.places.merge(context.places) { old, _ in old }
  }

  private func addEvents(of contexts: [Declarations]) {
    for context in contexts {
      for (name, event) in context.events where interface.disagreeing[name] == nil {
        let isKnown = event.parameters.allSatisfy { isVisible($0.type) }
        let old = interface.events[name]?.parameters.map(\.type)
        if let old, old != event.parameters.map(\.type) {
          interface.events[name] = nil
          interface.disagreeing[name] = []
        } else if isKnown {
          interface.events[name] = event
        }
      }
    }
  }

  func isVisible(_ type: ValueType) -> Bool {
    switch type {
    case .bool, .integer: true
    case .sort(let name): interface.sorts[name] != nil
    case .variant(let name): interface.variants[name] != nil
    }
  }

  /// Syscalls and recipes; those of one name must have one signature to be named outside.
  private func addCallables(of contexts: [Declarations]) {
    for context in contexts {
      for name in context.callables.keys.sorted() {
        guard let signature = context.callables[name], signature.isUserVisible else { continue }
        let place = context.places[.init(group: .call, name: name)]
        let types = signature.parameters.map(\.type) + [signature.returns].compactMap(\.self)
        let old = interface.callables[name]
        let agrees = old?.agrees(with: signature) ?? true
        if interface.disagreeing[name] != nil || !agrees || !types.allSatisfy(isVisible) {
          let first = interface.places[.init(group: .call, name: name)]
          let known = interface.disagreeing[name] ?? [first].compactMap(\.self)
          interface.disagreeing[name] = (known + [place].compactMap(\.self)).uniqued
          interface.callables[name] = nil
        } else if old == nil {
          interface.callables[name] = signature
          interface.places[.init(group: .call, name: name)] = place
        }
      }
    }
  }

  /// What every kernel that is not abstract declares alike.
  private func addCommonState() {
    let kernels = specification.kernels.filter { !$0.isAbstract }
    let contexts = kernels.compactMap { checkedKernels[$0.name]?.whole.declarations }
    guard let first = contexts.first else { return }
    let rest = contexts.dropFirst()
    for (name, variable) in first.variables where isVisible(variable.type) {
      let isCommon = rest.allSatisfy { context in
        guard let other = context.variables[name] else { return false }
        return other.indices == variable.indices && other.type == variable.type
          && other.isPartial == variable.isPartial
      }
      if isCommon { interface.variables[name] = variable }
    }
    for (name, lock) in first.locks
    where rest.allSatisfy({ $0.locks[name]?.indices == lock.indices }) {
      interface.locks[name] = lock
    }
    for (name, option) in first.options
    where rest.allSatisfy({ $0.options[name]?.type == option.type }) {
      interface.options[name] = option
    }
    for (name, definition) in first.definitions {
      let isCommon = rest.allSatisfy { context in
        guard let other = context.definitions[name] else { return false }
        return other.parameters == definition.parameters && other.body == definition.body
      }
      if isCommon { interface.definitions[name] = definition }
    }
  }
}

extension [SourceRange] {
  /// Each once, in order of the text.
  fileprivate var uniqued: [SourceRange] { Set(self).sorted() }
}
