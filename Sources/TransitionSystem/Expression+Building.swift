/// A state variable by name, for Swift that declares mechanisms: `bad[b]`.
package struct StateReference: Sendable {
  package let name: String

  package init(_ name: String) { self.name = name }

  package subscript(_ indices: Expression...) -> Cell { Cell(name: name, indices: indices) }

  /// The cells of one variable at some indices.
  package struct Cell: Sendable {
    package let name: String
    package let indices: [Expression]

    /// Its value.
    package var value: Expression { .read(name, indices) }

    /// An assignment to it.
    package func becomes(_ value: Expression, file: String = #fileID, line: Int = #line)
      -> Statement
    {
      .write(Update(name, indices, value), SourceSite(file: file, line: line, column: 1))
    }

    /// Assignments to it for all values of the parameters for which the condition holds.
    package func becomes(
      _ value: Expression, forAll bound: [Parameter], where condition: Expression = .bool(true),
      file: String = #fileID, line: Int = #line
    ) -> Statement {
      .write(
        Update(bound: bound, name, indices, when: condition, value),
        SourceSite(file: file, line: line, column: 1))
    }
  }
}

extension Parameter {
  /// A use of it.
  package var use: Expression { .variable(self) }
}

extension Expression {
  package static prefix func ! (operand: Expression) -> Expression { .not(operand) }

  package static func && (left: Expression, right: Expression) -> Expression {
    if case .and(let operands) = left { return .and(operands + [right]) }
    return .and([left, right])
  }

  package static func || (left: Expression, right: Expression) -> Expression {
    if case .or(let operands) = left { return .or(operands + [right]) }
    return .or([left, right])
  }
}
