/// Finds the elements at which clauses do not hold in a structure.
package struct Violations {
  private let structure: NumberedStructure

  /// More of one clause are of no use at once.
  package static let most = 40

  /// Of a structure whose tuples come in an order that decides that of what is found.
  package init(in structure: NumberedStructure) { self.structure = structure }

  /// The elements in the order of the clause's variables.
  package func found(_ clause: GroundedClause, atMost most: Int = most) -> [[Int]] {
    // What is denied of an empty relation holds of everything.
    for atom in clause.required where structure.tuples[atom.relation].isEmpty { return [] }
    let required = clause.required.sorted {
      structure.tuples[$0.relation].count < structure.tuples[$1.relation].count
    }
    var search = Search(structure: structure, clause: clause, required: required, most: most)
    search.match(0)
    return search.results
  }

  /// The search for one clause.
  private struct Search {
    let structure: NumberedStructure
    let clause: GroundedClause
    let required: [GroundedClause.Atom]
    let most: Int
    var values: [Int]
    var results: [[Int]] = []

    init(
      structure: NumberedStructure, clause: GroundedClause, required: [GroundedClause.Atom],
      most: Int
    ) {
      (self.structure, self.clause, self.required) = (structure, clause, required)
      self.most = most
      values = Array(repeating: -1, count: clause.sorts.count)
    }

    /// Follows the tuples of each relation that the clause has negated.
    mutating func match(_ index: Int) {
      guard results.count < most else { return }
      guard index < required.count else { return choose(0) }
      let atom = required[index]
      for tuple in structure.tuples[atom.relation] {
        let before = values
        if zip(atom.terms, tuple).allSatisfy({ bind($0, $1) }) { match(index + 1) }
        values = before
      }
    }

    /// Gives the rest of the variables every element.
    private mutating func choose(_ variable: Int) {
      guard results.count < most else { return }
      guard variable < values.count else {
        if isFalse { results.append(values) }
        return
      }
      guard values[variable] < 0 else { return choose(variable + 1) }
      for element in 0..<structure.sizes[clause.sorts[variable]] {
        values[variable] = element
        choose(variable + 1)
      }
      values[variable] = -1
    }

    private mutating func bind(_ term: GroundedClause.Term, _ element: Int) -> Bool {
      switch term {
      case .element(let number): return number == element
      case .variable(let variable):
        guard element < structure.sizes[clause.sorts[variable]] else { return false }
        if values[variable] >= 0 { return values[variable] == element }
        values[variable] = element
        return true
      }
    }

    private var isFalse: Bool {
      clause.equalities.allSatisfy { (value($0.left) == value($0.right)) != $0.isPositive }
        && !clause.excluded.contains { atom in
          structure.tuples[atom.relation].contains { tuple in
            zip(atom.terms, tuple).allSatisfy { value($0) == $1 }
          }
        }
    }

    private func value(_ term: GroundedClause.Term) -> Int {
      switch term {
      case .element(let number): number
      case .variable(let variable): values[variable]
      }
    }
  }
}
