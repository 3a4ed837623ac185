extension Expression {
  /// The expression as the language writes it, with parentheses only where they are needed.
  package var description: String { description { sort, number in "\(sort)#\(number)" } }

  /// The same with the elements of sorts under the names that `element` gives them.
  package func description(element: (_ sort: String, _ number: Int) -> String) -> String {
    withoutActuallyEscaping(element) { ExpressionText(element: $0).text(self, precedence: 0) }
  }
}

/// Writes expressions, naming elements as it is told.
private struct ExpressionText {
  let element: (_ sort: String, _ number: Int) -> String

  /// Binding strength: `=>` 1, `||` 2, `&&` 3, comparisons 4, `+` and `-` 5, prefix 6.
  func text(_ expression: Expression, precedence outer: Int) -> String {
    let (inner, text) = ownText(expression)
    return inner < outer ? "(\(text))" : text
  }

  private func ownText(_ expression: Expression) -> (precedence: Int, text: String) {
    switch expression {
    case .bool(let value): return (9, value ? "true" : "false")
    case .integer(let value): return (9, "\(value)")
    case .element(let sort, let number): return (9, element(sort, number))
    case .last(let sort): return (9, "last(\(sort))")
    case .variable(let parameter): return (9, parameter.name)
    case .option(let name): return (9, name)
    case .read(let name, let indices): return (9, name + subscripts(indices))
    case .isDefined(let name, let indices): return (9, "defined(\(name)\(subscripts(indices)))")
    case .not(.equal(let left, let right)): return (4, infix("!=", left, right))
    case .not(let operand): return (6, "!" + text(operand, precedence: 6))
    case .and(let operands): return (3, chain("&&", operands, 3, empty: "true"))
    case .or(let operands): return (2, chain("||", operands, 2, empty: "false"))
    case .implies(let left, let right):
      return (1, "\(text(left, precedence: 2)) => \(text(right, precedence: 1))")
    case .equal(let left, let right): return (4, infix("==", left, right))
    case .less(let left, let right): return (4, infix("<", left, right))
    case .lessOrEqual(let left, let right): return (4, infix("<=", left, right))
    case .add(let left, let right):
      return (5, "\(text(left, precedence: 5)) + \(text(right, precedence: 6))")
    case .subtract(let left, let right):
      return (5, "\(text(left, precedence: 5)) - \(text(right, precedence: 6))")
    case .ifThenElse(let condition, let then, let otherwise):
      let parts = [condition, then, otherwise].map { text($0, precedence: 1) }
      return (0, "\(parts[0]) ? \(parts[1]) : \(parts[2])")
    case .forAll(let bound, let body):
      return (0, "forall \(list(bound)): \(text(body, precedence: 0))")
    case .exists(let bound, let body):
      return (0, "exists \(list(bound)): \(text(body, precedence: 0))")
    case .make(_, let name, let arguments):
      let list = arguments.map { text($0, precedence: 0) }.joined(separator: ", ")
      return (9, arguments.isEmpty ? name : "\(name)(\(list))")
    case .test(let operand, _, let cases):
      return (4, "\(text(operand, precedence: 5)) is \(cases.joined(separator: " or "))")
    case .payload(let operand, _, let field):
      return (9, "\(text(operand, precedence: 9)).\(field)")
    }
  }

  private func subscripts(_ indices: [Expression]) -> String {
    indices.map { "[\(text($0, precedence: 0))]" }.joined()
  }

  private func list(_ bound: [Parameter]) -> String {
    bound.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
  }

  private func infix(_ symbol: String, _ left: Expression, _ right: Expression) -> String {
    "\(text(left, precedence: 5)) \(symbol) \(text(right, precedence: 5))"
  }

  private func chain(
    _ symbol: String, _ operands: [Expression], _ precedence: Int, empty: String
  ) -> String {
    guard !operands.isEmpty else { return empty }
    return operands.map { text($0, precedence: precedence + 1) }.joined(separator: " \(symbol) ")
  }
}
