import TransitionSystem

/// Writes expressions as their author would: elements, locals and ghosts under their names.
struct Readable {
  let evaluator: Evaluator
  let state: State
  /// The property that speaks: its ghosts are written without its name.
  let property: String

  func text(_ expression: Expression, _ bindings: Evaluator.Bindings) -> String {
    named(expression, bindings, bound: []).description { sort, number in
      evaluator.system.sort(sort)?.elementName(number) ?? "\(sort)\(number)"
    }
  }

  /// A text that the evaluator wrote, its locals and elements under their names.
  func text(_ message: String) -> String {
    var result = message
    for task in 0..<evaluator.layout.scope["task"] {
      for variable in evaluator.system.variables where variable.role == .local {
        let slot = "\(variable.name)[task#\(task)]"
        guard let name = local(variable.name, [.element(sort: "task", task)], [:]) else { continue }
        result = result.split(separator: slot, omittingEmptySubsequences: false)
          .joined(separator: name)
      }
    }
    return result
  }

  /// The name of a cell of the state, and the value that it has in the given state.
  func assignment(ofCell cell: Int, in state: State) -> String {
    "\(name(ofCell: cell)) = \(evaluator.layout.text(ofCell: cell, in: state))"
  }

  private func name(ofCell cell: Int) -> String {
    let full = evaluator.layout.name(ofCell: cell)
    return full.hasPrefix(property + ".") ? String(full.dropFirst(property.count + 1)) : full
  }

  private func named(
    _ expression: Expression, _ bindings: Evaluator.Bindings, bound: Set<String>
  ) -> Expression {
    switch expression {
    case .variable(let parameter):
      guard !bound.contains(parameter.name), let value = bindings[parameter.name] else {
        return expression
      }
      return word(evaluator.layout.text(of: value, parameter.type), parameter.type)
    case .forAll(let inner, let body):
      return .forAll(inner, named(body, bindings, bound: bound.union(inner.map(\.name))))
    case .exists(let inner, let body):
      return .exists(inner, named(body, bindings, bound: bound.union(inner.map(\.name))))
    case .not(.not(let operand)): return named(operand, bindings, bound: bound)
    case .read(let name, let indices):
      if let local = local(name, indices, bindings) {
        return word(local, evaluator.type(of: expression))
      }
      return .read(short(name), indices.map { index($0, bindings, bound: bound) })
    case .isDefined(let name, let indices):
      return .isDefined(short(name), indices.map { index($0, bindings, bound: bound) })
    default: return expression.mapChildren { named($0, bindings, bound: bound) }
    }
  }

  /// Of a local that selects a cell its value says more than its name.
  private func index(
    _ expression: Expression, _ bindings: Evaluator.Bindings, bound: Set<String>
  ) -> Expression {
    guard case .read(let name, _) = expression,
      evaluator.system.variable(name)?.role == .local
    else { return named(expression, bindings, bound: bound) }
    return word(
      evaluator.text(of: expression, in: state, bindings), evaluator.type(of: expression))
  }

  private func word(_ text: String, _ type: ValueType) -> Expression {
    .variable(Parameter(text, type))
  }

  private func short(_ name: String) -> String {
    name.hasPrefix(property + ".") ? String(name.dropFirst(property.count + 1)) : name
  }

  /// The author's name of the local that a slot holds where its task is.
  private func local(
    _ name: String, _ indices: [Expression], _ bindings: Evaluator.Bindings
  ) -> String? {
    let system = evaluator.system
    guard system.variable(name)?.role == .local, let index = indices.first,
      let task = try? evaluator.value(of: index, in: state, bindings),
      system.variable("pc") != nil
    else { return nil }
    let place = Expression.read("pc", [.element(sort: "task", task)])
    let location = evaluator.text(of: place, in: state, [:])
    let found = system.locals[location]?.first { $0.variable == name }?.name
    // Locals of the composer's own making carry a number behind an apostrophe.
    return found.map { String($0.prefix { $0 != "'" }) }
  }
}
