import TransitionSystem

/// One case of an action: what its parameters and the values that it reads are known to be.
struct Draft {
  /// With locals and split reads replaced by their values.
  var action: Action
  var parameters: [Parameter]
  /// What the case demands, over relations.
  var atoms: [Expression]
  /// What tells the case from others.
  var words: [String] = []
  /// Where the acting task is, and who it is; nil for the environment.
  var source: (place: Control.Place, task: Expression, tuple: [Expression])?
  /// The values of the task's locals before the step.
  var locals: [String: Expression] = [:]
}

/// A cell that is read for its value.
struct CellRead: Hashable {
  var variable: String
  var indices: [Expression]
}

extension Expression {
  /// The first cell, in order of evaluation, whose value is used as a term or for its payload, and
  /// whose indices are terms that nothing in the expression binds.
  func firstValueRead(
    _ shapes: [String: VariableShape], bound: Set<String> = [], isValue: Bool = false
  ) -> CellRead? {
    switch self {
    case .forAll(let parameters, let body), .exists(let parameters, let body):
      return body.firstValueRead(shapes, bound: bound.union(parameters.map(\.name)))
    case .payload(let operand, _, _):
      return operand.firstValueRead(shapes, bound: bound, isValue: true)
    case .ifThenElse(let condition, let then, let otherwise):
      return condition.firstValueRead(shapes, bound: bound)
        ?? then.firstValueRead(shapes, bound: bound, isValue: isValue)
        ?? otherwise.firstValueRead(shapes, bound: bound, isValue: isValue)
    case .read(let name, let indices):
      for index in indices {
        if let inner = index.firstValueRead(shapes, bound: bound) { return inner }
      }
      guard let type = shapes[name]?.variable.type, indices.allSatisfy({ $0.isTerm(bound) })
      else { return nil }
      switch type {
      case .bool: return nil
      case .sort, .integer: return CellRead(variable: name, indices: indices)
      case .variant: return isValue ? CellRead(variable: name, indices: indices) : nil
      }
    default:
      for child in children {
        if let found = child.firstValueRead(shapes, bound: bound, isValue: false) { return found }
      }
      return nil
    }
  }

  private func isTerm(_ bound: Set<String>) -> Bool {
    switch self {
    case .element: true
    case .variable(let parameter): !bound.contains(parameter.name)
    default: false
    }
  }

  /// The expression with whole subexpressions replaced.
  func replacing(_ values: [Expression: Expression]) -> Expression {
    values[self] ?? mapChildren { $0.replacing(values) }
  }
}

extension Action {
  /// Every part rewritten.
  func mapExpressions(_ transform: (Expression) -> Expression) -> Action {
    var result = self
    result.guardCondition = transform(guardCondition)
    result.updates = updates.map { update in
      Update(
        bound: update.bound, update.variable, update.indices.map(transform),
        when: transform(update.condition), update.value.map(transform))
    }
    for index in result.checks.indices {
      result.checks[index].condition = transform(checks[index].condition)
    }
    return result
  }
}

extension Update {
  /// The update as one expression, to look through; its own variables count as bound.
  func firstValueRead(_ shapes: [String: VariableShape], isValue: Bool) -> CellRead? {
    let own = Set(bound.map(\.name))
    for part in indices + [condition] {
      if let found = part.firstValueRead(shapes, bound: own) { return found }
    }
    return value?.firstValueRead(shapes, bound: own, isValue: isValue)
  }
}

extension Translation {
  /// The cases of a draft in which every value that it reads is a term.
  func split(_ draft: Draft) throws(FragmentError) -> [Draft] {
    var done: [Draft] = []
    var pending = [draft]
    while let next = pending.popLast() {
      guard next.action.guardCondition != .bool(false) else { continue }
      guard let read = firstRead(next.action) else {
        done.append(next)
        continue
      }
      guard done.count + pending.count < 512 else {
        throw FragmentError("'\(draft.action.name)' has too many cases", draft.action.site)
      }
      pending += cases(of: next, read).reversed()
    }
    return done
  }

  private func firstRead(_ action: Action) -> CellRead? {
    if let found = action.guardCondition.firstValueRead(formulas.shapes) { return found }
    for check in action.checks where check.kind == .require {
      if let found = check.condition.firstValueRead(formulas.shapes) { return found }
    }
    for update in action.updates {
      let isLocal = control.slots[update.variable] != nil
      if let found = update.firstValueRead(formulas.shapes, isValue: isLocal) { return found }
    }
    return nil
  }

  private func cases(of draft: Draft, _ read: CellRead) -> [Draft] {
    guard let shape = formulas.shapes[read.variable] else { return [] }
    let whole = Expression.read(read.variable, read.indices)
    let defined = Expression.isDefined(read.variable, read.indices)
    var found: [Draft] = []
    var names = formulas.names
    for item in shape.cases {
      var copy = draft
      let payload = item.shape.payload.map { names.fresh($0) }
      copy.parameters += payload
      copy.atoms.append(.read(item.relation.name, read.indices + payload.map(\.use)))
      if shape.cases.count > 1 { copy.words.append("\(read.variable): \(item.shape.label)") }
      let values = [whole: item.shape.value(payload.map(\.use)), defined: .bool(true)]
      copy.action = simplified(draft.action.mapExpressions { $0.replacing(values) })
      found.append(copy)
    }
    formulas.names = names
    if shape.variable.isPartial, let copy = undefinedCase(of: draft, read, shape) {
      found.append(copy)
    }
    return found
  }

  func simplified(_ action: Action) -> Action {
    action.mapExpressions { formulas.simplifier.simplify($0) }
  }
}
