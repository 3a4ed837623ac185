internal import TransitionSystem

/// Statements.
extension BodyChecker {
  /// A whole body; the guard is waited for before anything else.
  func lower(_ block: BlockSyntax, guardedBy condition: ExpressionSyntax?) -> [Statement] {
    collected {
      if let condition {
        banningCalls("in a guard") {
          if let lowered = self.condition(condition, "a guard") {
            output.append(.await(lowered, unit.site(condition.range)))
          }
        }
      }
      scoped { statements(block.statements) }
    }
  }

  /// Says where a result is missing.
  func requireReturn(at end: SourceRange, _ name: String) {
    guard let returns, assigned != nil else { return }
    report(.missingReturn(name, returns, end))
  }

  /// What a part appends to the output, taken out of it.
  func collected(_ part: () -> Void) -> [Statement] {
    let outer = output
    output = []
    part()
    defer { output = outer }
    return output
  }

  func block(_ syntax: [StatementSyntax]) -> [Statement] {
    scoped { collected { statements(syntax) } }
  }

  private func statements(_ syntax: [StatementSyntax]) {
    var toldOfDeadCode = false
    for statement in syntax where !unit.log.isFull {
      if assigned == nil && !toldOfDeadCode {
        report(.unreachable(statement.range))
        toldOfDeadCode = true
      }
      lower(statement)
    }
  }

  private func lower(_ statement: StatementSyntax) {
    if let word = forbidden(statement.kind) {
      report(.misplacedStatement(word, in: roleName, statement.range.start))
    }
    let site = unit.site(statement.range)
    switch statement.kind {
    case .declare(let local, let value): declare(local, value, site)
    case .assign(let place, let value): assign(place, value, site)
    case .update(let parameters, let condition, let place, let value):
      update(parameters, condition, place, value, site)
    case .conditional(let condition, let then, let otherwise):
      conditional(condition, then, otherwise, site)
    case .choose(let local, let condition, let body, let otherwise):
      choose(local, condition, body, otherwise, site)
    case .with(let isShared, let lock, let indices, let body):
      with(isShared: isShared, lock, indices, body, site)
    case .iterate(let sort, let name, let body): iterate(sort, name, body, site)
    case .atomic(let body): output.append(.atomic(block(body), site))
    case .wait(let condition): wait(condition, site)
    case .returning(let value): returning(value, statement, site)
    case .retry: retry(statement, site)
    case .call(let callee, let arguments, let attempt):
      call(callee, arguments, attempt, statement, site)
    case .emit(let event, let arguments): emit(event, arguments, statement, site)
    case .require(let condition, let message):
      if let condition = self.condition(condition, "what is required") {
        output.append(.require(condition, message: message, site))
      }
    case .cover(let condition, let message):
      let lowered = condition.map { self.condition($0, "what is covered") } ?? .bool(true)
      if let lowered { output.append(.cover(lowered, message: message, site)) }
    case .block(let body): scoped { statements(body) }
    }
  }

  private func declare(_ local: ParameterSyntax, _ value: ExpressionSyntax?, _ site: SourceSite?) {
    let type = unit.resolve(local.type)
    guard let type else {
      if let value { _ = expression(value, nil) }
      // It is a local all the same, of a type that nobody knows.
      scopes[scopes.count - 1][local.name.text] = nil
      unit.broken.insert(local.name.text)
      return
    }
    guard let value else {
      output.append(.declare(declareLocal(local.name, type), nil, site))
      return
    }
    let expected = Expected(type, "the local '\(local.name.text)'")
    let typed = self.value(value, expected)
    let parameter = declareLocal(local.name, type)
    assigned?.insert(parameter.name)
    guard let typed else { return }
    if !takesResult(typed, of: value, into: parameter) {
      output.append(.declare(parameter, typed.expression, site))
    }
  }

  /// Gives the result of the call that was just hoisted straight to a local.
  private func takesResult(
    _ typed: Typed, of value: ExpressionSyntax, into local: Parameter
  ) -> Bool {
    guard case .call = value.kind, case .variable(let result) = typed.expression,
      case .call(var call, let site) = output.last, call.result == result,
      result.type == local.type
    else { return false }
    call.result = local
    output[output.count - 1] = .call(call, site)
    return true
  }

  private func assign(
    _ place: ExpressionSyntax, _ value: ExpressionSyntax, _ site: SourceSite?
  ) {
    guard let (name, indices) = Self.parts(of: place) else { return }
    if indices.isEmpty, let local = local(name.text) {
      let expected = Expected(local.parameter.type, "the local '\(name.text)'")
      let typed = self.value(value, expected)
      guard local.isAssignable else {
        return report(.notAssignable(name))
      }
      assigned?.insert(local.parameter.name)
      guard let typed, !takesResult(typed, of: value, into: local.parameter) else { return }
      output.append(.assign(local.parameter, typed.expression, site))
      return
    }
    guard let cell = writtenCell(name, indices) else {
      _ = expression(value, nil)
      return
    }
    guard let content = content(value, of: cell) else { return }
    let update = Update(bound: cell.parts, cell.variable.name, cell.indices, content.value)
    output.append(.write(update, site))
  }

  /// The cell that a statement writes, or nil with a diagnostic.
  private func writtenCell(_ name: Name, _ indices: [ExpressionSyntax]) -> Cell? {
    if local(name.text) == nil, declarations.options[name.text] != nil {
      report(.optionAssigned(name))
      return nil
    }
    guard let cell = cell(name, indices) else { return nil }
    let watches = unit.item.kind == .observer || unit.item.kind == .property
    if watches && !unit.ownGhosts.contains(name.text) {
      report(.foreignWrite(name, isGhost: cell.variable.role == .ghost))
      return nil
    }
    return cell
  }

  /// The new content of a cell; a value that is nil makes it undefined.
  private func content(
    _ value: ExpressionSyntax, of cell: Cell
  ) -> (value: Expression?, Void)? {
    let variable = cell.variable
    if case .name("none") = value.kind, local("none") == nil {
      if variable.isPartial { return (nil, ()) }
      guard case .variant(let type) = variable.type, hasCase("none", type) else {
        report(.noneOfTotal(variable.name, value.range))
        return nil
      }
    }
    let expected = Expected(variable.type, "the state '\(variable.name)'")
    return self.value(value, expected).map { ($0.expression, ()) }
  }

  private func update(
    _ parameters: [ParameterSyntax], _ condition: ExpressionSyntax?, _ place: ExpressionSyntax,
    _ value: ExpressionSyntax, _ site: SourceSite?
  ) {
    scoped {
      banningCalls("inside 'forall'") {
        guard let bound = quantify(parameters) else { return }
        let filter = condition.map { self.condition($0, "a condition after 'where'") }
        guard let (name, indices) = Self.parts(of: place),
          let cell = writtenCell(name, indices), let content = content(value, of: cell),
          let filter = filter ?? .bool(true)
        else { return }
        let update = Update(
          bound: bound + cell.parts, cell.variable.name, cell.indices, when: filter, content.value)
        output.append(.write(update, site))
      }
    }
  }

  private func conditional(
    _ condition: ExpressionSyntax, _ then: [StatementSyntax], _ otherwise: [StatementSyntax],
    _ site: SourceSite?
  ) {
    let lowered = self.condition(condition, "the condition of 'if'")
    let before = assigned
    let first = block(then)
    let afterFirst = assigned
    assigned = before
    let second = block(otherwise)
    assigned = Self.join(afterFirst, assigned)
    guard let lowered else { return }
    output.append(.conditional(lowered, then: first, otherwise: second, site))
  }

  /// What is assigned where two ways meet.
  static func join(_ left: Set<String>?, _ right: Set<String>?) -> Set<String>? {
    guard let left, let right else { return left ?? right }
    return left.intersection(right)
  }
}
