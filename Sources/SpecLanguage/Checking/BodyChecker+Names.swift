internal import TransitionSystem

/// Names: locals, state, definitions, options, cases and elements.
extension BodyChecker {
  /// Whether the name means something that is found without knowing the expected type.
  private func isValue(_ name: String) -> Bool {
    local(name) != nil || declarations.variables[name] != nil
      || declarations.definitions[name] != nil || declarations.options[name] != nil
      || unit.broken.contains(name)
  }

  /// Whether it is written as a case of an enum, with or without arguments.
  func isBareCase(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.kind {
    case .name(let name): !isValue(name)
    case .call(let callee, _): !isCallable(callee.text)
    case .member(let base, _), .memberCall(let base, _, _): enumName(base) != nil
    case .integer, .boolean, .indexed, .defined, .first, .last, .held, .not, .negated, .binary,
      .chain, .test, .conditional, .quantified:
      false
    }
  }

  private func isCallable(_ name: String) -> Bool {
    name == "base" || declarations.callables[name] != nil
      || declarations.definitions[name] != nil || declarations.disagreeing[name] != nil
      || unit.broken.contains(name)
  }

  /// Whether its type depends on what is expected of it.
  func needsContext(_ syntax: ExpressionSyntax) -> Bool {
    switch syntax.kind {
    case .integer: true
    case .name, .call: isBareCase(syntax)
    case .negated(let operand): needsContext(operand)
    case .conditional(_, let then, let otherwise): needsContext(then) && needsContext(otherwise)
    case .boolean, .member, .memberCall, .indexed, .defined, .first, .last, .held, .not, .binary,
      .chain, .test, .quantified:
      false
    }
  }

  /// What a single name means.
  func resolve(_ name: Name, _ expected: ValueType?) -> Typed? {
    if let local = local(name.text) { return use(local, name) }
    if declarations.variables[name.text] != nil { return cell(name, []).map(Self.reading) }
    if let definition = declarations.definitions[name.text] {
      return inline(definition, [], name, name.range)
    }
    if let option = declarations.options[name.text] {
      if role == .constant { return notConstant(name) }
      return Typed(.option(name.text), option.type)
    }
    guard !unit.broken.contains(name.text) else { return nil }
    return caseOrElement(name, expected)
  }

  private func notConstant(_ name: Name) -> Typed? {
    report(.notConstant(name))
    return nil
  }

  private func use(_ local: Local, _ name: Name) -> Typed? {
    if let meaning = local.meaning { return meaning }
    if let assigned, !assigned.contains(local.parameter.name) {
      report(.unassignedLocal(name))
      // One mistake, one message.
      self.assigned?.insert(local.parameter.name)
    }
    return Typed(.variable(local.parameter), local.parameter.type)
  }

  /// A case or element; the expected type decides, else the name must be of one enum only.
  private func caseOrElement(_ name: Name, _ expected: ValueType?) -> Typed? {
    switch expected {
    case .variant(let type) where hasCase(name.text, type):
      return makeCase(name, type, [], name.range)
    case .sort(let sort):
      if let index = declarations.sorts[sort]?.elementIndex(named: name.text),
        index <= Lexer.largestInteger
      {
        return Typed(.element(sort: sort, index), .sort(sort))
      }
    case .bool, .integer, .variant, nil: break
    }
    let owners = enums(with: name.text)
    if owners.count == 1 { return makeCase(name, owners[0], [], name.range) }
    if owners.count > 1 {
      report(.ambiguousCase(name, owners))
      return nil
    }
    if let expected, let other = element(of: name.text, otherThan: expected) { return other }
    report(.unknownName(name, expected: expected, near: nearest(to: name, expected), hint(name)))
    return nil
  }

  /// The element of some other sort that has the name: it does not fit, but it is known.
  private func element(of name: String, otherThan expected: ValueType) -> Typed? {
    let owners = declarations.sorts.values.filter { $0.elementIndex(named: name) != nil }
    guard owners.count == 1, let index = owners[0].elementIndex(named: name) else { return nil }
    let type = ValueType.sort(owners[0].name)
    return type == expected ? nil : Typed(.element(sort: owners[0].name, index), type)
  }

  func hasCase(_ name: String, _ type: String) -> Bool {
    declarations.variants[type]?.caseIndex(name) != nil
  }

  /// The enums that have a case of this name, in alphabetical order.
  func enums(with name: String) -> [String] {
    declarations.variants.values.filter { $0.caseIndex(name) != nil }.map(\.name).sorted()
  }

  /// The visible name, or the case or element of the expected type, that is most like it.
  private func nearest(to name: Name, _ expected: ValueType?) -> String? {
    var known = scopes.flatMap { Array($0.keys) }
    known += declarations.variables.keys
    known += declarations.definitions.keys
    known += declarations.options.keys
    if case .variant(let type) = expected, let variant = declarations.variants[type] {
      let near = Suggestion.nearest(to: name.text, among: variant.cases.map(\.name) + known)
      if let near { return near }
    }
    known += declarations.variants.values.flatMap { $0.cases.map(\.name) }
    return Suggestion.nearest(to: name.text, among: known)
  }

  /// What a name that is no value is instead.
  private func hint(_ name: Name) -> String? {
    if let signature = declarations.callables[name.text] {
      return "'\(name.text)' is a \(signature.kind); a call has parentheses"
    }
    if declarations.events[name.text] != nil { return "'\(name.text)' is an event" }
    if declarations.locks[name.text] != nil {
      return "'\(name.text)' is a lock; ask 'held(\(name.text))'"
    }
    if declarations.sorts[name.text] != nil { return "'\(name.text)' is a sort" }
    return declarations.variants[name.text] == nil ? nil : "'\(name.text)' is an enum"
  }

  /// The enum that an expression names, as `content` in `content.zero`.
  ///
  /// State of the same name has indices, or it would hide the enum.
  func enumName(_ syntax: ExpressionSyntax) -> String? {
    guard case .name(let name) = syntax.kind, declarations.variants[name] != nil else {
      return nil
    }
    if let variable = declarations.variables[name], !variable.indices.isEmpty {
      return local(name) == nil ? name : nil
    }
    return isValue(name) ? nil : name
  }

  /// A value of the case with these arguments.
  func makeCase(
    _ name: Name, _ type: String, _ arguments: [ExpressionSyntax], _ range: SourceRange
  ) -> Typed? {
    guard let item = declarations.variants[type]?.cases.first(where: { $0.name == name.text })
    else {
      let known = declarations.variants[type]?.cases.map(\.name) ?? []
      let near = Suggestion.nearest(to: name.text, among: known)
      report(.unknownCase(name, type, known, near: near))
      return nil
    }
    let parameters = item.fields.map { Parameter($0.name, $0.type) }
    guard let values = self.arguments(arguments, parameters, of: name, range) else { return nil }
    return Typed(.make(type: type, case: name.text, values), .variant(type))
  }

  /// Arguments that fit the parameters, or nil with diagnostics.
  func arguments(
    _ arguments: [ExpressionSyntax], _ parameters: [Parameter], of callee: Name,
    _ range: SourceRange
  ) -> [Expression]? {
    var values: [Expression] = []
    for (argument, parameter) in zip(arguments, parameters) {
      let reason = "'\(parameter.name)' of '\(callee.text)'"
      if let typed = value(argument, Expected(parameter.type, reason)) {
        values.append(typed.expression)
      }
    }
    guard arguments.count == parameters.count else {
      report(.argumentCount(callee, parameters, found: arguments.count, range))
      return nil
    }
    return values.count == parameters.count ? values : nil
  }
}
