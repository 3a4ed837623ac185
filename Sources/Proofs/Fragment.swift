package import Relational
package import TransitionSystem

/// A formula that keeps a condition out of the decidable fragment.
///
/// The fragment is effectively propositional logic: no function symbols, and in what is asserted no
/// existential quantifier below a universal one.
package struct AlternationError: Error, Hashable, Sendable {
  /// What the formula belongs to.
  package var place: Place
  package var reason: Reason
  /// The smallest part of it that does not fit.
  package var formula: Expression

  package init(place: Place, reason: Reason, formula: Expression) {
    self.place = place
    self.reason = reason
    self.formula = formula
  }

  /// Where a formula of a relational system stands.
  package enum Place: Hashable, Sendable {
    case axiom(String)
    case initial(relation: String)
    case guardCondition(action: String)
    case update(action: String, relation: String)
    case check(action: String, Int)
    case goal(property: String)
  }

  /// What is wrong with it.
  package enum Reason: Hashable, Sendable {
    /// An existential quantifier below a universal one, after negation has moved inwards.
    case alternation
    /// Not one of the constructs of relational formulas.
    case construct
  }
}

extension AlternationError {
  /// What is wrong, and in which part of the system.
  package var words: String {
    let wrong =
      switch reason {
      case .alternation: "an existential below a universal quantifier"
      case .construct: "no relational formula"
      }
    return "\(wrong) in \(placeInWords)"
  }

  private var placeInWords: String {
    switch place {
    case .axiom(let name): "the axiom '\(name)'"
    case .initial(let relation): "what the workload says of '\(relation)' at first"
    case .guardCondition(let action): "the guard of '\(action)'"
    case .update(let action, let relation): "what '\(action)' makes of '\(relation)'"
    case .check(let action, _): "what is demanded of '\(action)'"
    case .goal(let property): "what '\(property)' demands"
    }
  }

  /// Where the action was written, if it is about one.
  package func site(in system: RelationalSystem) -> SourceSite? {
    switch place {
    case .guardCondition(let name), .update(let name, _), .check(let name, _):
      system.actions.first { $0.name == name }?.site
    case .axiom, .initial, .goal: nil
    }
  }
}

extension RelationalSystem {
  /// Without the totalities whose own conditions would be outside the fragment.
  ///
  /// They are an aid, assumed here and there: with fewer of them less can be proved, and nothing
  /// that is false.
  package func withoutAlternatingTotalities() -> RelationalSystem {
    var result = self
    let definitions = initial + actions.flatMap(\.updates)
    result.totalities.removeAll { totality in
      definitions.contains { definition in
        guard definition.relation == totality.relation else { return false }
        let demand = valueExists(definition).negationNormalForm(negated: true)
        return demand.fragmentOffender() != nil
      }
    }
    return result
  }

  /// What a totality demands of a relation's definition; true where none speaks of it.
  private func valueExists(_ definition: Relational.Definition) -> Expression {
    let isTotal = totalities.contains { $0.relation == definition.relation }
    return isTotal ? .exists(definition.parameters, definition.formula) : .bool(true)
  }

  /// Every formula that keeps a condition of the system out of the fragment.
  package var fragmentErrors: [AlternationError] {
    var errors: [AlternationError] = []
    func check(_ place: AlternationError.Place, _ formula: Expression, negated: [Bool]) {
      for sign in negated {
        let normal = formula.negationNormalForm(negated: sign)
        guard let (reason, offender) = normal.fragmentOffender() else { continue }
        errors.append(AlternationError(place: place, reason: reason, formula: offender))
        return
      }
    }
    for axiom in axioms { check(.axiom(axiom.name), axiom.formula, negated: [false]) }
    for definition in initial {
      let place = AlternationError.Place.initial(relation: definition.relation)
      check(place, definition.formula, negated: [false, true])
      check(place, valueExists(definition), negated: [true])
    }
    for action in actions {
      check(.guardCondition(action: action.name), action.guardCondition, negated: [false])
      for update in action.updates {
        let place = AlternationError.Place.update(action: action.name, relation: update.relation)
        // A goal may speak of the relation or of its complement.
        check(place, update.formula, negated: [false, true])
        check(place, valueExists(update), negated: [true])
      }
      for (index, item) in action.checks.enumerated() where item.kind == .require {
        check(.check(action: action.name, index), item.condition, negated: [true])
      }
    }
    for goal in goals { check(.goal(property: goal.property), goal.formula, negated: [true]) }
    return errors
  }
}

extension Expression {
  /// The first part of a formula in negation normal form that is outside the fragment.
  func fragmentOffender(
    belowUniversal: Bool = false
  ) -> (AlternationError.Reason, Expression)? {
    switch self {
    case .bool, .and, .or: break
    case .not(let operand):
      if case .read = operand { break }
      if case .equal = operand { break }
      return (.construct, operand)
    case .read(_, let terms):
      return terms.first { !$0.isRelationalTerm }.map { (.construct, $0) }
    case .equal(let left, let right):
      return [left, right].first { !$0.isRelationalTerm }.map { (.construct, $0) }
    case .forAll(_, let body): return body.fragmentOffender(belowUniversal: true)
    case .exists(_, let body):
      return belowUniversal ? (.alternation, self) : body.fragmentOffender()
    default: return (.construct, self)
    }
    for child in children {
      if let found = child.fragmentOffender(belowUniversal: belowUniversal) { return found }
    }
    return nil
  }

  private var isRelationalTerm: Bool {
    switch self {
    case .variable, .element: true
    default: false
    }
  }
}
