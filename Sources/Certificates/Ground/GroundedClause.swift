package import Relational

/// Numbers for the names of relations and sorts.
package struct StructureNumbers: Sendable {
  package private(set) var relations: [String: Int] = [:]
  package private(set) var sorts: [String: Int] = [:]

  package init() {}

  mutating func relation(_ name: String) -> Int { Self.number(name, &relations) }
  mutating func sort(_ name: String) -> Int { Self.number(name, &sorts) }

  private static func number(_ name: String, _ numbers: inout [String: Int]) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = numbers.count
    return numbers.count - 1
  }

  /// A structure without tuples; sorts whose size is not given have one element.
  package func structure(_ sizes: [String: Int]) -> NumberedStructure {
    var found = NumberedStructure(
      sizes: Array(repeating: 1, count: sorts.count),
      tuples: Array(repeating: [], count: relations.count))
    for (name, number) in sorts { found.sizes[number] = sizes[name, default: 1] }
    return found
  }
}

/// A structure whose sorts and relations are numbered.
package struct NumberedStructure: Sendable {
  package var sizes: [Int]
  package var tuples: [[[Int]]]
}

/// A clause with its variables, relations and sorts numbered.
package struct GroundedClause {
  package enum Term {
    case variable(Int)
    case element(Int)
  }

  package struct Atom {
    package var relation: Int
    var terms: [Term]
  }

  /// The sort of each variable.
  let sorts: [Int]
  /// What must hold, and what must not, where the clause is false.
  private(set) var required: [Atom] = []
  private(set) var excluded: [Atom] = []
  private(set) var equalities: [(left: Term, right: Term, isPositive: Bool)] = []

  package init(_ clause: Clause, _ numbers: inout StructureNumbers) {
    let variables = clause.variables
    sorts = variables.map { numbers.sort($0.sort) }
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
        let atom = Atom(relation: numbers.relation(relation), terms: terms.map(term))
        if literal.isPositive { excluded.append(atom) } else { required.append(atom) }
      }
    }
  }
}
