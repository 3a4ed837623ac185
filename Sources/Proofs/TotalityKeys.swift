import Relational
import TransitionSystem

/// The keys at which totalities are assumed: those of constants at which the domain occurs, or the
/// relation with whatever value.
struct TotalityKeys {
  private let system: RelationalSystem
  private let formulas: [Expression]

  /// The formulas' free variables are the constants.
  init(of formulas: [Expression], in system: RelationalSystem) {
    self.formulas = formulas
    self.system = system
  }

  /// Each totality at each of its keys, by first occurrence.
  var assertions: [Obligation.Assertion] {
    system.totalities.enumerated().flatMap { index, totality in
      keys(of: totality).map { key in
        Obligation.Assertion(.totality(index), totality.formula(at: key, in: system))
      }
    }
  }

  /// The keys of constant terms of which the formulas read the domain or the relation.
  func keys(of totality: Totality) -> [[Expression]] {
    let count = system.relation(totality.domain)?.sorts.count ?? 0
    var found: [[Expression]] = []
    for formula in formulas {
      for relation in [totality.domain, totality.relation] {
        collect(relation, count, formula, bound: [], into: &found)
      }
    }
    return found
  }

  private func collect(
    _ relation: String, _ count: Int, _ formula: Expression, bound: Set<String>,
    into found: inout [[Expression]]
  ) {
    var bound = bound
    switch formula {
    case .read(relation, let terms):
      let key = Array(terms.prefix(count))
      let isConstant = key.allSatisfy { term in
        if case .variable(let parameter) = term { !bound.contains(parameter.name) } else { true }
      }
      if isConstant, !found.contains(key) { found.append(key) }
    case .forAll(let parameters, _), .exists(let parameters, _):
      bound.formUnion(parameters.map(\.name))
    default: break
    }
    for child in formula.children { collect(relation, count, child, bound: bound, into: &found) }
  }
}
