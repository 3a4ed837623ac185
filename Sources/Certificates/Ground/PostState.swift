import Relational
import TransitionSystem

/// Replaces variables and relations in formulas; what is bound gets a name of its own.
struct Rewriting {
  let system: RelationalSystem
  private var boundCount = 0

  /// What an atom means.
  enum State {
    case now
    case initial
    /// After the action, whose parameters stand for the values.
    case after(RelationalAction, [String: Expression])
  }

  init(system: RelationalSystem) { self.system = system }

  /// The formula with its free variables replaced by terms, read in a state.
  mutating func formula(
    _ formula: Expression, _ values: [String: Expression], _ state: State = .now
  ) -> Expression {
    switch formula {
    case .variable(let parameter): return values[parameter.name] ?? formula
    case .read(let relation, let terms):
      return atom(relation, terms.map { self.formula($0, values) }, state)
    case .forAll(let bound, let body), .exists(let bound, let body):
      var (inner, fresh) = (values, [Parameter]())
      for parameter in bound {
        boundCount += 1
        fresh.append(Parameter("b:\(boundCount)", parameter.type))
        inner[parameter.name] = .variable(fresh[fresh.count - 1])
      }
      let written = self.formula(body, inner, state)
      if case .forAll = formula { return .forAll(fresh, written) }
      return .exists(fresh, written)
    default: return formula.mapChildren { self.formula($0, values, state) }
    }
  }

  private mutating func atom(
    _ relation: String, _ terms: [Expression], _ state: State
  ) -> Expression {
    let plain = Expression.read(relation, terms)
    switch state {
    case .now: return plain
    case .initial:
      guard let definition = system.initial.first(where: { $0.relation == relation }) else {
        return plain
      }
      return formula(definition.formula, definition.values(terms))
    case .after(let action, let values):
      if let update = action.update(of: relation) {
        return formula(update.formula, values.merging(update.values(terms)) { $1 })
      }
      let group = system.relation(relation)?.group
      let kept = action.clears.filter { $0.group == group }.map { clear in
        Expression.not(
          .and(zip(terms, clear.key).map { .equal($0, self.formula($1, values)) }))
      }
      return kept.isEmpty ? plain : .and(kept + [plain])
    }
  }
}

extension Relational.Definition {
  fileprivate func values(_ terms: [Expression]) -> [String: Expression] {
    let names = zip(parameters, terms).map { ($0.name, $1) }
    return Dictionary(names) { $1 }
  }
}

extension RelationalAction {
  /// Whether it takes tuples out of a relation that it does not define.
  private func clears(_ relation: String, in system: RelationalSystem) -> Bool {
    let group = system.relation(relation)?.group
    return clears.contains { $0.group == group }
  }

  /// Whether it may break a clause: what is only cleared can only break literals that affirm it.
  func mayBreak(_ clause: Clause, in system: RelationalSystem) -> Bool {
    clause.literals.contains { literal in
      guard case .holds(let relation, _) = literal.atom else { return false }
      return update(of: relation) != nil || literal.isPositive && clears(relation, in: system)
    }
  }

  func mayBreak(_ totality: Totality, in system: RelationalSystem) -> Bool {
    update(of: totality.domain) != nil || update(of: totality.relation) != nil
      || clears(totality.relation, in: system)
  }
}
