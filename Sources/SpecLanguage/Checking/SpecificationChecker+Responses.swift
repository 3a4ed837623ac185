internal import TransitionSystem

/// `leadsTo` and the fairness under which it is demanded.
extension SpecificationChecker {
  /// The lowered demand, or nil with diagnostics.
  func response(_ syntax: ResponseSyntax, _ checker: FragmentChecker) -> Response? {
    let body = BodyChecker(checker, .condition)
    return body.scoped {
      guard let parameters = body.quantify(syntax.parameters) else { return nil }
      let filter = syntax.condition.map { body.condition($0, "a condition after 'where'") }
      let trigger = body.condition(syntax.trigger, "what stands before '~>'")
      let goal = body.condition(syntax.goal, "what stands behind '~>'")
      guard let trigger, let goal else { return nil }
      guard let filter else {
        return Response(parameters: parameters, trigger: trigger, goal: goal, fairness: [])
      }
      guard let filter else { return nil }
      return Response(
        parameters: parameters, trigger: .and([filter, trigger]), goal: goal, fairness: [])
    }
  }

  /// The demand with the fairness that the property states.
  func stating(
    _ item: ItemSyntax, _ property: PropertyDeclaration, _ checker: FragmentChecker,
    _ model: ModelDeclaration?
  ) -> PropertyDeclaration.Demand {
    let roles =
      model?.roles ?? specification.workloads.first { $0.name == property.workload }?.roles
    var response: Response?
    if case .leadsTo(let found) = property.demand { response = found }
    let isResponse = item.members.contains {
      if case .demand(let demand) = $0.kind, case .leadsTo = demand.kind { return true }
      return false
    }
    let fairness = fairness(
      item.members, events(model), checker, roles: roles, isResponse: isResponse)
    guard var response else { return property.demand }
    response.fairness = fairness
    return .leadsTo(response)
  }

  /// What happens by itself, in whatever a property can be about.
  func events(_ model: ModelDeclaration?) -> [EnvironmentAction] {
    if let model { return model.fragment.environment }
    return declaring.flatMap(\.environment)
  }

  /// The fairness that a property states.
  ///
  /// - Parameters:
  ///   - members: The members of the property.
  ///   - events: What happens by itself.
  ///   - checker: Of the property, for what it can name.
  ///   - roles: Those of its workload or model; nil where that is not known.
  ///   - isResponse: Whether it demands a `leadsTo`.
  /// - Returns: What could be understood of it.
  private func fairness(
    _ members: [MemberSyntax], _ events: [EnvironmentAction], _ checker: FragmentChecker,
    roles: [Role]?, isResponse: Bool
  ) -> [Fairness] {
    var found: [Fairness] = []
    for member in members {
      guard case .fairness(let syntax) = member.kind else { continue }
      if !isResponse { log.report(.fairnessWithoutResponse(member.range)) }
      if found.contains(where: { $0.name == syntax.name.text }) {
        log.report(.duplicateName(syntax.name, kind: "a fairness assumption", notes: []))
      }
      guard let strength = Fairness.Strength(rawValue: syntax.strength.text) else {
        log.report(.unknownStrength(syntax.strength))
        continue
      }
      let subjects = syntax.subjects.compactMap { subject($0, events, checker, roles) }
      found.append(Fairness(syntax.name.text, strength, subjects, site: site(syntax.name.range)))
    }
    return found
  }

  private func subject(
    _ syntax: FairnessSyntax.Subject, _ events: [EnvironmentAction], _ checker: FragmentChecker,
    _ roles: [Role]?
  ) -> Fairness.Subject? {
    if let role = syntax.role, let roles, !roles.contains(where: { $0.name == role.text }) {
      let near = Suggestion.nearest(to: role.text, among: roles.map(\.name))
      log.report(.unknownRole(role, near: near))
    }
    switch syntax.kind {
    case .steps: return .steps(role: syntax.role?.text)
    case .call(let callee, let binders):
      guard let signature = checker.declarations.callables[callee.text], signature.isUserVisible
      else {
        if !checker.broken.contains(callee.text) {
          let kind = checker.declarations.callables[callee.text]?.kind
          let known = checker.declarations.callables.filter(\.value.isUserVisible).map(\.key)
          let near = Suggestion.nearest(to: callee.text, among: known)
          log.report(.unknownMenuEntry(callee, actually: kind, near: near))
        }
        return nil
      }
      let named = named(callee, binders, signature.parameters, syntax.range)
      return named.map { .call(callee.text, named: $0, role: syntax.role?.text) }
    case .event(let name, let binders):
      if let role = syntax.role { log.report(.fairEventByRole(role)) }
      guard let action = events.last(where: { $0.name == name.text }) else {
        let near = Suggestion.nearest(to: name.text, among: events.map(\.name) + ["steps"])
        log.report(.unknownFairSubject(name, near: near))
        return nil
      }
      let named = named(name, binders, action.parameters, syntax.range)
      return named.map { .event(name.text, named: $0.map { $0 != nil }) }
    }
  }

  /// The names of the positions; without parentheses none has.
  private func named(
    _ name: Name, _ binders: [Name]?, _ parameters: [Parameter], _ range: SourceRange
  ) -> [String?]? {
    guard let binders else { return parameters.map { _ in nil } }
    guard binders.count == parameters.count else {
      log.report(.argumentCount(name, parameters, found: binders.count, range))
      return nil
    }
    return binders.map { $0.text == "_" ? nil : $0.text }
  }
}

/// What is wrong with fairness, in alphabetical order of the ids.
extension Diagnostic {
  static func fairEventByRole(_ role: Name) -> Diagnostic {
    error(
      "fairEventByRole", role.range,
      "no task makes what happens by itself; 'by' stands behind 'steps' or a call")
  }

  static func fairnessWithoutResponse(_ range: SourceRange) -> Diagnostic {
    error(
      "fairnessWithoutResponse", range,
      "'fair' is for a property that demands 'leadsTo'; others speak of finite runs")
  }

  static func unknownFairSubject(_ name: Name, near: String?) -> Diagnostic {
    error(
      "unknownFairSubject", name.range,
      "there is no environment action '\(name.text)'; a call is written 'call \(name.text)'"
        + meant(near))
  }

  static func unknownRole(_ name: Name, near: String?) -> Diagnostic {
    error(
      "unknownRole", name.range, "the workload has no role '\(name.text)'\(meant(near))")
  }

  static func unknownStrength(_ name: Name) -> Diagnostic {
    error("unknownStrength", name.range, "expected 'weak' or 'strong', found '\(name.text)'")
  }
}
