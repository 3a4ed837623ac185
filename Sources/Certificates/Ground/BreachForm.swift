import TransitionSystem

/// A way to break something, looked at for many elements.
///
/// What the elements decide of a formula is which constants are the same, and most ways of that
/// leave nothing to break: then an action is about other elements. So the formula is simplified
/// once for each of these ways, and not for each choice of elements.
struct BreachForm {
  /// A constant by its place among the parameters and the breach's own, or an element.
  private enum Term: Hashable {
    case place(Int)
    case element(Int)
  }

  private struct Equality: Hashable {
    var left: Term
    var right: Term
  }

  /// What is left for one way in which constants are the same.
  enum Remainder {
    case nothing
    case formula(Expression)
  }

  let breach: GroundQuestion.Breach
  private let places: [String: Int]
  private var equalities: [Equality] = []
  private var numbers: [Equality: Int] = [:]
  private var known: [UInt64: Remainder] = [:]

  init(_ breach: GroundQuestion.Breach, parameters: [Parameter]) {
    self.breach = breach
    let names = (parameters + breach.constants).map(\.name)
    places = Dictionary(zip(names, names.indices)) { $1 }
    collect(breach.formula)
    if let before = breach.before { collect(before) }
  }

  private mutating func collect(_ formula: Expression) {
    if let equality = equality(formula), numbers[equality] == nil {
      numbers[equality] = equalities.count
      equalities.append(equality)
    }
    for child in formula.children { collect(child) }
  }

  /// Nil also for an equality of bound variables.
  private func equality(_ formula: Expression) -> Equality? {
    guard case .equal(let left, let right) = formula, let one = term(left), let two = term(right)
    else { return nil }
    return Equality(left: one, right: two)
  }

  private func term(_ term: Expression) -> Term? {
    switch term {
    case .variable(let parameter): places[parameter.name].map(Term.place)
    case .element(_, let number): .element(number)
    default: nil
    }
  }

  /// The formula for elements in the order of the constants, as far as they decide it.
  mutating func remainder(_ elements: [Int]) -> Remainder {
    guard equalities.count <= UInt64.bitWidth else { return .formula(breach.formula) }
    func element(_ term: Term) -> Int {
      switch term {
      case .place(let place): elements[place]
      case .element(let number): number
      }
    }
    var way: UInt64 = 0
    for (index, equality) in equalities.enumerated()
    where element(equality.left) == element(equality.right) { way |= 1 << UInt64(index) }
    if let found = known[way] { return found }
    let found = remainder(way)
    known[way] = found
    return found
  }

  private func remainder(_ way: UInt64) -> Remainder {
    let formula = decided(breach.formula, way)
    if formula == .bool(false) { return .nothing }
    if let before = breach.before.map({ decided($0, way) }),
      formula.conjuncts.isSuperset(of: before.conjuncts)
    {
      return .nothing
    }
    return .formula(formula)
  }

  /// The formula without the equalities.
  private func decided(_ formula: Expression, _ way: UInt64) -> Expression {
    if let number = equality(formula).flatMap({ numbers[$0] }) {
      return .bool(way >> UInt64(number) & 1 == 1)
    }
    switch formula {
    case .not(let operand):
      let inner = decided(operand, way)
      return if case .bool(let value) = inner { .bool(!value) } else { .not(inner) }
    case .and(let operands): return joined(operands, way, isConjunction: true)
    case .or(let operands): return joined(operands, way, isConjunction: false)
    case .implies(let left, let right):
      return joined([.not(left), right], way, isConjunction: false)
    case .ifThenElse(let condition, let then, let otherwise):
      let test = decided(condition, way)
      if case .bool(let value) = test { return decided(value ? then : otherwise, way) }
      return .ifThenElse(test, decided(then, way), decided(otherwise, way))
    default: return formula
    }
  }

  private func joined(
    _ operands: [Expression], _ way: UInt64, isConjunction: Bool
  ) -> Expression {
    var parts: [Expression] = []
    for operand in operands {
      let part = decided(operand, way)
      if case .bool(let value) = part {
        if value != isConjunction { return part }
      } else {
        parts.append(part)
      }
    }
    if parts.count == 1 { return parts[0] }
    if parts.isEmpty { return .bool(isConjunction) }
    return isConjunction ? .and(parts) : .or(parts)
  }
}
