extension Expression {
  /// The expression as the language writes it, with parentheses only where they are needed.
  package var description: String { text(precedence: 0) }

  /// Binding strength: `=>` 1, `||` 2, `&&` 3, comparisons 4, `+` and `-` 5, prefix 6.
  private func text(precedence outer: Int) -> String {
    let (inner, text) = ownText
    return inner < outer ? "(\(text))" : text
  }

  private var ownText: (precedence: Int, text: String) {
    switch self {
    case .bool(let value): return (9, value ? "true" : "false")
    case .integer(let value): return (9, "\(value)")
    case .element(let sort, let index): return (9, "\(sort)#\(index)")
    case .last(let sort): return (9, "last(\(sort))")
    case .variable(let parameter): return (9, parameter.name)
    case .option(let name): return (9, name)
    case .read(let name, let indices): return (9, name + Self.subscripts(indices))
    case .isDefined(let name, let indices):
      return (9, "defined(\(name)\(Self.subscripts(indices)))")
    case .not(.equal(let left, let right)): return (4, Self.infix("!=", left, right, 5))
    case .not(let operand): return (6, "!" + operand.text(precedence: 6))
    case .and(let operands): return (3, Self.chain("&&", operands, 3, empty: "true"))
    case .or(let operands): return (2, Self.chain("||", operands, 2, empty: "false"))
    case .implies(let left, let right):
      return (1, "\(left.text(precedence: 2)) => \(right.text(precedence: 1))")
    case .equal(let left, let right): return (4, Self.infix("==", left, right, 5))
    case .less(let left, let right): return (4, Self.infix("<", left, right, 5))
    case .lessOrEqual(let left, let right): return (4, Self.infix("<=", left, right, 5))
    case .add(let left, let right):
      return (5, "\(left.text(precedence: 5)) + \(right.text(precedence: 6))")
    case .subtract(let left, let right):
      return (5, "\(left.text(precedence: 5)) - \(right.text(precedence: 6))")
    case .ifThenElse(let condition, let then, let otherwise):
      let parts = [condition, then, otherwise].map { $0.text(precedence: 1) }
      return (0, "\(parts[0]) ? \(parts[1]) : \(parts[2])")
    case .forAll(let bound, let body):
      return (0, "forall \(Self.list(bound)): \(body.text(precedence: 0))")
    case .exists(let bound, let body):
      return (0, "exists \(Self.list(bound)): \(body.text(precedence: 0))")
    case .make(_, let name, let arguments):
      return (9, arguments.isEmpty ? name : "\(name)(\(Self.list(arguments)))")
    case .test(let operand, _, let cases):
      return (4, "\(operand.text(precedence: 5)) is \(cases.joined(separator: " or "))")
    case .payload(let operand, _, let field): return (9, "\(operand.text(precedence: 9)).\(field)")
    }
  }

  private static func subscripts(_ indices: [Expression]) -> String {
    indices.map { "[\($0.description)]" }.joined()
  }

  private static func list(_ bound: [Parameter]) -> String {
    bound.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
  }

  private static func list(_ arguments: [Expression]) -> String {
    arguments.map(\.description).joined(separator: ", ")
  }

  private static func infix(
    _ symbol: String, _ left: Expression, _ right: Expression, _ precedence: Int
  ) -> String {
    "\(left.text(precedence: precedence)) \(symbol) \(right.text(precedence: precedence))"
  }

  private static func chain(
    _ symbol: String, _ operands: [Expression], _ precedence: Int, empty: String
  ) -> String {
    guard !operands.isEmpty else { return empty }
    return operands.map { $0.text(precedence: precedence + 1) }.joined(separator: " \(symbol) ")
  }
}
