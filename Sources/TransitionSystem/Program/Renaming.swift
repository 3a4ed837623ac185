/// Renaming of state variables, so that two properties may each have a ghost of the same name.
extension Fragment {
  /// The fragment with its own ghosts named `prefix.name`.
  package func renamingGhosts(prefix: String) -> Fragment {
    let names = ghostNames(prefix: prefix)
    guard !names.isEmpty else { return self }
    var result = self
    for index in result.variables.indices {
      let name = result.variables[index].name
      if let renamed = names[name] { result.variables[index].name = renamed }
    }
    for index in result.handlers.indices {
      result.handlers[index].body = handlers[index].body.renamingVariables(names)
      if case .returned(let call, let parameters, let bound, let condition, let task) =
        handlers[index].trigger
      {
        result.handlers[index].trigger = .returned(
          call, parameters, result: bound, when: condition.renamingVariables(names), task: task)
      }
    }
    result.initialization = initialization.renamingVariables(names)
    return result
  }

  /// The new name of each of its ghosts.
  package func ghostNames(prefix: String) -> [String: String] {
    Dictionary(
      variables.filter { $0.role == .ghost }.map { ($0.name, "\(prefix).\($0.name)") },
      uniquingKeysWith: { $1 })
  }
}

extension Expression {
  package func renamingVariables(_ names: [String: String]) -> Expression {
    let inner = mapChildren { $0.renamingVariables(names) }
    switch inner {
    case .read(let name, let indices): return .read(names[name] ?? name, indices)
    case .isDefined(let name, let indices): return .isDefined(names[name] ?? name, indices)
    default: return inner
    }
  }
}

extension Update {
  func renamingVariables(_ names: [String: String]) -> Update {
    Update(
      bound: bound, names[variable] ?? variable, indices.map { $0.renamingVariables(names) },
      when: condition.renamingVariables(names), value?.renamingVariables(names))
  }
}

extension [Statement] {
  func renamingVariables(_ names: [String: String]) -> [Statement] {
    map { $0.renamingVariables(names) }
  }
}

extension Statement {
  fileprivate func renamingVariables(_ names: [String: String]) -> Statement {
    func renamed(_ expression: Expression) -> Expression { expression.renamingVariables(names) }
    switch self {
    case .declare(let local, let value, let site):
      return .declare(local, value.map(renamed), site)
    case .assign(let local, let value, let site): return .assign(local, renamed(value), site)
    case .write(let update, let site): return .write(update.renamingVariables(names), site)
    case .conditional(let condition, let then, let otherwise, let site):
      return .conditional(
        renamed(condition), then: then.renamingVariables(names),
        otherwise: otherwise.renamingVariables(names), site)
    case .choose(let local, let condition, let body, let otherwise, let site):
      return .choose(
        local, where: renamed(condition), body: body.renamingVariables(names),
        otherwise: otherwise?.renamingVariables(names), site)
    case .call(let call, let site):
      var renamedCall = call
      renamedCall.arguments = call.arguments.map(renamed)
      return .call(renamedCall, site)
    case .with(let mode, let lock, let indices, let body, let site):
      return .with(
        mode, lock: lock, indices.map(renamed), body: body.renamingVariables(names), site)
    case .iterate(let local, let body, let site):
      return .iterate(local, body: body.renamingVariables(names), site)
    case .atomic(let body, let site): return .atomic(body.renamingVariables(names), site)
    case .await(let condition, let site): return .await(renamed(condition), site)
    case .returning(let value, let site): return .returning(value.map(renamed), site)
    case .retry: return self
    case .emit(let event, let arguments, let site):
      return .emit(event: event, arguments.map(renamed), site)
    case .require(let condition, let message, let site):
      return .require(renamed(condition), message: message, site)
    case .cover(let condition, let message, let site):
      return .cover(renamed(condition), message: message, site)
    }
  }
}
