internal import TransitionSystem

/// Statements that choose, hold, repeat, call and leave.
extension BodyChecker {
  func choose(
    _ local: ParameterSyntax, _ condition: ExpressionSyntax?, _ body: [StatementSyntax],
    _ otherwise: [StatementSyntax]?, _ site: SourceSite?
  ) {
    let before = assigned
    let outer = chooses
    chooses.append(.body)
    var chosen: Parameter?
    var filter: Expression? = .bool(true)
    let inner = scoped {
      chosen = quantify([local])?.first
      if let condition, chosen != nil {
        filter = banningCalls("in the condition of 'choose'") {
          self.condition(condition, "a condition after 'where'")
        }
      }
      return collected { if chosen != nil { nested(body) } }
    }
    var after = assigned
    var other: [Statement]?
    if let otherwise {
      chooses = outer + [.otherwise]
      assigned = before
      other = collected { nested(otherwise) }
      after = Self.join(after, assigned)
    }
    chooses = outer
    assigned = after
    guard let chosen, let filter else { return }
    output.append(.choose(chosen, where: filter, body: inner, otherwise: other, site))
  }

  func with(
    isShared: Bool, _ name: Name, _ indices: [ExpressionSyntax], _ body: [StatementSyntax],
    _ site: SourceSite?
  ) {
    let found = lock(name)
    let values = found.flatMap { self.indices(indices, $0.indices, of: name) }
    let statements = collected { nested(body) }
    guard let found, let values else { return }
    output.append(
      .with(isShared ? .shared : .exclusive, lock: found.name, values, body: statements, site))
  }

  func iterate(_ sort: Name, _ name: Name, _ body: [StatementSyntax], _ site: SourceSite?) {
    guard let found = unit.resolveSort(sort) else { return }
    guard found.isOrdered else { return report(.unorderedSort(sort)) }
    let before = assigned
    let outer = chooses
    var element = Parameter(name.text, .sort(found.name))
    let statements = scoped {
      element = enter(element, as: name.text, at: name.range)
      return collected { nested(body) }
    }
    chooses = outer
    // The text does not know how many elements there are, so nothing is sure behind the loop.
    assigned = before
    output.append(.iterate(element, body: statements, site))
  }

  func wait(_ condition: ExpressionSyntax, _ site: SourceSite?) {
    banningCalls("in 'wait', which looks again and again") {
      guard let lowered = self.condition(condition, "what is waited for") else { return }
      output.append(.await(lowered, site))
    }
  }

  func returning(_ value: ExpressionSyntax?, _ statement: StatementSyntax, _ site: SourceSite?) {
    defer { assigned = nil }
    guard let returns else {
      if let value {
        report(.unexpectedResult(owner, value.range))
      } else {
        output.append(.returning(nil, site))
      }
      return
    }
    guard let value else { return report(.resultNeeded(owner, returns, statement.range)) }
    let expected = Expected(returns, "the result of '\(owner)'")
    guard let typed = self.value(value, expected) else { return }
    output.append(.returning(typed.expression, site))
  }

  func retry(_ statement: StatementSyntax, _ site: SourceSite?) {
    switch chooses.last {
    case .otherwise: output.append(.retry(site))
    case .body, nil: report(.misplacedRetry(statement.range))
    }
    assigned = nil
  }

  func call(
    _ callee: Name, _ arguments: [ExpressionSyntax], _ attempt: SourceRange?,
    _ statement: StatementSyntax, _ site: SourceSite?
  ) {
    if declarations.definitions[callee.text] != nil {
      return report(.definitionAsStatement(callee))
    }
    guard let made = self.call(callee, arguments, statement.range) else { return }
    var call = made.0
    if let attempt {
      guard let result = attemptResult(made.1, callee, attempt) else { return }
      call.isAttempt = true
      call.result = Parameter(fresh(callee.text, isResult: true), result)
    }
    output.append(.call(call, site))
  }

  /// The type of the result that `try` may return at once, or nil with a diagnostic.
  private func attemptResult(
    _ signature: Declarations.Signature, _ callee: Name, _ attempt: SourceRange
  ) -> ValueType? {
    guard case .variant(let type) = signature.returns,
      declarations.variants[type]?.cases.contains(where: \.isError) == true
    else {
      report(.nothingToTry(callee, signature.returns, attempt))
      return nil
    }
    guard signature.returns == returns else {
      report(.attemptType(callee, type, owner, returns, attempt))
      return nil
    }
    return signature.returns
  }

  func emit(
    _ name: Name, _ arguments: [ExpressionSyntax], _ statement: StatementSyntax,
    _ site: SourceSite?
  ) {
    guard let event = declarations.events[name.text] else {
      if !unit.broken.contains(name.text) {
        let near = Suggestion.nearest(to: name.text, among: declarations.events.keys)
        report(.unknownEvent(name, near: near))
      }
      return
    }
    let range = SourceRange(
      file: name.range.file, lower: name.range.lower, upper: statement.range.upper)
    guard let values = self.arguments(arguments, event.parameters, of: name, range) else { return }
    output.append(.emit(event: event.name, values, site))
  }

  /// The word of a statement that may not stand in a body of this role.
  func forbidden(_ kind: StatementSyntax.Kind) -> String? {
    let isHandler = if case .handler = role { true } else { false }
    let isQuiet = isHandler || role == .initialization
    let isRecipe = role == .callable(.recipe)
    let isEnvironment = role == .environment
    switch kind {
    case .assign, .update, .block: return nil
    // The initial state is made by assignments alone, so that any engine can make it.
    case .declare: return role == .initialization ? "local" : nil
    case .conditional: return role == .initialization ? "if" : nil
    case .iterate: return isQuiet ? "for" : nil
    case .choose: return isQuiet ? "choose" : nil
    case .with: return isQuiet || isEnvironment || isRecipe ? "with" : nil
    case .atomic: return isQuiet || isRecipe ? "atomic" : nil
    case .wait: return isQuiet || isEnvironment || isRecipe ? "wait" : nil
    case .returning: return isQuiet ? "return" : nil
    case .retry: return isQuiet ? "retry" : nil
    case .call(_, _, let attempt):
      if attempt != nil { return isQuiet || isEnvironment ? "try" : nil }
      return isQuiet ? "call" : nil
    case .emit: return isQuiet || isRecipe ? "emit" : nil
    case .require: return role == .handler(mayRequire: true) ? nil : "require"
    case .cover: return role == .handler(mayRequire: true) ? nil : "cover"
    }
  }

  /// What the body is, in words.
  var roleName: String {
    switch role {
    case .callable(let kind): "a \(kind.rawValue)"
    case .environment: "an environment action"
    case .initialization: "'init'"
    case .handler(let mayRequire): mayRequire ? "a handler" : "a handler of a shared observer"
    case .definition: "a definition"
    case .condition: "a condition"
    case .constant: "a constant"
    }
  }

  /// The statements of an inner block, with names of their own.
  func nested(_ body: [StatementSyntax]) {
    output += block(body)
  }
}
