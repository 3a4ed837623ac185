package import TransitionSystem

/// Prints what was lowered, or declared in Swift, in the words of the language.
///
/// The text is for readers. It comes close to what an author would write, but shows what the
/// checker made of it: calls stand on their own, definitions are written out, names are unique.
package struct PseudoCode: Sendable {
  let sorts: [String: Sort]
  let variants: [String: VariantType]
  let locks: [String: Lock]

  /// A printer that knows the names of elements, cases and locks of the fragments.
  package init(_ fragments: [Fragment]) {
    var sorts: [String: Sort] = [:]
    var variants: [String: VariantType] = [:]
    var locks: [String: Lock] = [:]
    for fragment in fragments {
      for sort in fragment.sorts { sorts[sort.name] = sort }
      for variant in fragment.variants { variants[variant.name] = variant }
      for lock in fragment.locks { locks[lock.name] = lock }
    }
    self.sorts = sorts
    self.variants = variants
    self.locks = locks
  }

  /// A step, routine, syscall or recipe with its documentation.
  package func text(_ callable: Callable) -> String {
    var head = callable.isOverride ? "override " : ""
    for attribute in Callable.Attribute.allCases where callable.attributes.contains(attribute) {
      head += "\(attribute.rawValue) "
    }
    head += "\(callable.kind.rawValue) \(callable.name)(\(list(callable.parameters)))"
    if let type = callable.returns { head += " -> \(type.description)" }
    return comment(callable.documentation)
      + definition(head, source: callable.source, body: callable.body)
  }

  /// An environment action with its documentation.
  package func text(_ action: EnvironmentAction) -> String {
    var head = "environment \(action.name)(\(list(action.parameters)))"
    if let budget = action.budget { head += " budget \(budget)" }
    if action.endsTasks { head += " ends tasks" }
    return comment(action.documentation)
      + definition(head, source: action.source, body: action.body)
  }

  package func text(_ definition: Definition) -> String {
    let head = "define \(definition.name)(\(list(definition.parameters)))"
    return comment(definition.documentation) + "\(head) = \(text(definition.body));\n"
  }

  /// A reaction of an observer.
  package func text(_ handler: Handler) -> String {
    var head: String
    var player: Parameter?
    switch handler.trigger {
    case .call(let name, let parameters, let task):
      head = "on call \(name)(\(names(parameters)))"
      player = task
    case .returned(let name, let parameters, let result, let condition, let task):
      head = "on \(name)(\(names(parameters)))"
      if let result { head += " returns \(result.name)" }
      if condition != .bool(true) { head += " when \(text(condition))" }
      player = task
    case .event(let name, let parameters): head = "on \(name)(\(names(parameters)))"
    }
    if let player { head += " by \(player.name)" }
    return "\(head) {\n\(text(handler.body, indentation: 1))}\n"
  }

  /// A state variable or ghost.
  package func text(_ variable: StateVariable) -> String {
    var text = variable.role == .ghost ? "ghost " : "state "
    if variable.isPartial { text += "partial " }
    text += "\(variable.type.description) \(variable.name)"
    text += variable.indices.map { "[\($0)]" }.joined()
    if let initial = variable.initial { text += " = \(self.text(initial))" }
    return comment(variable.documentation) + text + ";\n"
  }

  private func comment(_ documentation: String) -> String {
    guard !documentation.isEmpty else { return "" }
    let lines = documentation.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.map { $0.isEmpty ? "///\n" : "/// \($0)\n" }.joined()
  }

  /// A guard that is waited for first is written in the head.
  private func definition(_ head: String, source: String, body: [Statement]) -> String {
    var head = head
    var body = body
    if case .await(let condition, _) = body.first {
      head += " when \(text(condition))"
      body.removeFirst()
    }
    let cited = source.isEmpty ? "" : "  source \"\(source)\";\n"
    return "\(head) {\n\(cited)\(text(body, indentation: 1))}\n"
  }

  func list(_ parameters: [Parameter]) -> String {
    parameters.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
  }

  private func names(_ parameters: [Parameter]) -> String {
    parameters.map { $0.name.hasPrefix("_'") ? "_" : $0.name }.joined(separator: ", ")
  }
}
