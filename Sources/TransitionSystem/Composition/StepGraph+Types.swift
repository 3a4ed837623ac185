extension StepGraph {
  /// The types of all locals that its nodes assign or use.
  var localTypes: [String: ValueType] {
    var types: [String: ValueType] = [:]
    for node in nodes {
      switch node {
      case .boundary, .finish: break
      case .branch(let condition, _, _): condition.collectTypes(into: &types)
      case .choose(let local, let condition, _, _, _, _):
        types[local.name] = local.type
        condition.collectTypes(into: &types)
      case .perform(let operations, _): operations.collectTypes(into: &types)
      }
    }
    return types
  }
}

extension [Operation] {
  fileprivate func collectTypes(into types: inout [String: ValueType]) {
    for operation in self {
      switch operation {
      case .assign(let local, let value):
        types[local.name] = local.type
        value.collectTypes(into: &types)
      case .write(let update, _):
        for part in update.indices + [update.condition] + (update.value.map { [$0] } ?? []) {
          part.collectTypes(into: &types)
        }
      case .conditional(let condition, let then, let otherwise):
        condition.collectTypes(into: &types)
        then.collectTypes(into: &types)
        otherwise.collectTypes(into: &types)
      case .scope(let body, let result):
        if let result { types[result.name] = result.type }
        body.collectTypes(into: &types)
      case .returning(let value): value?.collectTypes(into: &types)
      case .await(let condition): condition.collectTypes(into: &types)
      case .check(let check): check.condition.collectTypes(into: &types)
      case .note(let note): for value in note.values { value.collectTypes(into: &types) }
      }
    }
  }
}

extension Expression {
  fileprivate func collectTypes(into types: inout [String: ValueType]) {
    for parameter in freeVariables where parameter != GraphBuilder.taskParameter {
      types[parameter.name] = parameter.type
    }
  }
}
