import TransitionSystem

/// A way to break something, looked at for many elements.
///
/// What the elements decide of a formula is which constants are the same, and most ways of that
/// leave nothing to break: then an action is about other elements. So the formula is simplified
/// once for each of these ways, and not for each choice of elements; and only where its outline
/// does not say already that nothing is left, as it does of 97 in 100 ways.
struct BreachForm {
  /// A constant by its place among the parameters and the breach's own, or an element.
  private enum Term {
    case place(Int)
    case element(Int)
  }

  let breach: GroundQuestion.Breach
  /// The equalities of constants, each once.
  private let equalities: [(formula: Expression, left: Term, right: Term)]
  private var known: [UInt64: Expression?] = [:]
  private var outline: FormulaOutline
  private let after: FormulaOutline.Part
  private let before: FormulaOutline.Part?

  init(_ breach: GroundQuestion.Breach, parameters: [Parameter]) {
    self.breach = breach
    let names = (parameters + breach.constants).map(\.name)
    let places = Dictionary(zip(names, names.indices)) { $1 }
    // Nil for a bound variable.
    func term(_ term: Expression) -> Term? {
      switch term {
      case .variable(let parameter): places[parameter.name].map(Term.place)
      case .element(_, let number): .element(number)
      default: nil
      }
    }
    equalities = ([breach.formula] + (breach.before.map { [$0] } ?? []))
      .flatMap(\.equalities).distinct.compactMap { formula in
        guard case .equal(let left, let right) = formula, let one = term(left),
          let two = term(right)
        else { return nil }
        return (formula, one, two)
      }
    let numbers = Dictionary(zip(equalities.map(\.formula), equalities.indices)) { $1 }
    var outline = FormulaOutline()
    after = outline.part(breach.formula, numbers)
    before = breach.before.map { outline.part($0, numbers) }
    self.outline = outline
  }

  /// The formula for elements in the order of the constants, as far as they decide it; nil if
  /// nothing is left to break.
  mutating func remainder(_ elements: [Int]) -> Expression? {
    guard equalities.count <= UInt64.bitWidth else { return breach.formula }
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
    known[way] = .some(found)
    return found
  }

  /// Whether nothing is left to break, as far as can be seen without a look at terms.
  private mutating func isSettled(_ way: UInt64) -> Bool {
    let left = outline.literal(after, way)
    if left == .no { return true }
    guard let before else { return false }
    let broken = outline.literal(before, way)
    let parts = outline.graph.conjuncts(left)
    return outline.graph.conjuncts(broken).allSatisfy(parts.contains)
  }

  private mutating func remainder(_ way: UInt64) -> Expression? {
    if isSettled(way) { return nil }
    let simplifier = Simplifier(variants: [])
    var knowledge = Simplifier.Knowledge()
    for (index, equality) in equalities.enumerated() {
      let isTrue = way >> UInt64(index) & 1 == 1
      knowledge = simplifier.learning(equality.formula, is: isTrue, knowledge)
    }
    let formula = simplifier.simplify(breach.formula, knowledge)
    if formula == .bool(false) { return nil }
    guard let before = breach.before.map({ simplifier.simplify($0, knowledge) }) else {
      return formula
    }
    return formula.conjuncts.isSuperset(of: before.conjuncts) ? nil : formula
  }
}

extension Expression {
  /// The equalities in it, as often as they are there.
  fileprivate var equalities: [Expression] {
    if case .equal = self { return [self] }
    return children.flatMap(\.equalities)
  }
}
