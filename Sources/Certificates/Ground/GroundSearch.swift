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
  /// The solver only chooses: that nothing breaks must still be proved of the result. The preferred
  /// hypotheses, by position, are believed to decide it; others are looked at only where these do
  /// not.
  package func answer(
    conflicts: Int = 1_000_000, preferred: Set<Int>? = nil
  ) -> GroundAnswer {
    var search = GroundSearch(instance: self)
    return search.run(preferring: preferred, conflicts: conflicts)
  }
}

private struct GroundSearch {
  var instance: GroundInstance
  private var solver = PropositionalSolver()
  private var variables: [Int32] = []
  private var asserted = 0
  private var taken: Set<GroundInstance.Instance> = []

  init(instance: GroundInstance) { self.instance = instance }

  mutating func run(preferring preferred: Set<Int>?, conflicts: Int) -> GroundAnswer {
    let clauses = instance.question.hypotheses.map(GroundedClause.init)
    let isFirst = clauses.indices.map { preferred?.contains($0) ?? true }
    let (first, others) = (
      clauses.indices.filter { isFirst[$0] }, clauses.indices.filter { !isFirst[$0] }
    )
    while true {
      assertClauses()
      switch solver.solve([], conflicts: conflicts) {
      case .unsatisfiable: return .impossible(instance)
      case .undecided: return .unknown(.resourceLimit)
      case .satisfiable: break
      }
      let structure = structure()
      let violations = Violations(in: structure)
      guard take(first, of: clauses, violations) || take(others, of: clauses, violations) else {
        return .possible(structure)
      }
    }
  }

  /// Takes in what a structure breaks of some clauses; false if that is nothing new.
  private mutating func take(
    _ numbers: [Int], of clauses: [GroundedClause], _ violations: Violations
  ) -> Bool {
    var isNew = false
    for number in numbers {
      for elements in violations.found(clauses[number]) {
        let added = GroundInstance.Instance(hypothesis: number, elements: elements)
        if taken.insert(added).inserted, instance.add(added) { isNew = true }
      }
    }
    return isNew
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
