package import Relational

/// Finds the elements at which clauses do not hold in a structure.
package struct Violations {
  private let structure: Structure
  /// The tuples of each relation, in order.
  private let tuples: [String: [[Int]]]

  /// More of one clause are of no use at once.
  static let most = 40

  package init(in structure: Structure) {
    self.structure = structure
    tuples = structure.tuples.mapValues {
      $0.sorted { $0.lexicographicallyPrecedes($1) }
    }
  }

  /// The elements in the order of the clause's variables.
  package func found(_ clause: GroundedClause) -> [[Int]] {
    // What is denied of an empty relation holds of everything.
    for atom in clause.required where tuples[atom.relation, default: []].isEmpty { return [] }
    let required = clause.required.sorted {
      tuples[$0.relation, default: []].count < tuples[$1.relation, default: []].count
    }
    var search = Search(violations: self, clause: clause, required: required)
    search.match(0)
    return search.results
  }

  /// The search for one clause.
  private struct Search {
    let violations: Violations
    let clause: GroundedClause
    let required: [GroundedClause.Atom]
    var values: [Int]
    var results: [[Int]] = []

    init(violations: Violations, clause: GroundedClause, required: [GroundedClause.Atom]) {
      self.violations = violations
      self.clause = clause
      self.required = required
      values = Array(repeating: -1, count: clause.sorts.count)
    }

    /// Follows the tuples of each relation that the clause has negated.
    mutating func match(_ index: Int) {
      guard results.count < Violations.most else { return }
      guard index < required.count else { return choose(0) }
      let atom = required[index]
      for tuple in violations.tuples[atom.relation, default: []] {
        let before = values
        if zip(atom.terms, tuple).allSatisfy({ bind($0, $1) }) { match(index + 1) }
        values = before
      }
    }

    /// Gives the rest of the variables every element.
    private mutating func choose(_ variable: Int) {
      guard results.count < Violations.most else { return }
      guard variable < values.count else {
        if isFalse { results.append(values) }
        return
      }
      guard values[variable] < 0 else { return choose(variable + 1) }
      for element in 0..<violations.structure.sizes[clause.sorts[variable], default: 1] {
        values[variable] = element
        choose(variable + 1)
      }
      values[variable] = -1
    }

    private mutating func bind(_ term: GroundedClause.Term, _ element: Int) -> Bool {
      switch term {
      case .element(let number): return number == element
      case .variable(let variable):
        let size = violations.structure.sizes[clause.sorts[variable], default: 1]
        guard element < size else { return false }
        if values[variable] >= 0 { return values[variable] == element }
        values[variable] = element
        return true
      }
    }

    private var isFalse: Bool {
      clause.equalities.allSatisfy { (value($0.left) == value($0.right)) != $0.isPositive }
        && !clause.excluded.contains {
          violations.structure.holds($0.relation, $0.terms.map(value))
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

/// A clause with its variables numbered.
package struct GroundedClause {
  package enum Term {
    case variable(Int)
    case element(Int)
  }

  package struct Atom {
    package var relation: String
    var terms: [Term]
  }

  /// The sort of each variable.
  let sorts: [String]
  /// What must hold, and what must not, where the clause is false.
  package private(set) var required: [Atom] = []
  private(set) var excluded: [Atom] = []
  private(set) var equalities: [(left: Term, right: Term, isPositive: Bool)] = []

  package init(_ clause: Clause) {
    let variables = clause.variables
    sorts = variables.map(\.sort)
    func term(_ term: ClauseTerm) -> Term {
      switch term {
      case .element(_, let number): .element(number)
      case .variable: .variable(variables.firstIndex(of: term) ?? 0)
      }
    }
    for literal in clause.literals {
      switch literal.atom {
      case .equal(let left, let right):
        equalities.append((term(left), term(right), literal.isPositive))
      case .holds(let relation, let terms):
        let atom = Atom(relation: relation, terms: terms.map(term))
        if literal.isPositive { excluded.append(atom) } else { required.append(atom) }
      }
    }
  }
}
