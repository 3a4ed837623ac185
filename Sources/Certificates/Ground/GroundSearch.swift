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
  /// The solver only chooses: that nothing breaks must still be proved of the result.
  package func answer(conflicts: Int = 1_000_000) -> GroundAnswer {
    var search = GroundSearch(instance: self)
    return search.run(conflicts: conflicts)
  }
}

private struct GroundSearch {
  var instance: GroundInstance
  private var solver = PropositionalSolver()
  private var variables: [Int32] = []
  private var asserted = 0

  init(instance: GroundInstance) { self.instance = instance }

  mutating func run(conflicts: Int) -> GroundAnswer {
    var taken: Set<GroundInstance.Instance> = []
    var numbers = StructureNumbers()
    let clauses = instance.question.hypotheses.clauses.map { GroundedClause($0, &numbers) }
    while true {
      assertClauses()
      switch solver.solve([], conflicts: conflicts) {
      case .unsatisfiable: return .impossible(instance)
      case .undecided: return .unknown(.resourceLimit)
      case .satisfiable: break
      }
      let structure = structure()
      var isNew = false
      let violations = Violations(in: structure.numbered(numbers))
      for (number, clause) in clauses.enumerated() {
        for elements in violations.found(clause) {
          let added = GroundInstance.Instance(hypothesis: number, elements: elements)
          if taken.insert(added).inserted, instance.add(added) { isNew = true }
        }
      }
      if !isNew { return .possible(structure) }
    }
  }

  private mutating func assertClauses() {
    while variables.count < instance.variableNodes.count { variables.append(solver.makeVariable()) }
    for clause in instance.clauses[asserted...] {
      solver.add(
        clause.map { PropositionalLiteral(variables[Int($0.magnitude) - 1], $0 > 0) })
    }
    asserted = instance.clauses.count
  }

  /// The structure that the last valuation describes.
  private func structure() -> Structure {
    var sizes = instance.sizes.sizes
    for sort in sizes.keys { sizes[sort] = max(1, instance.sizes.named[sort, default: 0]) }
    var tuples: [String: Set<[Int]>] = [:]
    for (index, node) in instance.variableNodes.enumerated() where solver.isTrue(variables[index]) {
      switch instance.grounding.graph.nodes[node] {
      case .atom(let relation, let elements): tuples[relation, default: []].insert(elements)
      case .element(let sort, let number): sizes[sort] = max(sizes[sort, default: 1], number + 1)
      case .yes, .all: break
      }
    }
    return Structure(sizes: sizes, tuples: tuples)
  }
}

extension Structure {
  /// With tuples in order, those of relations that have numbers.
  fileprivate func numbered(_ numbers: StructureNumbers) -> NumberedStructure {
    var found = numbers.structure(sizes)
    for (name, number) in numbers.relations {
      found.tuples[number] = tuples[name, default: []].sorted { $0.lexicographicallyPrecedes($1) }
    }
    return found
  }
}
