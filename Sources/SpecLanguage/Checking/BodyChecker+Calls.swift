internal import TransitionSystem

/// Calls, and what else is written as a name with arguments.
extension BodyChecker {
  /// A name with arguments in an expression: a definition, a call or a case.
  func application(
    _ callee: Name, _ arguments: [ExpressionSyntax], _ expected: ValueType?,
    _ syntax: ExpressionSyntax
  ) -> Typed? {
    if let definition = declarations.definitions[callee.text] {
      return inline(definition, arguments, callee, syntax.range)
    }
    if callee.text == "base" || declarations.callables[callee.text] != nil
      || declarations.disagreeing[callee.text] != nil
    {
      return hoisted(callee, arguments, syntax)
    }
    guard !unit.broken.contains(callee.text) else { return nil }
    if case .variant(let type) = expected, hasCase(callee.text, type) {
      return makeCase(callee, type, arguments, syntax.range)
    }
    let owners = enums(with: callee.text)
    if owners.count == 1 { return makeCase(callee, owners[0], arguments, syntax.range) }
    if owners.count > 1 {
      report(.ambiguousCase(callee, owners))
      return nil
    }
    // The cause of a signal stands for the signal.
    if callee.text == "SIGBUS", arguments.count == 1, case .name(let cause) = arguments[0].kind {
      return resolve(Name(cause, arguments[0].range), expected)
    }
    report(unknownCallee(callee))
    return nil
  }

  private func unknownCallee(_ callee: Name) -> Diagnostic {
    var hint: String?
    if declarations.events[callee.text] != nil {
      hint = "'\(callee.text)' is an event; 'emit' tells observers of it"
    } else if declarations.environment[callee.text] != nil {
      hint = "'\(callee.text)' is an environment action; it happens by itself"
    } else if declarations.variables[callee.text] != nil {
      hint = "'\(callee.text)' is state; its indices stand in brackets"
    }
    let known = Array(declarations.callables.keys) + declarations.definitions.keys
    return .unknownCallee(callee, hint, near: Suggestion.nearest(to: callee.text, among: known))
  }

  /// The body of a definition with its arguments in place of its parameters.
  func inline(
    _ definition: Definition, _ arguments: [ExpressionSyntax], _ callee: Name, _ range: SourceRange
  ) -> Typed? {
    if role == .constant {
      report(.notConstant(callee))
      return nil
    }
    let values = self.arguments(arguments, definition.parameters, of: callee, range)
    guard let values else { return nil }
    if role == .callable(.recipe), !definition.body.stateVariables.isEmpty {
      report(.stateInRecipe(callee))
    }
    let names = definition.parameters.map(\.name)
    let replacements = Dictionary(zip(names, values)) { first, _ in first }
    let result = definition.body.substituting(replacements)
    guard result.isTractable else {
      report(.definitionTooLarge(callee.text, range))
      return nil
    }
    return Typed(result, definition.type)
  }

  /// A call in an expression: it becomes a statement before the current one.
  private func hoisted(
    _ callee: Name, _ arguments: [ExpressionSyntax], _ syntax: ExpressionSyntax
  ) -> Typed? {
    guard let (call, signature) = call(callee, arguments, syntax.range) else { return nil }
    if let callBan {
      report(.misplacedCall(callee.text, callBan, syntax.range))
      return nil
    }
    guard let type = signature.returns else {
      report(.noResult(callee, notes: unit.declaredHere(callee.text, .call)))
      return nil
    }
    let result = Parameter(fresh(callee.text, isResult: true), type)
    var statement = call
    statement.result = result
    output.append(.call(statement, unit.site(syntax.range)))
    return Typed(.variable(result), type)
  }

  /// A call with checked arguments, and what is called; nil with a diagnostic.
  func call(
    _ callee: Name, _ arguments: [ExpressionSyntax], _ range: SourceRange
  ) -> (CallStatement, Declarations.Signature)? {
    let isBase = callee.text == "base"
    guard let signature = isBase ? replaced : declarations.callables[callee.text] else {
      if isBase || !unit.broken.contains(callee.text) { report(missing(callee)) }
      return nil
    }
    guard let values = self.arguments(arguments, signature.parameters, of: callee, range) else {
      return nil
    }
    if let reason = forbids(callOf: signature.kind) {
      report(
        .forbiddenCall(
          callee, signature.kind, reason, notes: unit.declaredHere(callee.text, .call)))
      return nil
    }
    let name = isBase ? owner : callee.text
    if case .callable = role {
      unit.calls.append(
        FragmentChecker.CallEdge(caller: owner, callee: name, isBase: isBase, range: range))
    }
    return (CallStatement(name, values, base: isBase), signature)
  }

  private func missing(_ callee: Name) -> Diagnostic {
    if callee.text == "base" { return .nothingReplaced(owner, callee.range) }
    if let places = declarations.disagreeing[callee.text] {
      return .disagreeingSignatures(callee, places)
    }
    return unknownCallee(callee)
  }

  /// Why a body of this role may not call something of the kind.
  private func forbids(callOf kind: String) -> String? {
    let isUserVisible = kind == "syscall" || kind == "recipe"
    switch role {
    case .callable(.recipe):
      return isUserVisible ? nil : "a recipe is a user program: it can only make syscalls"
    case .callable(.step), .callable(.routine), .callable(.syscall):
      return kind == "recipe" ? "the kernel does not run user programs" : nil
    case .environment:
      return isUserVisible ? "the environment makes no system calls" : nil
    case .initialization, .handler, .definition, .condition, .constant: return nil
    }
  }
}
