import Relational
import SMT
import TransitionSystem

/// Totalities, at the keys at which the condition in question has them.
///
/// Clauses stay in the solver for later conditions; so each instance has a gate, which only those
/// conditions open that read the cell at this key. Else the answer to one condition would depend
/// on which came before it, and might not be that of the condition as it is written down.
extension ConditionSolver {
  /// A totality at one key.
  struct TotalityInstance {
    /// The values' constants.
    var witnesses: [Int]
    var gate: Literal
  }

  /// The instances at the keys at which the formula reads a totality's cell.
  func totalities(
    in formula: Expression, _ encoding: Encoding
  ) throws(InstantiationError) -> [TotalityInstance] {
    var found: [TotalityInstance] = []
    for cell in hypotheses.builder.cells where cell.isAxiom || moment != .initial {
      for key in cell.keys(in: [formula]) {
        found.append(try instance(of: cell, at: key.map { constant($0, encoding) }))
      }
    }
    return found
  }

  private func instance(
    of cell: TotalityCell, at key: [Int]
  ) throws(InstantiationError) -> TotalityInstance {
    if let known = totalityInstances[[cell.position] + key] { return known }
    let vocabulary = hypotheses.vocabulary
    var domain = AtomKey(vocabulary.relation(cell.totality.domain))
    var value = AtomKey(vocabulary.relation(cell.totality.relation))
    for (place, constant) in key.enumerated() {
      domain[place] = constant
      value[place] = constant
    }
    var witnesses: [Int] = []
    let places = vocabulary.places[value.relation]
    for place in key.count..<max(key.count, places.count) {
      witnesses.append(try makeConstant(places[place]))
      value[place] = constantSorts.count - 1
    }
    let gate = Literal(makeVariable())
    var clause = [!gate, !Literal(variable(of: domain)), Literal(variable(of: value))]
    if !cell.isAxiom { clause.append(!selector(cell.position)) }
    solver.add(clause)
    let made = TotalityInstance(witnesses: witnesses, gate: gate)
    totalityInstances[[cell.position] + key] = made
    return made
  }
}
