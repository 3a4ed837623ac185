internal import TransitionSystem

/// Handlers of observers and properties.
extension FragmentChecker {
  /// One handler for each trigger; the body is checked anew for each, because its names differ.
  func lowerHandler(_ syntax: HandlerSyntax, _ range: SourceRange, mayRequire: Bool) {
    for trigger in syntax.triggers {
      let body = BodyChecker(self, .handler(mayRequire: mayRequire))
      let lowered = self.trigger(trigger, by: syntax.task, body)
      if let source = syntax.body.source { report(.misplacedSource(source.range)) }
      guard let lowered else { continue }
      let statements = body.lower(syntax.body, guardedBy: nil)
      fragment.handlers.append(
        Handler(owner: item.name, trigger: lowered, body: statements, site: site(range)))
    }
  }

  private func trigger(
    _ syntax: TriggerSyntax, by task: Name?, _ body: BodyChecker
  ) -> Handler.Trigger? {
    let name = syntax.name.text
    if let event = declarations.events[name], !syntax.isCall, syntax.pattern == nil,
      declarations.callables[name] == nil
    {
      if let task { report(.eventWithoutTask(task)) }
      guard let parameters = binders(syntax, event.parameters, body) else { return nil }
      return .event(name, parameters)
    }
    guard let signature = callee(of: syntax) else { return nil }
    guard let parameters = binders(syntax, signature.parameters, body) else { return nil }
    let player = task.map { task in
      body.enter(Parameter(task.text, .sort("task")), as: task.text, at: task.range)
    }
    if syntax.isCall { return .call(name, parameters, task: player) }
    guard let pattern = syntax.pattern else {
      return .returned(name, parameters, result: nil, when: .bool(true), task: player)
    }
    guard let returns = signature.returns else {
      report(.noResult(syntax.name, notes: declaredHere(name, .call)))
      return nil
    }
    guard let (result, condition) = match(pattern, returns, body) else { return nil }
    return .returned(name, parameters, result: result, when: condition, task: player)
  }

  /// What a trigger's name calls, or nil with a diagnostic.
  private func callee(of syntax: TriggerSyntax) -> Declarations.Signature? {
    let name = syntax.name
    guard let signature = declarations.callables[name.text], signature.isUserVisible else {
      if let places = declarations.disagreeing[name.text] {
        report(.disagreeingSignatures(name, places))
      } else if !broken.contains(name.text) {
        let isEvent = declarations.events[name.text] != nil
        let kind = isEvent ? "event" : declarations.callables[name.text]?.kind
        var known = declarations.callables.filter(\.value.isUserVisible).map(\.key)
        known += Array(declarations.events.keys)
        let near = Suggestion.nearest(to: name.text, among: known)
        report(.unknownTrigger(name, actually: kind, near: near))
      }
      return nil
    }
    return signature
  }

  /// The parameters under the names that the handler gives them.
  private func binders(
    _ syntax: TriggerSyntax, _ parameters: [Parameter], _ body: BodyChecker
  ) -> [Parameter]? {
    guard syntax.binders.count == parameters.count else {
      report(
        .argumentCount(
          syntax.name, parameters, found: syntax.binders.count, syntax.range))
      return nil
    }
    return zip(parameters, syntax.binders).map { parameter, binder in
      bind(binder, parameter.type, body)
    }
  }

  private func bind(_ binder: Name, _ type: ValueType, _ body: BodyChecker) -> Parameter {
    // No name of a text holds an apostrophe, so these stay apart from all that a text can say.
    guard binder.text != "_" else { return Parameter(body.fresh("_", isResult: true), type) }
    if let old = body.local(binder.text)?.place {
      report(
        .duplicateName(
          binder, kind: "a binder", notes: [.init("the first one is here", at: old)]))
    }
    return body.enter(Parameter(binder.text, type), as: binder.text, at: binder.range)
  }

  /// The parameter that takes the result, and the condition on it.
  private func match(
    _ pattern: PatternSyntax, _ type: ValueType, _ body: BodyChecker
  ) -> (Parameter, Expression)? {
    if let binder = pattern.binder(of: type, declarations) {
      warnOfMisspeltCase(binder, type)
      return (bind(binder, type, body), .bool(true))
    }
    guard case .variant(let name) = type, let variant = declarations.variants[name] else {
      report(.patternNeedsEnum(type, pattern.alternatives[0].range))
      return nil
    }
    let result = Parameter(body.fresh("result", isResult: true), type)
    var cases: [String] = []
    var bound: [[String: Binding]] = []
    for alternative in pattern.alternatives {
      guard let found = self.cases(of: alternative, variant, body) else { return nil }
      cases += found.filter { !cases.contains($0) }
      guard let fields = bindings(alternative, found, variant) else { return nil }
      bound.append(fields)
    }
    if let odd = bound.firstIndex(where: { $0.mapValues(\.field) != bound[0].mapValues(\.field) }) {
      report(.alternativesBind(pattern.alternatives[odd].range))
      return nil
    }
    for (binder, binding) in bound[0].sorted(by: { $0.value.place < $1.value.place }) {
      let payload = Expression.payload(
        .variable(result), type: name, field: binding.field.name)
      body.enter(binder, meaning: Typed(payload, binding.field.type), at: binding.place)
    }
    return (result, .test(.variable(result), type: name, cases: cases))
  }

  /// A name that takes any result but looks like a case is likely to be meant as one.
  private func warnOfMisspeltCase(_ binder: Name, _ type: ValueType) {
    guard case .variant(let name) = type, let variant = declarations.variants[name] else { return }
    let known = variant.cases.map(\.name) + ["error"]
    if let near = Suggestion.nearest(to: binder.text, among: known), binder.text.count > 1 {
      report(.patternBindsAll(binder, near: near))
    }
  }

  private struct Binding {
    var field: VariantType.Field
    var place: SourceRange
  }

  private func cases(
    of alternative: AlternativeSyntax, _ variant: VariantType, _ body: BodyChecker
  ) -> [String]? {
    var name = alternative.name
    if name.text == "SIGBUS", variant.caseIndex("SIGBUS") == nil, let causes = alternative.binders,
      causes.count == 1
    {
      name = causes[0]
    }
    guard let found = body.cases(name, of: variant) else { return nil }
    if alternative.isNegated, found.count == 1,
      variant.cases.first(where: { $0.name == found[0] })?.isError == false
    {
      report(.notAnError(found[0], variant.name, name.range))
    }
    return found
  }

  /// The fields that an alternative gives names to.
  private func bindings(
    _ alternative: AlternativeSyntax, _ cases: [String], _ variant: VariantType
  ) -> [String: Binding]? {
    guard let binders = alternative.binders, alternative.name.text == cases.first else {
      return [:]
    }
    let fields = variant.cases.first { $0.name == cases[0] }?.fields ?? []
    guard binders.count == fields.count else {
      let parameters = fields.map { Parameter($0.name, $0.type) }
      report(
        .argumentCount(
          alternative.name, parameters, found: binders.count, alternative.range))
      return nil
    }
    var found: [String: Binding] = [:]
    for (binder, field) in zip(binders, fields) where binder.text != "_" {
      if let old = found[binder.text] {
        report(
          .duplicateName(
            binder, kind: "a binder", notes: [.init("the first one is here", at: old.place)]))
      }
      found[binder.text] = Binding(field: field, place: binder.range)
    }
    return found
  }
}

extension PatternSyntax {
  /// The name that takes the whole result, if that is what the pattern is: a single name that is
  /// no case.
  fileprivate func binder(of type: ValueType, _ declarations: Declarations) -> Name? {
    guard alternatives.count == 1, !alternatives[0].isNegated, alternatives[0].binders == nil else {
      return nil
    }
    let name = alternatives[0].name
    guard case .variant(let variant) = type else { return name }
    let isCase = declarations.variants[variant]?.caseIndex(name.text) != nil
    return isCase || ["ok", "error"].contains(name.text) ? nil : name
  }
}
