/// Statements without granular sorts.
extension Coarsening {
  package func statements(_ statements: [Statement]) -> [Statement] {
    statements.flatMap { self.statements($0) }
  }

  private func statements(_ statement: Statement) -> [Statement] {
    switch statement {
    case .declare(let local, let value, let site):
      isGone(local.type) ? [] : [.declare(local, value.map { expression($0) }, site)]
    case .assign(let local, let value, let site):
      isGone(local.type) ? [] : [.assign(local, expression(value), site)]
    case .write(let update, let site): self.update(update).map { [.write($0, site)] } ?? []
    case .conditional(let condition, let then, let otherwise, let site):
      conditional(condition, then, otherwise, site)
    case .choose(let local, let condition, let body, let otherwise, let site):
      if isGone(local.type) {
        conditional(condition, body, otherwise ?? [], site)
      } else {
        [
          .choose(
            local, where: expression(condition), body: statements(body),
            otherwise: otherwise.map { statements($0) }, site)
        ]
      }
    case .call(let call, let site): [.call(self.call(call), site)]
    case .with(let mode, let lock, let indices, let body, let site):
      [.with(mode, lock: lock, kept(indices, of: lock), body: statements(body), site)]
    case .iterate(let local, let body, let site):
      isGone(local.type)
        ? statements(body) : [.iterate(local, body: statements(body), site)]
    case .atomic(let body, let site): [.atomic(statements(body), site)]
    case .await(let condition, let site): [.await(expression(condition), site)]
    case .returning(let value, let site): [.returning(value.map { expression($0) }, site)]
    case .retry: [statement]
    case .emit(let event, let arguments, let site):
      [
        .emit(
          event: event,
          kept(arguments, parameters(ofEvent: event)).map { expression($0) }, site)
      ]
    case .require(let condition, let message, let site):
      [.require(expression(condition), message: message, site)]
    case .cover(let condition, let message, let site):
      [.cover(expression(condition), message: message, site)]
    }
  }

  private func conditional(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement], _ site: SourceSite?
  ) -> [Statement] {
    let coarse = self.condition(condition)
    if case .bool(let value) = coarse, coarse != condition {
      return statements(value ? then : otherwise)
    }
    return [
      .conditional(coarse, then: statements(then), otherwise: statements(otherwise), site)
    ]
  }

  private func call(_ call: CallStatement) -> CallStatement {
    var result = call
    result.arguments = kept(call.arguments, parameters(of: call.callee)).map { expression($0) }
    return result
  }

  /// The update; nil if it would change nothing that is left.
  private func update(_ update: Update) -> Update? {
    let condition = self.condition(update.condition)
    if condition == .bool(false) && update.condition != condition { return nil }
    return Update(
      bound: kept(update.bound), update.variable, kept(update.indices, of: update.variable),
      when: condition, update.value.map { expression($0) })
  }
}
