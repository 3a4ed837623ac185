internal import TransitionSystem

/// Properties and models.
extension SpecificationChecker {
  /// A property of all designs, or of the model whose declarations are inherited.
  func property(
    _ item: ItemSyntax, inherited: Declarations, model: ModelDeclaration? = nil
  ) -> PropertyDeclaration? {
    let isInModel = model != nil
    if isInModel, let use = uses(item.members).first { log.report(.usesInModel(use)) }
    let (checker, used) = watcher(item, inherited: inherited, mayRequire: true)
    let demand = demand(item, checker)
    let (title, source) = texts(item.members)
    var property = PropertyDeclaration(
      name: item.name.text, title: title, source: source, uses: used, fragment: checker.fragment,
      demand: demand ?? .stepwise, site: site(item.name.range), documentation: item.documentation)
    let modelBudgets = model.map { Set($0.fragment.environment.compactMap(\.budget)) }
    property.scope = scope(item.members, checker.declarations, modelBudgets ?? allBudgets)
    for member in item.members {
      switch member.kind {
      case .workload(let name):
        if property.workload != nil { log.report(.duplicateText("workload", member.range)) }
        property.workload = workload(name, isInModel: isInModel)
      case .contested: property.isContested = true
      case .aside: property.isAside = true
      case .title, .source, .sort, .enumeration, .state, .lock, .option, .settings, .define,
        .event, .callable, .environment, .initialization, .property, .role, .scope, .uses,
        .handler, .demand, .fairness, .variant, .expect, .claimed, .claim, .bug, .litmus,
        .requirement:
        break
      }
    }
    property.demand = stating(item, property, checker, model)
    return demand == nil ? nil : property
  }

  private func workload(_ name: Name, isInModel: Bool) -> String? {
    if isInModel {
      log.report(.workloadInModel(name.range))
      return nil
    }
    if item(.workload, named: name.text) == nil {
      let near = Suggestion.nearest(to: name.text, among: names(.workload))
      log.report(.unknownItem("workload", name, near: near))
    }
    return name.text
  }

  /// The one thing that a property demands, or nil with a diagnostic.
  private func demand(
    _ item: ItemSyntax, _ checker: FragmentChecker
  ) -> PropertyDeclaration.Demand? {
    let demands = item.members.compactMap { member -> DemandSyntax? in
      if case .demand(let demand) = member.kind { return demand }
      return nil
    }
    if demands.count > 1 {
      let note = Diagnostic.Note("the first one is here", at: demands[0].range)
      log.report(.secondDemand(demands[1].range, notes: [note]))
    }
    let requires = checker.fragment.handlers.contains { $0.body.containsRequire }
    guard let demand = demands.first else {
      let hasHandler = item.members.contains {
        if case .handler = $0.kind { return true }
        return false
      }
      if !requires && !(hasHandler && log.diagnostics.hasErrors) {
        log.report(.emptyProperty(item.name))
      }
      return .stepwise
    }
    if requires { log.report(.mixedDemand(demand.range)) }
    return lower(demand, checker)
  }

  private func lower(
    _ demand: DemandSyntax, _ checker: FragmentChecker
  ) -> PropertyDeclaration.Demand? {
    func condition(_ syntax: ExpressionSyntax) -> Expression? {
      BodyChecker(checker, .condition).condition(syntax, "what a property demands")
    }
    switch demand.kind {
    case .always(let syntax): return condition(syntax).map { .always($0) }
    case .never(let syntax): return condition(syntax).map { .never($0) }
    case .reachable(let syntax): return condition(syntax).map { .reachable($0) }
    case .leadsTo(let syntax): return response(syntax, checker).map { .leadsTo($0) }
    case .statically(let rule): return staticRule(rule, checker).map { .statically($0) }
    }
  }

  /// Sizes of sorts by the sort's name, budgets, and `calls`.
  func scope(
    _ members: [MemberSyntax], _ declarations: Declarations, _ budgets: Set<String>
  ) -> [String: Int] {
    var scope: [String: Int] = [:]
    for case .scope(let counts) in members.map(\.kind) {
      for count in counts {
        guard let key = scopeKey(count.name, declarations, budgets) else { continue }
        if scope[key] != nil {
          log.report(.duplicateName(count.name, kind: "a part of the scope", notes: []))
        }
        if count.count == 0, declarations.sorts[key] != nil {
          log.report(.emptySort(count.name))
        }
        if count.count == 0, key == "calls" {
          log.report(.zeroCount("a task makes at least 1 call", count.name.range))
        }
        scope[key] = count.count
      }
    }
    return scope
  }

  private func scopeKey(
    _ name: Name, _ declarations: Declarations, _ budgets: Set<String>
  ) -> String? {
    let text = name.text
    if declarations.sorts[text] != nil || budgets.contains(text) || text == "calls" { return text }
    if text.hasSuffix("s"), declarations.sorts[String(text.dropLast())] != nil {
      return String(text.dropLast())
    }
    let known = Array(declarations.sorts.keys) + budgets + ["calls"]
    log.report(.unknownScope(name, near: Suggestion.nearest(to: text, among: known)))
    return nil
  }

  /// Every budget that some environment action draws on.
  var allBudgets: Set<String> {
    Set(events(nil).compactMap(\.budget))
  }

  /// A model sees no library; it has tasks and results for free.
  func checkModel(_ item: ItemSyntax) {
    let free = Self.free(of: item)
    let checker = FragmentChecker(
      .model, item.name.text, inherited: Declarations(free), sources: sources, log: log)
    checker.check(item.members)
    var graph = CallGraph()
    graph.addLayer(checker.fragment.callables, checker.calls)
    reportRecursion(graph, to: log)
    let budgets = Set(checker.fragment.environment.compactMap(\.budget))
    let (title, source) = texts(item.members)
    var model = ModelDeclaration(
      name: item.name.text, title: title, source: source,
      fragment: free.merged(with: checker.fragment), settings: settings(item.members, checker),
      roles: roles(item.members, checker), site: site(item.name.range),
      documentation: item.documentation)
    model.scope = scope(item.members, checker.declarations, budgets)
    var names: Set<String> = []
    for case .property(let syntax) in item.members.map(\.kind) {
      if !names.insert(syntax.name.text).inserted {
        log.report(.duplicateName(syntax.name, kind: "a property", notes: []))
      }
      let property = property(syntax, inherited: checker.declarations, model: model)
      if let property { model.properties.append(property) }
    }
    specification.models.append(model)
  }

  /// The results that a model's calls may give unless it declares its own.
  static let result = VariantType(
    "result",
    [VariantType.Case("ok")]
      + ["EIO", "ENOSPC", "EFAULT", "EINVAL", "EOPNOTSUPP", "EBUSY"].map {
        VariantType.Case($0, isError: true)
      })
}

extension [Statement] {
  /// Whether a `require` is among the statements or inside of them.
  fileprivate var containsRequire: Bool {
    contains { statement in
      switch statement {
      case .require: true
      case .conditional(_, let then, let otherwise, _):
        then.containsRequire || otherwise.containsRequire
      case .choose(_, _, let body, let otherwise, _):
        body.containsRequire || (otherwise ?? []).containsRequire
      case .with(_, _, _, let body, _), .iterate(_, let body, _), .atomic(let body, _):
        body.containsRequire
      case .declare, .assign, .write, .call, .await, .returning, .retry, .emit, .cover: false
      }
    }
  }
}
