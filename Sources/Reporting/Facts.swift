import TransitionSystem

/// What makes a condition true or false in a state: its parts that decide it.
struct Facts {
  let evaluator: Evaluator
  let state: State

  /// A part together with the value that it has.
  struct Fact {
    var expression: Expression
    var holds: Bool
    var bindings: Evaluator.Bindings
  }

  /// The facts that give the condition its value.
  ///
  /// Of a false conjunction the first false operand counts, of a false universal statement the
  /// first instance against it; the rest is dual.
  func deciding(_ condition: Expression, _ bindings: Evaluator.Bindings) -> [Fact] {
    guard let value = try? evaluator.holds(condition, in: state, bindings) else {
      return [Fact(expression: condition, holds: false, bindings: bindings)]
    }
    switch condition {
    case .bool: return []
    case .not(let operand): return deciding(operand, bindings)
    case .and(let operands): return deciding(operands, all: true, value, bindings)
    case .or(let operands): return deciding(operands, all: false, value, bindings)
    case .implies(let left, let right):
      return deciding([.not(left), right], all: false, value, bindings)
    case .forAll(let bound, let body) where !value:
      return instance(bound, body, false, bindings)
    case .exists(let bound, let body) where value:
      return instance(bound, body, true, bindings)
    case .ifThenElse(let test, let then, let otherwise):
      let taken = (try? evaluator.holds(test, in: state, bindings)) ?? true
      return deciding(test, bindings) + deciding(taken ? then : otherwise, bindings)
    case .element, .last, .integer, .variable, .read, .isDefined, .option, .equal, .less,
      .lessOrEqual, .add, .subtract, .forAll, .exists, .make, .test, .payload:
      return [Fact(expression: condition, holds: value, bindings: bindings)]
    }
  }

  /// Of operands of which all (a conjunction's) or some (a disjunction's) must hold.
  private func deciding(
    _ operands: [Expression], all: Bool, _ value: Bool, _ bindings: Evaluator.Bindings
  ) -> [Fact] {
    if value == all { return operands.flatMap { deciding($0, bindings) } }
    let first = operands.first { (try? evaluator.holds($0, in: state, bindings)) == value }
    return first.map { deciding($0, bindings) } ?? []
  }

  private func instance(
    _ bound: [Parameter], _ body: Expression, _ value: Bool, _ bindings: Evaluator.Bindings
  ) -> [Fact] {
    let found = evaluator.assignments(of: bound, extending: bindings).first {
      (try? evaluator.holds(body, in: state, $0)) == value
    }
    return found.map { deciding(body, $0) } ?? []
  }
}

extension Facts.Fact {
  /// The fact in words.
  func text(_ readable: Readable) -> String {
    switch expression {
    case .equal(let left, let right) where !holds:
      return different(left, right, readable)
    case .test(let operand, _, let cases) where !holds:
      let value = readable.evaluator.text(of: operand, in: readable.state, bindings)
      let wanted = cases.joined(separator: " or ")
      return "\(readable.text(operand, bindings)) is \(value), not \(wanted)"
    case .less(let left, let right) where !holds: return compared(left, ">=", right, readable)
    case .lessOrEqual(let left, let right) where !holds:
      return compared(left, ">", right, readable)
    case .isDefined(let name, let indices) where !holds:
      return "\(readable.text(.read(name, indices), bindings)) is undefined"
    default:
      return readable.text(holds ? expression : .not(expression), bindings)
    }
  }

  private func compared(
    _ left: Expression, _ sign: String, _ right: Expression, _ readable: Readable
  ) -> String {
    let texts = [left, right].map { readable.text($0, bindings) }
    let value = readable.evaluator.text(of: left, in: readable.state, bindings)
    let known = value == texts[0] ? "" : " (it is \(value))"
    return "\(texts[0]) \(sign) \(texts[1])\(known)"
  }

  private func different(_ left: Expression, _ right: Expression, _ readable: Readable) -> String {
    let values = [left, right].map {
      readable.evaluator.text(of: $0, in: readable.state, bindings)
    }
    let texts = [left, right].map { readable.text($0, bindings) }
    // A constant says itself what it is: only the other side's value is news.
    if texts[1] == values[1] { return "\(texts[0]) is \(values[0]), not \(texts[1])" }
    if texts[0] == values[0] { return "\(texts[1]) is \(values[1]), not \(texts[0])" }
    return "\(texts[0]) is \(values[0]), but \(texts[1]) is \(values[1])"
  }
}
