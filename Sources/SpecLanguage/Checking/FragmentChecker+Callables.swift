internal import TransitionSystem

/// Signatures of callables, and what they replace.
extension FragmentChecker {
  func declareCallable(_ callable: CallableSyntax) {
    let name = callable.name
    let parameters = resolve(callable.parameters)
    let returns = callable.returns.map(resolve)
    guard let parameters, returns.map({ $0 != nil }) ?? true,
      let kind = Callable.Kind(rawValue: callable.kind.text)
    else {
      broken.insert(name.text)
      return
    }
    let signature = Declarations.Signature(
      kind: kind.rawValue, parameters: parameters, returns: returns ?? nil)
    guard mayReplace(callable, kind, signature) else { return }
    declarations.callables[name.text] = signature
    declarations.places[.init(group: .call, name: name.text)] = name.range
    ownCallables[name.text] = fragment.callables.count
    let attributes = callable.attributes.compactMap { Callable.Attribute(rawValue: $0.text) }
    fragment.callables.append(
      Callable(
        kind, name.text, parameters, returns: returns ?? nil, attributes: Set(attributes),
        override: callable.override != nil, site: site(name.range), body: []))
  }

  /// Whether the name is free, or may be replaced in this item.
  private func mayReplace(
    _ callable: CallableSyntax, _ kind: Callable.Kind, _ signature: Declarations.Signature
  ) -> Bool {
    let name = callable.name
    if let first = ownCallables[name.text] {
      let notes = declaredHere(name.text, .call)
      let old = fragment.callables[first].kind.rawValue
      report(.duplicateName(name, kind: "a \(old)", notes: notes))
      return false
    }
    guard let old = inherited.callables[name.text] else {
      if let place = callable.override {
        let near = Suggestion.nearest(to: name.text, among: inherited.callables.keys)
        report(.nothingToOverride(name, near: near, place))
        return false
      }
      return claim(name, .call)
    }
    let isUserVisible = kind == .syscall || kind == .recipe
    guard old.isUserVisible == isUserVisible, !isUserVisible || old.kind == kind.rawValue else {
      report(
        .overrideKind(name, kind.rawValue, old.kind, notes: declaredHere(name.text, .call)))
      return false
    }
    let isDesignCall = isUserVisible && (item.kind == .design || item.kind == .workload)
    if callable.override == nil && !isDesignCall {
      report(.overrideNeeded(name, kind.rawValue, notes: declaredHere(name.text, .call)))
      return false
    }
    if !old.agrees(with: signature) {
      report(.overrideDiffers(name, signature.description, old.description))
      return false
    }
    return true
  }

  /// The second pass: what an item's callables, environment and `init` do.
  func lowerBody(_ member: MemberSyntax) {
    switch member.kind {
    case .callable(let callable): lowerCallable(callable, member)
    case .environment(let environment): lowerEnvironment(environment, member)
    case .initialization(let block):
      let body = BodyChecker(self, .initialization)
      fragment.initialization += body.lower(block, guardedBy: nil)
    case .title, .source, .sort, .enumeration, .state, .lock, .option, .settings, .define, .event,
      .property, .role, .scope, .uses, .workload, .handler, .demand, .fairness, .contested,
      .variant,
      .expect, .claimed, .claim, .bug, .litmus, .requirement, .aside:
      break
    }
  }

  private func lowerCallable(_ syntax: CallableSyntax, _ member: MemberSyntax) {
    let name = syntax.name.text
    // Of a wrong or repeated declaration the body is not checked.
    guard let position = ownCallables[name],
      fragment.callables[position].site == site(syntax.name.range)
    else { return }
    let callable = fragment.callables[position]
    let body = BodyChecker(self, .callable(callable.kind))
    body.owner = name
    body.returns = callable.returns
    body.replaced = inherited.callables[name]
    if callable.kind != .recipe {
      body.enter(Parameter("self", .sort("task")), as: "self", at: nil)
    }
    body.bind(callable.parameters)
    fragment.callables[position].body = body.lower(syntax.body, guardedBy: syntax.condition)
    body.requireReturn(at: syntax.body.end, name)
    fragment.callables[position].documentation = member.documentation
    fragment.callables[position].source = syntax.body.source?.text ?? ""
  }

  private func lowerEnvironment(_ syntax: EnvironmentSyntax, _ member: MemberSyntax) {
    let name = syntax.name.text
    guard let position = ownEnvironment[name],
      fragment.environment[position].site == site(syntax.name.range)
    else { return }
    let body = BodyChecker(self, .environment)
    body.owner = name
    body.bind(fragment.environment[position].parameters)
    let statements = body.lower(syntax.body, guardedBy: syntax.condition)
    fragment.environment[position].body = statements
    fragment.environment[position].budget = syntax.budget?.text
    fragment.environment[position].endsTasks = syntax.endsTasks
    fragment.environment[position].documentation = member.documentation
    fragment.environment[position].source = syntax.body.source?.text ?? ""
  }
}
