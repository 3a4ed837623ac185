import Relational
import TransitionSystem

/// A totality and where it is assumed.
///
/// That is at the keys of constants at which a relation of its cell occurs, whichever it is and
/// with whatever value: what a formula says of one case of a cell may, by the hypotheses, put the
/// cell into another.
struct TotalityCell: Sendable {
  /// Among the system's totalities.
  let position: Int
  let totality: Totality
  /// Whether it is assumed in every condition.
  let isAxiom: Bool
  /// How many terms the key has.
  let keyCount: Int
  private let relations: Set<String>

  static func all(of system: RelationalSystem) -> [TotalityCell] {
    system.totalities.enumerated().map { position, totality in
      TotalityCell(position: position, totality: totality, in: system)
    }
  }

  private init(position: Int, totality: Totality, in system: RelationalSystem) {
    self.position = position
    self.totality = totality
    isAxiom = system.isAxiom(totality)
    keyCount = system.relation(totality.domain)?.sorts.count ?? 0
    relations = Set(system.cell(of: totality).map(\.name))
  }

  /// The keys of constant terms at which the formulas read the cell, each once; the formulas' free
  /// variables are the constants.
  func keys(in formulas: [Expression]) -> [[Expression]] {
    var found: [[Expression]] = []
    for formula in formulas { collect(formula, bound: [], into: &found) }
    return found
  }

  private func collect(
    _ formula: Expression, bound: Set<String>, into found: inout [[Expression]]
  ) {
    var bound = bound
    switch formula {
    case .read(let relation, let terms) where relations.contains(relation):
      let key = Array(terms.prefix(keyCount))
      let isConstant = key.allSatisfy { term in
        if case .variable(let parameter) = term { !bound.contains(parameter.name) } else { true }
      }
      if isConstant, !found.contains(key) { found.append(key) }
    case .forAll(let parameters, _), .exists(let parameters, _):
      bound.formUnion(parameters.map(\.name))
    default: break
    }
    for child in formula.children { collect(child, bound: bound, into: &found) }
  }
}
