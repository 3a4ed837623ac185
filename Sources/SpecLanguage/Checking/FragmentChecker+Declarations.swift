internal import TransitionSystem

/// The first pass: names, types and signatures.
extension FragmentChecker {
  /// Types first, because everything else names them.
  func declare(_ members: [MemberSyntax]) {
    for case .sort(let name, let isOrdered) in members.map(\.kind) where claim(name, .type) {
      let sort = Sort(name.text, ordered: isOrdered, elements: .numbered(prefix: name.text))
      declarations.sorts[name.text] = sort
      fragment.sorts.append(sort)
    }
    for case .enumeration(let name, let cases) in members.map(\.kind) {
      declareEnumeration(name, cases)
    }
    for member in members where !log.isFull { declareMember(member) }
  }

  private func declareMember(_ member: MemberSyntax) {
    switch member.kind {
    case .state(let state): declareState(state, member)
    case .lock(let name, let indices): declareLock(name, indices, member)
    case .option(let type, let name, let value): declareOption(type, name, value, member)
    case .event(let name, let parameters):
      guard let parameters = resolve(parameters), claim(name, .call) else { return breaks(name) }
      let event = Event(name.text, parameters, documentation: member.documentation)
      declarations.events[name.text] = event
      fragment.events.append(event)
    case .callable(let callable): declareCallable(callable)
    case .environment(let environment): declareEnvironment(environment)
    case .title, .source, .sort, .enumeration, .settings, .define, .initialization, .property,
      .role, .scope, .uses, .workload, .handler, .demand, .fairness, .contested, .variant,
      .expect, .claimed, .claim, .bug, .litmus, .requirement, .aside:
      break
    }
  }

  private func breaks(_ name: Name) { broken.insert(name.text) }

  private func declareEnumeration(_ name: Name, _ cases: [CaseSyntax]) {
    var lowered: [VariantType.Case] = []
    var fieldTypes: [String: ValueType] = [:]
    var names: Set<String> = []
    for item in cases {
      if !names.insert(item.name.text).inserted {
        report(.duplicateName(item.name, kind: "a case of '\(name.text)'", notes: []))
        continue
      }
      var fields: [VariantType.Field] = []
      for field in resolve(item.fields) ?? [] {
        let range = item.fields[fields.count].type.range
        if case .variant(let inner) = field.type { report(.enumInEnum(inner, range)) }
        if let other = fieldTypes[field.name], other != field.type {
          report(.fieldTypesDiffer(field.name, field.type, other, range))
        }
        fieldTypes[field.name] = field.type
        fields.append(VariantType.Field(field.name, field.type))
      }
      lowered.append(VariantType.Case(item.name.text, fields, isError: item.isError))
    }
    guard claim(name, .type) else { return }
    let variant = VariantType(name.text, lowered)
    declarations.variants[name.text] = variant
    fragment.variants.append(variant)
  }

  private func declareState(_ state: StateSyntax, _ member: MemberSyntax) {
    let indices = state.indices.compactMap(resolveSort).map(\.name)
    guard let type = resolve(state.type), indices.count == state.indices.count,
      claim(state.name, .value)
    else { return breaks(state.name) }
    let variable = StateVariable(
      state.name.text, indices, type, partial: state.isPartial,
      initial: state.isPartial ? nil : startValue(of: type), role: state.isGhost ? .ghost : .model,
      documentation: member.documentation, site: site(state.name.range))
    declarations.variables[variable.name] = variable
    ownVariables[variable.name] = fragment.variables.count
    fragment.variables.append(variable)
    if state.isGhost { ownGhosts.insert(variable.name) }
  }

  /// What a cell of the type holds when nothing is said.
  private func startValue(of type: ValueType) -> Expression {
    switch type {
    case .bool: return .bool(false)
    case .integer(let range): return .integer(range.lowerBound)
    case .sort(let sort): return .element(sort: sort, 0)
    case .variant(let name):
      guard let first = declarations.variants[name]?.cases.first else { return .bool(false) }
      let fields = first.fields.map { startValue(of: $0.type) }
      return .make(type: name, case: first.name, fields)
    }
  }

  private func declareLock(_ name: Name, _ indices: [Name], _ member: MemberSyntax) {
    let sorts = indices.compactMap(resolveSort).map(\.name)
    guard sorts.count == indices.count, claim(name, .lock) else { return breaks(name) }
    let lock = Lock(
      name.text, sorts, documentation: member.documentation, site: site(name.range))
    declarations.locks[name.text] = lock
    fragment.locks.append(lock)
  }

  /// An option without a type has the type of its value.
  private func declareOption(
    _ type: TypeSyntax?, _ name: Name, _ value: ExpressionSyntax, _ member: MemberSyntax
  ) {
    guard let typed = optionValue(type, name, value), claim(name, .value) else {
      return breaks(name)
    }
    let option = OptionDeclaration(
      name.text, typed.type, typed.expression, documentation: member.documentation,
      site: site(name.range))
    declarations.options[name.text] = option
    fragment.options.append(option)
  }

  private func optionValue(_ type: TypeSyntax?, _ name: Name, _ value: ExpressionSyntax) -> Typed? {
    guard let type else {
      guard let typed = constant(value, nil) else { return nil }
      if case .integer = typed.type {
        report(.optionNeedsType(name))
        return nil
      }
      return typed
    }
    guard let expected = resolve(type),
      let typed = constant(value, Expected(expected, "the option '\(name.text)'"))
    else { return nil }
    return Typed(typed.expression, expected)
  }

  private func declareEnvironment(_ environment: EnvironmentSyntax) {
    let name = environment.name
    guard let parameters = resolve(environment.parameters) else { return breaks(name) }
    let signature = Declarations.Signature(
      kind: "environment", parameters: parameters, returns: nil)
    if ownEnvironment[name.text] != nil {
      return report(.duplicateName(name, kind: "an environment action", notes: []))
    }
    if let old = inherited.environment[name.text] {
      guard environment.override != nil else {
        let notes = declaredHere(name.text, .environment)
        return report(.overrideNeeded(name, "environment", notes: notes))
      }
      if !old.agrees(with: signature) {
        report(.overrideDiffers(name, signature.description, old.description))
      }
    } else if let place = environment.override {
      let near = Suggestion.nearest(to: name.text, among: inherited.environment.keys)
      report(.nothingToOverride(name, near: near, place))
    }
    declarations.environment[name.text] = signature
    declarations.places[.init(group: .environment, name: name.text)] = name.range
    ownEnvironment[name.text] = fragment.environment.count
    fragment.environment.append(
      EnvironmentAction(name.text, parameters, site: site(name.range), body: []))
  }
}
