import Relational

/// The elements at which a clause does not hold in a structure.
struct Violations {
  private let structure: Structure
  private let variables: [ClauseTerm]
  /// Atoms that must hold and atoms that must not, so that the clause is false.
  private let required: [Clause.Atom]
  private let excluded: [Clause.Atom]
  private var values: [ClauseTerm: Int] = [:]
  private var results: [[Int]] = []

  /// More are of no use at once.
  private static let most = 40

  init(_ clause: Clause, in structure: Structure) {
    self.structure = structure
    variables = clause.variables
    required = clause.literals.filter { !$0.isPositive }.map(\.atom)
    excluded = clause.literals.filter(\.isPositive).map(\.atom)
  }

  /// The elements in the order of the clause's variables.
  mutating func found() -> [[Int]] {
    match(0)
    return results
  }

  /// Follows the tuples of each relation that the clause has negated.
  private mutating func match(_ index: Int) {
    guard results.count < Self.most else { return }
    guard index < required.count else { return choose(0) }
    guard case .holds(let relation, let terms) = required[index] else { return match(index + 1) }
    let before = values
    for tuple in (structure.tuples[relation] ?? []).sorted(by: { $0.lexicographicallyPrecedes($1) })
    {
      if zip(terms, tuple).allSatisfy({ bind($0, $1) }) { match(index + 1) }
      values = before
    }
  }

  /// Gives the rest of the variables every element.
  private mutating func choose(_ index: Int) {
    guard results.count < Self.most else { return }
    guard index < variables.count else {
      if isFalse { results.append(variables.map { values[$0, default: 0] }) }
      return
    }
    let variable = variables[index]
    guard values[variable] == nil else { return choose(index + 1) }
    for element in 0..<structure.sizes[variable.sort, default: 1] {
      values[variable] = element
      choose(index + 1)
    }
    values[variable] = nil
  }

  private mutating func bind(_ term: ClauseTerm, _ element: Int) -> Bool {
    if case .element(_, let number) = term { return number == element }
    guard element < structure.sizes[term.sort, default: 1] else { return false }
    if let known = values[term] { return known == element }
    values[term] = element
    return true
  }

  private var isFalse: Bool {
    !excluded.contains(where: holds) && required.allSatisfy(holds)
  }

  private func holds(_ atom: Clause.Atom) -> Bool {
    switch atom {
    case .holds(let relation, let terms): structure.holds(relation, terms.map(element))
    case .equal(let left, let right): element(left) == element(right)
    }
  }

  private func element(_ term: ClauseTerm) -> Int {
    if case .element(_, let number) = term { return number }
    return values[term, default: 0]
  }
}
