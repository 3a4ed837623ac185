import Relational
import TransitionSystem

/// The keys at which totalities are assumed: those of constants at which a domain occurs.
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
      keys(of: totality.domain).map { key in
        Obligation.Assertion(.totality(index), totality.formula(at: key, in: system))
      }
    }
  }

  /// The constant terms of which the formulas read the relation.
  func keys(of relation: String) -> [[Expression]] {
    var found: [[Expression]] = []
    for formula in formulas { collect(relation, formula, bound: [], into: &found) }
    return found
  }

  private func collect(
    _ relation: String, _ formula: Expression, bound: Set<String>, into found: inout [[Expression]]
  ) {
    var bound = bound
    switch formula {
    case .read(relation, let terms):
      let isConstant = terms.allSatisfy { term in
        if case .variable(let parameter) = term { !bound.contains(parameter.name) } else { true }
      }
      if isConstant, !found.contains(terms) { found.append(terms) }
    case .forAll(let parameters, _), .exists(let parameters, _):
      bound.formUnion(parameters.map(\.name))
    default: break
    }
    for child in formula.children { collect(relation, child, bound: bound, into: &found) }
  }
}
