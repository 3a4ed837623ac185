package import Relational
package import TransitionSystem

/// Formulas over the state after a step, written over the state before it.
///
/// Works by substitution: there are no primed relations and no frame axioms.
package struct PostState: Sendable {
  private var relations: [String: Relation] = [:]
  private var definitions: [String: Relational.Definition] = [:]
  private var clears: [String: [Clear]] = [:]
  /// Names that stand for the step's own parameters in what it returns.
  private var reserved: Set<String> = []

  /// After the action; its parameters are free in the results.
  package init(of action: RelationalAction, in system: RelationalSystem) {
    for relation in system.relations { relations[relation.name] = relation }
    for update in action.updates { definitions[update.relation] = update }
    for clear in action.clears { clears[clear.group, default: []].append(clear) }
    reserved = Set(action.parameters.map(\.name))
  }

  /// At first: the results are over rigid relations only.
  package init(initialOf system: RelationalSystem) {
    for relation in system.relations { relations[relation.name] = relation }
    for definition in system.initial { definitions[definition.relation] = definition }
  }

  /// Whether the step may change the relation at all.
  package func changes(_ relation: String) -> Bool {
    definitions[relation] != nil || !clears(of: relation).isEmpty
  }

  /// Whether the step gives the relation a definition of its own.
  package func defines(_ relation: String) -> Bool { definitions[relation] != nil }

  /// Whether a clause needs a look: what is only cleared can only break literals that affirm it.
  package func mayBreak(_ clause: Clause) -> Bool {
    clause.literals.contains { literal in
      guard case .holds(let relation, _) = literal.atom else { return false }
      return defines(relation) || literal.isPositive && changes(relation)
    }
  }

  /// Whether the relation holds of the terms afterwards.
  package func atom(_ relation: String, _ terms: [Expression]) -> Expression {
    if let definition = definitions[relation] {
      let replacements = Dictionary(
        zip(definition.parameters.map(\.name), terms), uniquingKeysWith: { first, _ in first })
      return definition.formula.replacing(replacements)
    }
    let kept = clears(of: relation).map { clear in
      Expression.not(.and(zip(terms, clear.key).map { .equal($0, $1) }))
    }
    return kept.isEmpty ? .read(relation, terms) : .and(kept + [.read(relation, terms)])
  }

  /// The formula with every relation as it is afterwards.
  package func formula(_ expression: Expression) -> Expression {
    switch expression {
    case .read(let relation, let terms): return atom(relation, terms)
    case .forAll(let bound, let body):
      let (fresh, inner) = entering(bound)
      return .forAll(fresh, formula(body.replacing(inner)))
    case .exists(let bound, let body):
      let (fresh, inner) = entering(bound)
      return .exists(fresh, formula(body.replacing(inner)))
    default: return expression.mapChildren(formula)
    }
  }

  private func entering(_ bound: [Parameter]) -> ([Parameter], [String: Expression]) {
    var replacements: [String: Expression] = [:]
    return bound.renamed(avoiding: reserved, recordedIn: &replacements)
  }

  private func clears(of relation: String) -> [Clear] {
    guard !clears.isEmpty, let group = relations[relation]?.group else { return [] }
    return clears[group] ?? []
  }
}
