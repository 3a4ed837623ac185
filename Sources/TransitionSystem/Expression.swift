/// A typed expression over the state: pure, total but for undefined reads, and free of calls.
///
/// `&&`, `||`, `implies` and `ifThenElse` evaluate from left to right and stop early, so that
/// `defined(m[f]) && m[f] == b` never reads an undefined cell.
package indirect enum Expression: Hashable, Sendable {
  case bool(Bool)
  case integer(Int)
  /// An element of a sort by number.
  case element(sort: String, Int)
  /// The greatest element of an ordered sort.
  case last(sort: String)
  /// A bound variable: a parameter, a local or a quantified variable.
  case variable(Parameter)
  /// A cell of a state variable.
  case read(String, [Expression])
  /// Whether a cell of a partial variable is defined.
  case isDefined(String, [Expression])
  /// An option of a kernel or design; a constant once the options are chosen.
  case option(String)

  case not(Expression)
  case and([Expression])
  case or([Expression])
  case implies(Expression, Expression)
  case equal(Expression, Expression)
  /// On integers and ordered sorts.
  case less(Expression, Expression)
  case lessOrEqual(Expression, Expression)
  case add(Expression, Expression)
  case subtract(Expression, Expression)
  case ifThenElse(Expression, Expression, Expression)
  case forAll([Parameter], Expression)
  case exists([Parameter], Expression)

  /// A value of the variant `type`.
  case make(type: String, case: String, [Expression])
  /// Whether a variant value is one of the cases.
  case test(Expression, type: String, cases: [String])
  /// The payload field of a variant value; undefined (an error) in cases without it.
  case payload(Expression, type: String, field: String)
}

extension Expression {
  /// A use of a bound variable.
  package static func variable(_ name: String, _ type: ValueType) -> Expression {
    .variable(Parameter(name, type))
  }

  /// A plain case of a variant.
  package static func value(_ type: String, _ case: String) -> Expression {
    .make(type: type, case: `case`, [])
  }

  /// The direct subexpressions, in evaluation order.
  package var children: [Expression] {
    switch self {
    case .bool, .integer, .element, .last, .variable, .option: []
    case .read(_, let indices), .isDefined(_, let indices): indices
    case .not(let operand): [operand]
    case .and(let operands), .or(let operands): operands
    case .implies(let left, let right), .equal(let left, let right), .less(let left, let right),
      .lessOrEqual(let left, let right), .add(let left, let right), .subtract(let left, let right):
      [left, right]
    case .ifThenElse(let condition, let then, let otherwise): [condition, then, otherwise]
    case .forAll(_, let body), .exists(_, let body): [body]
    case .make(_, _, let arguments): arguments
    case .test(let operand, _, _), .payload(let operand, _, _): [operand]
    }
  }

  /// The same expression with each direct subexpression replaced.
  package func mapChildren(_ transform: (Expression) -> Expression) -> Expression {
    switch self {
    case .bool, .integer, .element, .last, .variable, .option: self
    case .read(let name, let indices): .read(name, indices.map(transform))
    case .isDefined(let name, let indices): .isDefined(name, indices.map(transform))
    case .not(let operand): .not(transform(operand))
    case .and(let operands): .and(operands.map(transform))
    case .or(let operands): .or(operands.map(transform))
    case .implies(let left, let right): .implies(transform(left), transform(right))
    case .equal(let left, let right): .equal(transform(left), transform(right))
    case .less(let left, let right): .less(transform(left), transform(right))
    case .lessOrEqual(let left, let right): .lessOrEqual(transform(left), transform(right))
    case .add(let left, let right): .add(transform(left), transform(right))
    case .subtract(let left, let right): .subtract(transform(left), transform(right))
    case .ifThenElse(let condition, let then, let otherwise):
      .ifThenElse(transform(condition), transform(then), transform(otherwise))
    case .forAll(let bound, let body): .forAll(bound, transform(body))
    case .exists(let bound, let body): .exists(bound, transform(body))
    case .make(let type, let name, let arguments):
      .make(type: type, case: name, arguments.map(transform))
    case .test(let operand, let type, let cases):
      .test(transform(operand), type: type, cases: cases)
    case .payload(let operand, let type, let field):
      .payload(transform(operand), type: type, field: field)
    }
  }

  /// The names of the state variables it reads.
  package var stateVariables: Set<String> {
    var found: Set<String> = []
    collectStateVariables(into: &found)
    return found
  }

  package func collectStateVariables(into found: inout Set<String>) {
    switch self {
    case .read(let name, _), .isDefined(let name, _): found.insert(name)
    default: break
    }
    for child in children { child.collectStateVariables(into: &found) }
  }

  /// The bound variables that are free in it.
  package var freeVariables: Set<Parameter> {
    switch self {
    case .variable(let parameter): return [parameter]
    case .forAll(let bound, let body), .exists(let bound, let body):
      return body.freeVariables.subtracting(bound)
    default:
      return children.reduce(into: []) { $0.formUnion($1.freeVariables) }
    }
  }
}
