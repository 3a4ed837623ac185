import SMT

/// Gives the gates of a circuit to a solver, each as soon as something asserted needs it.
///
/// A gate is an unknown of its own, defined by clauses (Tseitin, "On the complexity of derivation
/// in propositional calculus", 1968): so the solver never walks through the earlier steps again.
struct ClauseWriter: ~Copyable {
  let solver: Solver
  private let circuit: Circuit
  /// The unknown of each gate and its negation, once it is defined.
  private var formulas: [(positive: Formula, negative: Formula)?] = []

  init(_ solver: consuming Solver, circuit: Circuit) {
    self.solver = solver
    self.circuit = circuit
  }

  /// Asserts that one of the literals holds.
  mutating func assert(_ clause: [Literal]) throws(SMTError) {
    if clause.contains(.true) { return }
    var formulas: [Formula] = []
    for literal in clause where literal != .false { formulas.append(try formula(literal)) }
    try solver.assertClause(formulas)
  }

  /// The literal as a formula, all its gates defined.
  mutating func formula(_ literal: Literal) throws(SMTError) -> Formula {
    try define(literal.gate)
    guard let known = formulas[literal.gate] else {
      preconditionFailure("a gate was just defined and is not there")
    }
    return literal.isNegated ? known.negative : known.positive
  }

  /// Defines the gate and everything below it, without recursion: graphs are as deep as runs.
  private mutating func define(_ gate: Int) throws(SMTError) {
    while formulas.count < circuit.gateCount { formulas.append(nil) }
    var pending = [gate]
    while let next = pending.last {
      if formulas[next] != nil {
        pending.removeLast()
        continue
      }
      let missing = circuit.operands(ofGate: next).map(\.gate).filter { formulas[$0] == nil }
      guard missing.isEmpty else {
        pending += missing
        continue
      }
      try defineOne(next)
    }
  }

  private mutating func defineOne(_ gate: Int) throws(SMTError) {
    let context = solver.context
    let positive = try context.formula(Int32(gate))
    let negative = try context.not(positive)
    formulas[gate] = (positive, negative)
    if gate == 0 { try solver.assertClause([positive]) }
    let operands = circuit.operands(ofGate: gate)
    if operands.isEmpty { return }
    var refuting = [positive]
    for operand in operands {
      try solver.assertClause([negative, formula(operand)])
      refuting.append(try formula(!operand))
    }
    try solver.assertClause(refuting)
  }
}
