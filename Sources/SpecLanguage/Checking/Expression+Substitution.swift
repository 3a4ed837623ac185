internal import TransitionSystem

extension Expression {
  /// The expression with free variables replaced, by name; bound names that would capture a
  /// variable of a replacement get a new name.
  func substituting(_ replacements: [String: Expression]) -> Expression {
    let captured = replacements.values.reduce(into: Set<String>()) { names, expression in
      names.formUnion(expression.freeVariables.map(\.name))
    }
    return replacing(replacements, Capture(names: captured, taken: captured.union(boundNames)))
  }

  private struct Capture {
    /// The names that a quantifier must not bind.
    var names: Set<String>
    /// The names that a new name must differ from.
    var taken: Set<String>
  }

  /// The names that its quantifiers bind.
  private var boundNames: Set<String> {
    var names = children.reduce(into: Set<String>()) { $0.formUnion($1.boundNames) }
    switch self {
    case .forAll(let bound, _), .exists(let bound, _): names.formUnion(bound.map(\.name))
    case .bool, .integer, .element, .last, .variable, .read, .isDefined, .option, .not, .and, .or,
      .implies, .equal, .less, .lessOrEqual, .add, .subtract, .ifThenElse, .make, .test, .payload:
      break
    }
    return names
  }

  private func replacing(
    _ replacements: [String: Expression], _ captured: Capture
  ) -> Expression {
    switch self {
    case .variable(let parameter): return replacements[parameter.name] ?? self
    case .forAll(let bound, let body):
      let (bound, inner) = Self.renaming(bound, replacements, captured)
      return .forAll(bound, body.replacing(inner, captured))
    case .exists(let bound, let body):
      let (bound, inner) = Self.renaming(bound, replacements, captured)
      return .exists(bound, body.replacing(inner, captured))
    case .bool, .integer, .element, .last, .read, .isDefined, .option, .not, .and, .or, .implies,
      .equal, .less, .lessOrEqual, .add, .subtract, .ifThenElse, .make, .test, .payload:
      return mapChildren { $0.replacing(replacements, captured) }
    }
  }

  private static func renaming(
    _ bound: [Parameter], _ replacements: [String: Expression], _ captured: Capture
  ) -> ([Parameter], [String: Expression]) {
    var inner = replacements
    var result: [Parameter] = []
    for var parameter in bound {
      inner[parameter.name] = nil
      if captured.names.contains(parameter.name) {
        let old = parameter.name
        var number = 2
        while captured.taken.contains("\(old)'\(number)") { number += 1 }
        parameter.name = "\(old)'\(number)"
        inner[old] = .variable(parameter)
      }
      result.append(parameter)
    }
    return (result, inner)
  }

  /// Whether it is neither larger nor deeper than an engine can be asked to handle; definitions
  /// that use each other twice would otherwise grow without bound.
  var isTractable: Bool {
    var budget = 20_000
    return Self.spend(&budget, on: self, depth: 0)
  }

  private static func spend(_ budget: inout Int, on expression: Expression, depth: Int) -> Bool {
    budget -= 1
    guard budget > 0, depth < 250 else { return false }
    for child in expression.children where !spend(&budget, on: child, depth: depth + 1) {
      return false
    }
    return true
  }
}

extension ValueType {
  /// Whether a value of the one can stand where the other is asked for; the bounds of integers are
  /// checked when the value is assigned.
  func fits(_ other: ValueType) -> Bool {
    if case .integer = self, case .integer = other { return true }
    return self == other
  }

  /// The type of a value that is of one of the two types.
  func joined(with other: ValueType) -> ValueType {
    guard case .integer(let left) = self, case .integer(let right) = other else { return self }
    let lower = Swift.min(left.lowerBound, right.lowerBound)
    return .integer(lower...Swift.max(left.upperBound, right.upperBound))
  }
}
