internal import TransitionSystem

/// Workloads, observers and properties.
extension SpecificationChecker {
  func checkWorkloads() {
    for item in items(.workload) {
      // A workload sees the recipes of the others only through its roles.
      let checker = FragmentChecker(
        .workload, item.name.text, inherited: interfaceWithout(item), sources: sources, log: log)
      checker.check(item.members)
      var graph = CallGraph()
      graph.addLayer(checker.fragment.callables, checker.calls)
      reportRecursion(graph, to: log)
      let workload = Workload(
        name: item.name.text, title: texts(item.members).title,
        initialization: checker.fragment.initialization,
        roles: roles(item.members, checker), recipes: checker.fragment.callables,
        site: site(item.name.range))
      specification.workloads.append(workload)
    }
  }

  /// The interface without what the workload itself adds to it.
  private func interfaceWithout(_ item: ItemSyntax) -> Declarations {
    var declarations = interface
    for case .callable(let callable) in item.members.map(\.kind) {
      let key = Declarations.Key(group: .call, name: callable.name.text)
      if declarations.places[key] == callable.name.range {
        declarations.callables[callable.name.text] = nil
        declarations.places[key] = nil
      }
    }
    return declarations
  }

  func roles(_ members: [MemberSyntax], _ checker: FragmentChecker) -> [Role] {
    var roles: [Role] = []
    for case .role(let syntax) in members.map(\.kind) {
      if roles.contains(where: { $0.name == syntax.name.text }) {
        log.report(.duplicateName(syntax.name, kind: "a role", notes: []))
        continue
      }
      if syntax.menu.isEmpty { log.report(.emptyMenu(syntax.name)) }
      var menu: [Role.MenuEntry] = []
      for entry in syntax.menu {
        guard var lowered = menuEntry(entry, checker) else { continue }
        lowered.isOptional = entry.isOptional
        menu.append(lowered)
      }
      roles.append(
        Role(
          syntax.name.text, count: syntax.count, calls: syntax.calls, loops: syntax.loops,
          restarts: syntax.restarts, menu: menu, site: site(syntax.name.range)))
    }
    return roles
  }

  private func menuEntry(_ syntax: MenuEntrySyntax, _ checker: FragmentChecker) -> Role.MenuEntry? {
    let callee = syntax.callee
    let declarations = checker.declarations
    guard let signature = declarations.callables[callee.text], signature.isUserVisible else {
      if let places = declarations.disagreeing[callee.text] {
        log.report(.disagreeingSignatures(callee, places))
      } else if !checker.broken.contains(callee.text) {
        let known = declarations.callables.filter(\.value.isUserVisible).map(\.key)
        let kind = declarations.callables[callee.text]?.kind
        let near = Suggestion.nearest(to: callee.text, among: known)
        log.report(.unknownMenuEntry(callee, actually: kind, near: near))
      }
      return nil
    }
    guard syntax.arguments.count == signature.parameters.count else {
      log.report(
        .argumentCount(
          callee, signature.parameters, found: syntax.arguments.count, syntax.range))
      return nil
    }
    var arguments: [Expression?] = []
    for (argument, parameter) in zip(syntax.arguments, signature.parameters) {
      guard let argument else {
        arguments.append(nil)
        continue
      }
      let reason = "'\(parameter.name)' of '\(callee.text)'"
      guard let value = checker.constant(argument, Expected(parameter.type, reason)) else {
        return nil
      }
      arguments.append(value.expression)
    }
    return Role.MenuEntry(callee.text, arguments, site: site(syntax.range))
  }

  /// Observers are checked after those that they use.
  func checkObservers() {
    let observers = items(.observer)
    let names = observers.map(\.name.text)
    let positions = Dictionary(zip(names, names.indices)) { first, _ in first }
    let edges = observers.map { observer in
      uses(observer.members).compactMap { use in
        positions[use.text].map { (use: use, target: $0) }
      }
    }
    let search = CycleSearch(successors: edges.map { $0.map(\.target) })
    for edge in search.closingEdges {
      log.report(.cyclicUses(edges[edge.node][edge.successor].use))
    }
    let checked = search.finished.map { ($0, observer(observers[$0])) }
    specification.observers = checked.sorted { $0.0 < $1.0 }.map(\.1)
  }

  func uses(_ members: [MemberSyntax]) -> [Name] {
    members.flatMap { member -> [Name] in
      if case .uses(let names) = member.kind { return names }
      return []
    }
  }

  private func observer(_ item: ItemSyntax) -> Observer {
    let (checker, used) = watcher(item, inherited: interface, mayRequire: false)
    observerContexts[item.name.text] = checker.declarations
    let (title, source) = texts(item.members)
    return Observer(
      name: item.name.text, title: title, source: source, uses: used, fragment: checker.fragment,
      site: site(item.name.range), documentation: item.documentation)
  }

  /// The ghosts, definitions and handlers of an observer or property, checked.
  func watcher(
    _ item: ItemSyntax, inherited: Declarations, mayRequire: Bool
  ) -> (FragmentChecker, uses: [String]) {
    var context = inherited
    var used: [String] = []
    for use in uses(item.members) {
      guard let observer = observerContexts[use.text] else {
        // An observer that is not checked yet is part of a cycle, which is reported elsewhere.
        if self.item(.observer, named: use.text) == nil {
          let near = Suggestion.nearest(to: use.text, among: names(.observer))
          log.report(.unknownItem("observer", use, near: near))
        }
        continue
      }
      context = merged(context, observer, use)
      if !used.contains(use.text) { used.append(use.text) }
    }
    let checker = FragmentChecker(
      item.kind, item.name.text, inherited: context, sources: sources, log: log)
    checker.check(item.members)
    for member in item.members {
      guard case .handler(let handler) = member.kind else { continue }
      checker.lowerHandler(handler, member.range, mayRequire: mayRequire)
    }
    return (checker, used)
  }

  /// Adds what an observer offers; ghosts of two observers with one name are a mistake.
  private func merged(
    _ context: Declarations, _ observer: Declarations, _ use: Name
  ) -> Declarations {
    for (name, variable) in observer.variables {
      if let old = context.variables[name], old.role == .ghost, old.site != variable.site {
        log.report(.ghostsCollide(name, use))
      }
    }
    return context.merging(observer)
  }
}
