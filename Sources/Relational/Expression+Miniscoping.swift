import TransitionSystem

extension Expression {
  /// The same formula with parts that do not depend on a quantifier's variables outside of it.
  ///
  /// A universal quantifier that stood below an existential one for no reason would keep the
  /// formula's negation out of the fragment. No sort is empty, so nothing else changes.
  func miniscoped() -> Expression {
    switch mapChildren({ $0.miniscoped() }) {
    case .exists(let bound, .and(let parts)):
      let (own, others) = Self.split(parts, bound)
      return others.isEmpty
        ? .exists(bound, .and(own)) : .and(others + [.exists(bound, .and(own))])
    case .forAll(let bound, .or(let parts)):
      let (own, others) = Self.split(parts, bound)
      return others.isEmpty ? .forAll(bound, .or(own)) : .or(others + [.forAll(bound, .or(own))])
    case .forAll(let bound, .implies(let left, let right)):
      return Expression.forAll(bound, .or([.not(left), right])).miniscoped()
    case let other: return other
    }
  }

  /// The parts that speak of the variables, and the others.
  private static func split(
    _ parts: [Expression], _ bound: [Parameter]
  ) -> (own: [Expression], others: [Expression]) {
    let names = Set(bound.map(\.name))
    let own = parts.filter { !names.isDisjoint(with: $0.freeVariables.map(\.name)) }
    return (own, parts.filter { names.isDisjoint(with: $0.freeVariables.map(\.name)) })
  }
}
