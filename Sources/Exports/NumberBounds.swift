/// That every number fits what all notations have.
extension RuleSystem {
  private static let range = -0x8000_0000...0x7FFF_FFFF

  /// Throws where a number in a rule or an invariant may be beyond 32 bits.
  func requireSmallNumbers() throws(ExportError) {
    for rule in rules {
      var terms = [rule.guardTerm, rule.isDefined] + rule.demands.map(\.condition)
      for assignment in rule.assignments {
        terms += [assignment.condition, assignment.value] + (assignment.index.map { [$0] } ?? [])
      }
      let values = (rule.parameters + rule.assignments.flatMap(\.bound)).map(\.values)
      try require(terms, values, "'\(rule.name)'")
    }
    for invariant in invariants {
      try require([invariant.condition, invariant.isDefined], [], "'\(invariant.property)'")
    }
  }

  private func require(
    _ terms: [Term], _ ranges: [ClosedRange<Int>], _ place: String
  ) throws(ExportError) {
    let widest = terms.flatMap(\.numberRanges) + ranges
    guard let wide = widest.first(where: { !Self.range.contains($0) }) else { return }
    let number = Self.range.contains(wide.upperBound) ? wide.lowerBound : wide.upperBound
    throw ExportError(
      "a number in \(place) may be \(number), and the other tools have numbers of 32 bits")
  }
}

extension Term {
  /// The ranges of all numbers in it.
  fileprivate var numberRanges: [ClosedRange<Int>] {
    let inner = children.flatMap(\.numberRanges)
    switch self {
    case .number, .bound, .cell, .sum, .difference, .product, .quotient, .remainder, .choice:
      return inner + [values]
    case .all(let binders, _), .some(let binders, _): return inner + binders.map(\.values)
    case .truth, .not, .and, .or, .equal, .less, .atMost: return inner
    }
  }

  /// The direct subterms.
  var children: [Term] {
    switch self {
    case .truth, .number, .bound: []
    case .cell(_, _, let index): index.map { [$0] } ?? []
    case .not(let operand), .product(let operand, _), .quotient(let operand, _),
      .remainder(let operand, _):
      [operand]
    case .and(let operands), .or(let operands): operands
    case .equal(let left, let right), .less(let left, let right), .atMost(let left, let right),
      .sum(let left, let right), .difference(let left, let right):
      [left, right]
    case .choice(let condition, let then, let otherwise): [condition, then, otherwise]
    case .all(_, let body), .some(_, let body): [body]
    }
  }
}
