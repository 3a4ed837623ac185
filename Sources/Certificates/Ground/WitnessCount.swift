import TransitionSystem

/// How many elements of each sort a formula may ask for.
struct WitnessCount: Hashable {
  var counts: [String: Int] = [:]

  static func + (left: WitnessCount, right: WitnessCount) -> WitnessCount {
    WitnessCount(counts: left.counts.merging(right.counts, uniquingKeysWith: +))
  }

  func maximum(_ other: WitnessCount) -> WitnessCount {
    WitnessCount(counts: counts.merging(other.counts, uniquingKeysWith: max))
  }

  init(counts: [String: Int] = [:]) { self.counts = counts }

  init(_ parameters: [Parameter]) {
    for parameter in parameters { counts[parameter.type.description, default: 0] += 1 }
  }

  /// The existential variables of the formula, or of its negation, in negation normal form.
  ///
  /// Of a disjunction one operand holds, so the greatest count does.
  ///
  /// - Throws: `CutoffError` if an existential stands inside a universal.
  init(
    of formula: Expression, isPositive: Bool = true, isInside: Bool = false, place: String
  ) throws(CutoffError) {
    func count(_ part: Expression, _ sign: Bool, inside: Bool = false) throws(CutoffError)
      -> WitnessCount
    {
      try WitnessCount(of: part, isPositive: sign, isInside: isInside || inside, place: place)
    }
    switch formula {
    case .not(let operand): self = try count(operand, !isPositive)
    case .and(let operands), .or(let operands):
      var isConjunction = isPositive
      if case .or = formula { isConjunction = !isPositive }
      for operand in operands {
        let part = try count(operand, isPositive)
        self = isConjunction ? self + part : maximum(part)
      }
    case .implies(let left, let right):
      let (premise, conclusion) = (try count(left, !isPositive), try count(right, isPositive))
      self = isPositive ? premise.maximum(conclusion) : premise + conclusion
    case .ifThenElse(let condition, let then, let otherwise):
      let one = try count(condition, true) + count(then, isPositive)
      self = one.maximum(try count(condition, false) + count(otherwise, isPositive))
    case .forAll(let bound, let body), .exists(let bound, let body):
      var isUniversal = isPositive
      if case .exists = formula { isUniversal = !isPositive }
      if isInside, !isUniversal, !bound.isEmpty {
        throw CutoffError(
          place: place,
          message: "an existential inside a universal: \(FormulaText.text(formula))")
      }
      self = try count(body, isPositive, inside: isUniversal)
      if !isUniversal { self = self + WitnessCount(bound) }
    default: break
    }
  }
}
