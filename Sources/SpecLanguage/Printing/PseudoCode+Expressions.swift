package import TransitionSystem

/// Expressions, with parentheses only where they are needed.
extension PseudoCode {
  package func text(_ expression: Expression) -> String { text(expression, 0) }

  func text(list arguments: [Expression]) -> String {
    arguments.map { text($0) }.joined(separator: ", ")
  }

  func subscripts(_ indices: [Expression]) -> String {
    indices.map { "[\(text($0))]" }.joined()
  }

  /// Binding strength: `=>` 1, `||` 2, `&&` 3, comparisons 4, `+` and `-` 5, prefix 6.
  private func text(_ expression: Expression, _ outer: Int) -> String {
    let (inner, text) = strengthAndText(expression)
    return inner < outer ? "(\(text))" : text
  }

  private func strengthAndText(_ expression: Expression) -> (Int, String) {
    switch expression {
    case .bool(let value): return (9, value ? "true" : "false")
    case .integer(let value): return (value < 0 ? 6 : 9, "\(value)")
    case .element(let sort, let index): return (9, element(sort, index))
    case .last(let sort): return (9, "last(\(sort))")
    case .variable(let parameter): return (9, parameter.name)
    case .option(let name): return (9, name)
    case .read(let name, let indices):
      return (9, heldLock(name, indices) ?? name + subscripts(indices))
    case .isDefined(let name, let indices): return (9, "defined(\(name)\(subscripts(indices)))")
    case .not(let operand): return negation(operand)
    case .and(let operands): return (3, chain("&&", operands, 4, empty: "true"))
    case .or(let operands): return (2, chain("||", operands, 3, empty: "false"))
    case .implies(let left, let right): return (1, "\(text(left, 2)) => \(text(right, 1))")
    case .equal(let left, let right): return (4, "\(text(left, 5)) == \(text(right, 5))")
    case .less(let left, let right): return (4, "\(text(left, 5)) < \(text(right, 5))")
    case .lessOrEqual(let left, let right): return (4, "\(text(left, 5)) <= \(text(right, 5))")
    case .add(let left, let right): return (5, "\(text(left, 5)) + \(text(right, 6))")
    case .subtract(.integer(0), let right): return (6, "-\(text(right, 7))")
    case .subtract(let left, let right): return (5, "\(text(left, 5)) - \(text(right, 6))")
    case .ifThenElse(let condition, let then, let otherwise):
      return (0, "\(text(condition, 1)) ? \(text(then, 1)) : \(text(otherwise, 0))")
    case .forAll(let bound, .implies(let filter, let body)):
      return (0, "forall \(list(bound)) where \(text(filter)): \(text(body))")
    case .forAll(let bound, let body): return (0, "forall \(list(bound)): \(text(body))")
    case .exists(let bound, let body):
      if let lock = sharedLock(body) { return (9, lock) }
      return (0, "exists \(list(bound)): \(text(body))")
    case .make(let type, let name, let arguments): return make(type, name, arguments)
    case .test(let operand, let type, let cases):
      return (4, "\(text(operand, 5)) is \(tested(type, cases))")
    case .payload(let operand, _, let field): return (9, "\(text(operand, 9)).\(field)")
    }
  }

  private func element(_ sort: String, _ index: Int) -> String {
    sorts[sort]?.elementName(index) ?? "\(sort)#\(index)"
  }

  private func negation(_ operand: Expression) -> (Int, String) {
    if case .equal(let left, let right) = operand {
      return (4, "\(text(left, 5)) != \(text(right, 5))")
    }
    if case .test(let inner, let type, let cases) = operand {
      return (4, "\(text(inner, 5)) is not \(tested(type, cases))")
    }
    return (6, "!\(text(operand, 6))")
  }

  /// The cases of a test; all errors of the type are called so.
  private func tested(_ type: String, _ cases: [String]) -> String {
    let errors = variants[type]?.cases.filter(\.isError).map(\.name) ?? []
    if errors.count > 1, Set(errors).isSubset(of: cases) {
      let others = cases.filter { !errors.contains($0) }
      return (["error"] + others).joined(separator: " or ")
    }
    return cases.joined(separator: " or ")
  }

  private func make(_ type: String, _ name: String, _ arguments: [Expression]) -> (Int, String) {
    guard arguments.isEmpty else { return (9, "\(name)(\(text(list: arguments)))") }
    let isError = variants[type]?.cases.first { $0.name == name }?.isError == true
    if isError && name.hasPrefix("BUS_") { return (9, "SIGBUS(\(name))") }
    // Errors of the kernel are negative numbers; those of a model may be anything.
    let isErrno = isError && name.hasPrefix("E") && name == name.uppercased()
    return isErrno ? (6, "-\(name)") : (9, name)
  }

  /// `held(lock[f])`, if that is what is read.
  private func heldLock(_ relation: String, _ indices: [Expression]) -> String? {
    guard let lock = lock(of: relation), relation == lock.held else { return nil }
    return "held(\(lock.name)\(subscripts(indices)))"
  }

  /// `held_shared(lock[f])`, if that is what the body of a quantifier over tasks asks.
  private func sharedLock(_ body: Expression) -> String? {
    guard case .read(let relation, let indices) = body, let lock = lock(of: relation),
      relation == lock.sharedHolders, indices.count == lock.indices.count + 1
    else { return nil }
    return "held_shared(\(lock.name)\(subscripts(indices.dropLast())))"
  }

  /// The lock whose state the relation is; names in texts have no dot.
  private func lock(of relation: String) -> Lock? {
    relation.lastIndex(of: ".").flatMap { locks[String(relation[..<$0])] }
  }

  private func chain(
    _ symbol: String, _ operands: [Expression], _ strength: Int, empty: String
  ) -> String {
    guard !operands.isEmpty else { return empty }
    return operands.map { text($0, strength) }.joined(separator: " \(symbol) ")
  }
}
