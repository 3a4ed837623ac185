package import Relational
package import SMT

/// What became of a ground question.
package enum GroundAnswer {
  /// Nothing breaks at the cutoff sizes, so at no size.
  case impossible(GroundInstance)
  /// Something breaks in this structure.
  case possible(Structure)
  case unknown(UnknownReason)
}

extension GroundInstance {
  /// Whether something can break, with the instances of hypotheses that decide it.
  ///
  /// A valuation names the instances that it breaks itself; these are taken in until none is left.
  /// Z3 only chooses: that nothing breaks must still be proved of the result.
  ///
  /// - Throws: `SMTError` if Z3 refuses.
  package func answer(resources: UInt32? = nil) throws(SMTError) -> GroundAnswer {
    var search = GroundSearch(instance: self, solver: try Solver(.simple, in: Context()))
    try search.solver.limit(resources: resources, milliseconds: nil)
    return try search.run()
  }
}

private struct GroundSearch: ~Copyable {
  var instance: GroundInstance
  let solver: Solver
  private var formulas: [Formula] = []
  private var asserted = 0

  init(instance: GroundInstance, solver: consuming Solver) {
    self.instance = instance
    self.solver = solver
  }

  mutating func run() throws(SMTError) -> GroundAnswer {
    var taken: Set<GroundInstance.Instance> = []
    let clauses = instance.question.hypotheses.map(GroundedClause.init)
    while true {
      try assertClauses()
      switch try solver.check() {
      case .unsatisfiable: return .impossible(instance)
      case .unknown(let reason): return .unknown(reason)
      case .satisfiable: break
      }
      let structure = try structure()
      var isNew = false
      let violations = Violations(in: structure)
      for (number, clause) in clauses.enumerated() {
        for elements in violations.found(clause) {
          let added = GroundInstance.Instance(hypothesis: number, elements: elements)
          if taken.insert(added).inserted, instance.add(added) { isNew = true }
        }
      }
      if !isNew { return .possible(structure) }
    }
  }

  private mutating func assertClauses() throws(SMTError) {
    while formulas.count < instance.variableNodes.count {
      formulas.append(try solver.context.formula(Int32(formulas.count)))
    }
    for clause in instance.clauses[asserted...] {
      var literals: [Formula] = []
      for number in clause {
        let formula = formulas[Int(number.magnitude) - 1]
        literals.append(number > 0 ? formula : try solver.context.not(formula))
      }
      try solver.assertClause(literals)
    }
    asserted = instance.clauses.count
  }

  /// The structure that the last valuation describes; what it leaves open does not hold.
  private func structure() throws(SMTError) -> Structure {
    let model = try solver.model()
    var sizes = instance.sizes.sizes
    for sort in sizes.keys { sizes[sort] = max(1, instance.sizes.named[sort, default: 0]) }
    var tuples: [String: Set<[Int]>] = [:]
    for (index, node) in instance.variableNodes.enumerated() {
      switch instance.grounding.graph.nodes[node] {
      case .atom(let relation, let elements):
        if try model.holds(formulas[index]) { tuples[relation, default: []].insert(elements) }
      case .element(let sort, let number):
        if try model.holds(formulas[index]) {
          sizes[sort] = max(sizes[sort, default: 1], number + 1)
        }
      case .yes, .all: break
      }
    }
    return Structure(sizes: sizes, tuples: tuples)
  }
}
