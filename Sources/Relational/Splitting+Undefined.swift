import TransitionSystem

/// Cells that may be undefined: reading such a one is an error of the spec, but only what is
/// evaluated is read.
extension Translation {
  /// The case of a draft in which a cell is undefined and not read; nil if it is always read.
  func undefinedCase(
    of draft: Draft, _ read: CellRead, _ shape: VariableShape
  ) -> Draft? {
    let whole = Expression.read(read.variable, read.indices)
    let defined = Expression.isDefined(read.variable, read.indices)
    var copy = draft
    copy.atoms += shape.cases.map { .not(.read($0.domain.name, read.indices)) }
    copy.words.append("\(read.variable): undefined")
    copy.action = simplified(draft.action.mapExpressions { $0.replacing([defined: .bool(false)]) })
    copy.action.updates.removeAll { $0.condition == .bool(false) }
    let reading = formulas.simplifier.simplify(copy.action.condition(forReading: whole))
    guard reading != .bool(true) else { return nil }
    guard reading != .bool(false) || copy.action.mentions(whole), let item = shape.cases.first
    else { return copy }
    // Where it is not read any value will do.
    let payload = item.shape.payload.map { formulas.names.fresh($0) }
    copy.parameters += payload
    copy.action.guardCondition = .and([copy.action.guardCondition, .not(reading)])
    let value = item.shape.value(payload.map(\.use))
    copy.action = simplified(copy.action.mapExpressions { $0.replacing([whole: value]) })
    return copy
  }
}

extension Action {
  /// When the evaluation of the step reads the cell, given that its guard holds or reads it.
  fileprivate func condition(forReading cell: Expression) -> Expression {
    var found = [guardCondition.condition(forReading: cell)]
    for check in checks where check.kind == .require {
      found.append(check.condition.condition(forReading: cell))
    }
    for update in updates {
      let parts = update.indices + (update.value.map { [$0] } ?? [])
      let rest = Expression.or(parts.map { $0.condition(forReading: cell) })
      let whole = Expression.or([
        update.condition.condition(forReading: cell), .and([update.condition, rest]),
      ])
      found.append(update.bound.isEmpty ? whole : .exists(update.bound, whole))
    }
    return .or(found)
  }

  fileprivate func mentions(_ cell: Expression) -> Bool {
    mapExpressions { $0.replacing([cell: .bool(true)]) } != self
  }
}

extension Expression {
  /// When the evaluation of the expression, from left to right, reads the cell.
  ///
  /// Below a quantifier it may be false where the cell is read for some elements only.
  fileprivate func condition(forReading cell: Expression) -> Expression {
    if self == cell { return .bool(true) }
    switch self {
    case .and(let operands): return Self.inOrder(operands, cell) { $0 }
    case .or(let operands): return Self.inOrder(operands, cell) { .not($0) }
    case .implies(let left, let right): return Self.inOrder([left, right], cell) { $0 }
    case .ifThenElse(let condition, let then, let otherwise):
      return .or([
        condition.condition(forReading: cell),
        .and([condition, then.condition(forReading: cell)]),
        .and([.not(condition), otherwise.condition(forReading: cell)]),
      ])
    case .forAll(let bound, let body), .exists(let bound, let body):
      let inner = body.condition(forReading: cell)
      return inner.freeVariables.isDisjoint(with: bound) ? inner : .bool(false)
    default: return .or(children.map { $0.condition(forReading: cell) })
    }
  }

  /// Operands one after the other, each as long as all before it let the evaluation go on.
  private static func inOrder(
    _ operands: [Expression], _ cell: Expression, goesOn: (Expression) -> Expression
  ) -> Expression {
    var before: [Expression] = []
    var found: [Expression] = []
    for operand in operands {
      found.append(.and(before + [operand.condition(forReading: cell)]))
      before.append(goesOn(operand))
    }
    return .or(found)
  }
}
