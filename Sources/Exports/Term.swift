internal import TransitionSystem

/// A term of the form that every notation is printed from: numbers and truths over flat arrays.
///
/// A number is what the reference evaluator takes a value for, a cell holds its content as `Layout`
/// numbers it. The static functions below make terms and fold what is known already; nothing else
/// need be simplified.
package indirect enum Term: Hashable, Sendable {
  case truth(Bool)
  case number(Int)
  /// A bound variable.
  case bound(String, ClosedRange<Int>)
  /// The content of a cell: of the variable at this position, with contents below `size`. Without
  /// an index the variable has one cell.
  case cell(variable: Int, size: Int, index: Term?)

  case not(Term)
  case and([Term])
  case or([Term])
  case equal(Term, Term)
  case less(Term, Term)
  case atMost(Term, Term)
  case sum(Term, Term)
  case difference(Term, Term)
  case product(Term, Int)
  /// Rounded towards zero or down: it is only used where the dividend is not negative.
  case quotient(Term, Int)
  case remainder(Term, Int)
  case choice(Term, Term, Term)
  case all([Binder], Term)
  case some([Binder], Term)
}

/// A name that is bound to one number after the other.
package struct Binder: Hashable, Sendable {
  package var name: String
  package var values: ClosedRange<Int>
  /// How the language writes each of the values.
  package var texts: [String]

  var term: Term { .bound(name, values) }

  /// The text of one of its values.
  func text(of value: Int) -> String { texts[value - values.lowerBound] }
}

/// Terms about truths.
extension Term {
  static func negation(_ operand: Term) -> Term {
    switch operand {
    case .truth(let value): .truth(!value)
    case .not(let inner): inner
    case .less(let left, let right): .atMost(right, left)
    case .atMost(let left, let right): .less(right, left)
    default: .not(operand)
    }
  }

  static func conjunction(_ operands: [Term]) -> Term {
    var kept: [Term] = []
    for operand in operands {
      if case .and(let inner) = operand { kept += inner } else { kept.append(operand) }
    }
    kept = kept.distinct.filter { $0 != .truth(true) }
    // What stands before a false one need not be evaluated: errors are stated by themselves.
    if kept.contains(.truth(false)) { return .truth(false) }
    return kept.count == 1 ? kept[0] : kept.isEmpty ? .truth(true) : .and(kept)
  }

  static func disjunction(_ operands: [Term]) -> Term {
    negation(conjunction(operands.map(negation))).withOr
  }

  /// A negated conjunction as a disjunction.
  private var withOr: Term {
    guard case .not(.and(let operands)) = self else { return self }
    return .or(operands.map(Term.negation))
  }

  static func implication(_ left: Term, _ right: Term) -> Term {
    disjunction([negation(left), right])
  }

  static func equality(_ left: Term, _ right: Term) -> Term {
    switch (left, right) {
    case _ where left == right: return .truth(true)
    case (.number, let other) where !other.isNumber: return equality(right, left)
    case (.sum(let inner, .number(let more)), .number(let value)):
      return equality(inner, .number(value - more))
    case (.choice(let condition, .number(1), .number(0)), .number(1)): return condition
    case (.choice(let condition, .number(1), .number(0)), .number(0)): return negation(condition)
    default:
      let (one, other) = (left.values, right.values)
      return one.overlaps(other) ? .equal(left, right) : .truth(false)
    }
  }

  static func lessThan(_ left: Term, _ right: Term) -> Term {
    if left.values.upperBound < right.values.lowerBound { return .truth(true) }
    if left.values.lowerBound >= right.values.upperBound { return .truth(false) }
    return .less(left, right)
  }

  static func lessOrEqual(_ left: Term, _ right: Term) -> Term {
    if left.values.upperBound <= right.values.lowerBound { return .truth(true) }
    if left.values.lowerBound > right.values.upperBound { return .truth(false) }
    return .atMost(left, right)
  }

  static func forAll(_ binders: [Binder], _ body: Term) -> Term {
    if case .truth = body { return body }
    return binders.isEmpty ? body : .all(binders, body)
  }

  static func exists(_ binders: [Binder], _ body: Term) -> Term {
    if case .truth = body { return body }
    return binders.isEmpty ? body : .some(binders, body)
  }
}

/// Terms about numbers.
extension Term {
  private var isNumber: Bool { if case .number = self { true } else { false } }

  static func plus(_ left: Term, _ right: Term) -> Term {
    switch (left, right) {
    case (_, .number(0)): left
    case (.number(0), _): right
    case (.number(let one), .number(let other)): .number(saturated(one, other, +))
    case (.number, _): plus(right, left)
    case (.sum(let inner, .number(let one)), .number(let other)):
      plus(inner, .number(saturated(one, other, +)))
    default: .sum(left, right)
    }
  }

  static func minus(_ left: Term, _ right: Term) -> Term {
    if case .number(let value) = right, value != .min { return plus(left, .number(-value)) }
    return .difference(left, right)
  }

  static func times(_ left: Term, _ factor: Int) -> Term {
    if case .number(let value) = left { return .number(saturated(value, factor, *)) }
    return factor == 1 ? left : .product(left, factor)
  }

  static func divided(_ left: Term, by divisor: Int) -> Term {
    if case .number(let value) = left { return .number(value / divisor) }
    return divisor == 1 ? left : .quotient(left, divisor)
  }

  static func modulo(_ left: Term, _ divisor: Int) -> Term {
    if case .number(let value) = left { return .number(value % divisor) }
    let values = left.values
    if values.lowerBound >= 0 && values.upperBound < divisor { return left }
    return .remainder(left, divisor)
  }

  static func either(_ condition: Term, _ then: Term, _ otherwise: Term) -> Term {
    if case .truth(let value) = condition { return value ? then : otherwise }
    return then == otherwise ? then : .choice(condition, then, otherwise)
  }

  /// A truth as a number.
  static func counted(_ truth: Term) -> Term { either(truth, .number(1), .number(0)) }

  /// The numbers that it can be, or more; what 64 bits do not hold is cut.
  package var values: ClosedRange<Int> {
    switch self {
    case .number(let value): return value...value
    case .bound(_, let values): return values
    case .cell(_, let size, _): return 0...max(0, size - 1)
    case .sum(let left, let right):
      let (one, other) = (left.values, right.values)
      let least = Self.saturated(one.lowerBound, other.lowerBound, +)
      return least...Self.saturated(one.upperBound, other.upperBound, +)
    case .difference(let left, let right):
      let (one, other) = (left.values, right.values)
      let least = Self.saturated(one.lowerBound, other.upperBound, -)
      return least...Self.saturated(one.upperBound, other.lowerBound, -)
    case .product(let operand, let factor):
      let values = operand.values
      let least = Self.saturated(values.lowerBound, factor, *)
      return least...Self.saturated(values.upperBound, factor, *)
    case .quotient(let operand, let divisor):
      let values = operand.values
      return values.lowerBound / divisor...values.upperBound / divisor
    case .remainder(let operand, let divisor):
      return operand.values.lowerBound < 0 ? (1 - divisor)...(divisor - 1) : 0...(divisor - 1)
    case .choice(_, let then, let otherwise):
      let (one, other) = (then.values, otherwise.values)
      return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    case .truth, .not, .and, .or, .equal, .less, .atMost, .all, .some: return 0...1
    }
  }

  /// Far beyond what any notation can take, and far from overflowing: factors are numbers of cells
  /// or values.
  private static let most = 1 << 40

  private static func saturated(_ one: Int, _ other: Int, _ operation: (Int, Int) -> Int) -> Int {
    let (left, right) = (min(max(one, -most), most), min(max(other, -most), most))
    return min(max(operation(left, right), -most), most)
  }
}
