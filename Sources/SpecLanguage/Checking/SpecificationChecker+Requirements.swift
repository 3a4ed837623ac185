internal import TransitionSystem

/// Requirements, and what properties demand of declarations.
extension SpecificationChecker {
  func checkRequirement(_ item: ItemSyntax) {
    var requirement = Requirement(name: item.name.text)
    requirement.source = texts(item.members).source
    requirement.site = site(item.name.range)
    requirement.documentation = item.documentation
    for case .requirement(let member) in item.members.map(\.kind) {
      add(member, to: &requirement, named: item.name)
    }
    if isIntact(item.range) { reportGaps(in: requirement, item.name) }
    specification.requirements.append(requirement)
  }

  private func add(
    _ member: RequirementSyntax, to requirement: inout Requirement, named name: Name
  ) {
    switch member {
    case .says(let text):
      if !requirement.says.isEmpty { log.report(.duplicateText("says", text.range)) }
      requirement.says = text.text
    case .stated(let names):
      requirement.properties += known(names, .property, "property")
    case .contradicts(let names, let reason):
      for other in names where other.text == name.text {
        log.report(.contradictsItself(other))
      }
      requirement.contradictions += known(names, .requirement, "requirement").map {
        .init(name: $0, reason: reason)
      }
    case .notModelled(let reason, let range):
      if requirement.notModelled != nil { log.report(.duplicateText("not modelled", range)) }
      requirement.notModelled = reason
    }
  }

  private func known(_ names: [Name], _ kind: ItemSyntax.Kind, _ word: String) -> [String] {
    for name in names where item(kind, named: name.text) == nil {
      let near = Suggestion.nearest(to: name.text, among: self.names(kind))
      log.report(.unknownItem(word, name, near: near))
    }
    return names.map(\.text)
  }

  private func reportGaps(in requirement: Requirement, _ name: Name) {
    if requirement.says.isEmpty { log.report(.requirementWithout("says", name)) }
    if requirement.source.isEmpty { log.report(.requirementWithout("source", name)) }
    if requirement.properties.isEmpty && requirement.notModelled == nil {
      log.report(.unstatedRequirement(name))
    }
  }

  /// The demand, or nil with a diagnostic.
  func staticRule(_ syntax: StaticRuleSyntax, _ checker: FragmentChecker) -> StaticRule? {
    switch syntax {
    case .addsNoStep(let names):
      let found = names.filter { isCall($0, checker) }
      return found.count == names.count ? .addsNoStep(to: names.map(\.text)) : nil
    case .without(let forbidden, let callee, let outside):
      guard isCall(callee, checker) else { return nil }
      if let attribute = Callable.Attribute(rawValue: forbidden.text) {
        for name in outside { log.report(.outsideOfAttribute(name)) }
        return .lacks(attribute, in: callee.text)
      }
      let steps = [forbidden] + outside.filter { Callable.Attribute(rawValue: $0.text) == nil }
      let unknown = steps.filter { !isSomewhere($0, checker) }
      guard unknown.isEmpty else { return nil }
      return .avoids(
        forbidden.text, in: callee.text,
        outside: outside.map { name in
          Callable.Attribute(rawValue: name.text).map { .attribute($0) } ?? .callable(name.text)
        })
    }
  }

  /// Whether user space can name the call; if not it is reported.
  private func isCall(_ name: Name, _ checker: FragmentChecker) -> Bool {
    if checker.broken.contains(name.text) { return false }
    let callables = checker.declarations.callables
    if callables[name.text] != nil || checker.declarations.disagreeing[name.text] != nil {
      return true
    }
    let near = Suggestion.nearest(to: name.text, among: callables.keys)
    log.report(.unknownCallee(name, nil, near: near))
    return false
  }

  /// Whether a library, kernel, design or the model declares it; if not it is reported.
  private func isSomewhere(_ name: Name, _ checker: FragmentChecker) -> Bool {
    let known = Set(checker.declarations.callables.keys).union(allDeclared.callables.keys)
    if known.contains(name.text) { return true }
    let words = known.union(Callable.Attribute.allCases.map(\.rawValue))
    log.report(.unknownStaticName(name, near: Suggestion.nearest(to: name.text, among: words)))
    return false
  }
}

/// What is wrong with requirements and static rules, in alphabetical order of the ids.
extension Diagnostic {
  static func contradictsItself(_ name: Name) -> Diagnostic {
    error("contradictsItself", name.range, "'\(name.text)' contradicts itself")
  }

  static func outsideOfAttribute(_ name: Name) -> Diagnostic {
    error(
      "outsideOfAttribute", name.range,
      "nothing is left out where calls must not have an attribute; 'outside' is for steps")
  }

  static func requirementWithout(_ word: String, _ name: Name) -> Diagnostic {
    error("requirementWithout", name.range, "the requirement '\(name.text)' has no '\(word)'")
  }

  static func unknownStaticName(_ name: Name, near: String?) -> Diagnostic {
    error(
      "unknownStaticName", name.range,
      "'\(name.text)' is no attribute, and there is no such step, routine or call\(meant(near))")
  }

  static func unstatedRequirement(_ name: Name) -> Diagnostic {
    error(
      "unstatedRequirement", name.range,
      "nothing says what became of '\(name.text)': it needs 'stated by' or 'not modelled because'")
  }
}
