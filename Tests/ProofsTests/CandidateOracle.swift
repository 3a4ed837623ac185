import Relational

/// Finds candidates the slow way: every set of literals, every assignment, every renaming.
struct CandidateOracle {
  let relations: [Relation]
  let structures: [Structure]
  private let sorts: [String]

  init(_ relations: [Relation], _ structures: [Structure]) {
    self.relations = relations
    self.structures = structures
    sorts = Set(relations.flatMap(\.sorts)).sorted()
  }

  /// The minimal true clauses without a location, over two variables of each sort.
  func global(size: Int) -> Set<String> {
    let terms = sorts.flatMap { sort in (0..<2).map { ClauseTerm.variable(sort: sort, $0) } }
    return finished(globalClauses(terms, size: size))
  }

  /// The minimal true clauses about the location, without those that a global one says.
  func located(_ location: Relation, size: Int, globalSize: Int) -> Set<String> {
    let tuple = variables(location.sorts)
    var clauses: [Clause] = []
    // With more variables than elements some of them are always equal.
    let free = sorts.filter { sort in
      location.sorts.count { $0 == sort } < structures.compactMap { $0.sizes[sort] }.max() ?? 1
    }
    for pair in pairs(of: free) {
      let extras = pair.map { sort in
        ClauseTerm.variable(sort: sort, location.sorts.count { $0 == sort })
      }
      let literals = literals(tuple + extras) { atom in
        guard case .equal(let left, let right) = atom else { return true }
        return tuple.contains(left) && tuple.contains(right)
      }
      let whole = Clause.Literal(false, .holds(location.name, tuple))
      for cover in minimal([whole], literals, size: size)
      where cover.count == 1 || isConnected(cover, tuple) {
        if let clause = collapsed([whole] + cover) { clauses.append(clause) }
      }
    }
    let terms = sorts.flatMap { sort in (0..<2).map { ClauseTerm.variable(sort: sort, $0) } }
    let names = Set(clauses.map(canonicalText))
    return finished(clauses + globalClauses(terms, size: globalSize)).intersection(names)
  }

  private func variables(_ sorts: [String]) -> [ClauseTerm] {
    var counts: [String: Int] = [:]
    return sorts.map { sort in
      defer { counts[sort, default: 0] += 1 }
      return .variable(sort: sort, counts[sort] ?? 0)
    }
  }

  private func pairs(of sorts: [String]) -> [[String]] {
    sorts.count < 2
      ? [sorts]
      : sorts.indices.flatMap { left in
        sorts.indices.dropFirst(left + 1).map { [sorts[left], sorts[$0]] }
      }
  }

  private func globalClauses(_ terms: [ClauseTerm], size: Int) -> [Clause] {
    let literals = literals(terms) { atom in
      if case .equal = atom { return false }
      return true
    }
    return minimal([], literals, size: size).map(Clause.init)
  }

  /// All literals over the terms; equalities are only negated where that is wanted.
  private func literals(
    _ terms: [ClauseTerm], _ isNegatable: (Clause.Atom) -> Bool
  ) -> [Clause.Literal] {
    var atoms: [Clause.Atom] = []
    for (position, term) in terms.enumerated() {
      for other in terms.dropFirst(position + 1) where other.sort == term.sort {
        atoms.append(.equal(term, other))
      }
    }
    for relation in relations where relation.kind != .location {
      var choices: [[ClauseTerm]] = [[]]
      for sort in relation.sorts {
        choices = choices.flatMap { choice in
          terms.filter { $0.sort == sort }.map { choice + [$0] }
        }
      }
      atoms += choices.map { .holds(relation.name, $0) }
    }
    return atoms.flatMap { atom in
      isNegatable(atom)
        ? [Clause.Literal(false, atom), Clause.Literal(true, atom)] : [Clause.Literal(true, atom)]
    }
  }

  /// The sets of literals that are true with the fixed ones, and none of whose parts is.
  private func minimal(
    _ fixed: [Clause.Literal], _ literals: [Clause.Literal], size: Int
  ) -> [[Clause.Literal]] {
    var found: [Set<Clause.Literal>] = []
    var level: [[Int]] = [[]]
    for _ in 0..<size {
      var next: [[Int]] = []
      for chosen in level {
        for literal in (chosen.last.map { $0 + 1 } ?? 0)..<literals.count {
          let set = (chosen + [literal]).map { literals[$0] }
          if set.contains(where: { set.contains($0.negated) }) { continue }
          if found.contains(where: { $0.isSubset(of: set) }) { continue }
          if structures.allSatisfy({ isTrue(Clause(fixed + set), in: $0) }) {
            found.append(Set(set))
          } else {
            next.append(chosen + [literal])
          }
        }
      }
      level = next
    }
    return found.map { $0.sorted { "\($0)" < "\($1)" } }
  }

  func isTrue(_ clause: Clause, in structure: Structure) -> Bool {
    let variables = clause.variables
    let limits = variables.map { structure.sizes[$0.sort] ?? 1 }
    let places = clause.literals.map { literal in
      literal.atom.terms.map { variables.firstIndex(of: $0) ?? 0 }
    }
    var values = variables.map { _ in 0 }
    while true {
      let isMet = zip(clause.literals, places).contains { literal, places in
        switch literal.atom {
        case .holds(let name, _):
          structure.holds(name, places.map { values[$0] }) == literal.isPositive
        case .equal: (values[places[0]] == values[places[1]]) == literal.isPositive
        }
      }
      if !isMet { return false }
      guard let next = values.indices.first(where: { values[$0] + 1 < limits[$0] }) else {
        return true
      }
      for position in 0..<next { values[position] = 0 }
      values[next] += 1
    }
  }

  private func isConnected(_ literals: [Clause.Literal], _ tuple: [ClauseTerm]) -> Bool {
    var reached = Set(tuple)
    for _ in literals {
      for literal in literals where !reached.isDisjoint(with: literal.atom.terms) {
        reached.formUnion(literal.atom.terms)
      }
    }
    return literals.allSatisfy { reached.isSuperset(of: $0.atom.terms) }
  }

  /// The clause without disequalities; nil if it is true of everything.
  func collapsed(_ literals: [Clause.Literal]) -> Clause? {
    var clause = Clause(literals)
    while let literal = clause.literals.first(where: { !$0.isPositive && $0.atom.terms.count == 2 })
    {
      guard case .equal(let left, let right) = literal.atom else { break }
      clause.literals.removeAll { $0 == literal }
      clause = substituted(clause, [right: left])
    }
    for position in clause.literals.indices.reversed() {
      let literal = clause.literals[position]
      if case .equal(let left, let right) = literal.atom {
        if !literal.isPositive {
          clause.literals.remove(at: position)
          return collapsed(substituted(clause, [right: left]).literals)
        }
        if left == right { return nil }
      }
      if clause.literals.contains(literal.negated) { return nil }
    }
    return Clause(Array(Set(clause.literals)))
  }

  func substituted(_ clause: Clause, _ terms: [ClauseTerm: ClauseTerm]) -> Clause {
    Clause(
      clause.literals.map { literal in
        let atom: Clause.Atom =
          switch literal.atom {
          case .holds(let name, let places): .holds(name, places.map { terms[$0] ?? $0 })
          case .equal(let left, let right): .equal(terms[left] ?? left, terms[right] ?? right)
          }
        return Clause.Literal(literal.isPositive, atom)
      })
  }

  /// The texts of those that no other one subsumes and that are not about rigid relations alone.
  private func finished(_ clauses: [Clause]) -> Set<String> {
    var distinct: [String: Clause] = [:]
    for clause in clauses { distinct[canonicalText(clause)] = clause }
    let rigid = Set(relations.filter { $0.kind == .rigid }.map(\.name))
    let kept = distinct.filter { text, clause in
      let isStatic = clause.literals.allSatisfy { literal in
        if case .holds(let name, _) = literal.atom { return rigid.contains(name) }
        return true
      }
      return !isStatic
        && !distinct.contains { $0.key != text && subsumes($0.value, clause) }
    }
    return Set(kept.keys)
  }

  /// Whether an instance of the general clause is a part of the other one.
  func subsumes(_ general: Clause, _ clause: Clause) -> Bool {
    guard general.literals.count <= clause.literals.count else { return false }
    guard Set(heads(general)).isSubset(of: heads(clause)) else { return false }
    let texts = Set(clause.literals.map { CandidateText.sorted($0) })
    var terms: [[ClauseTerm: ClauseTerm]] = [[:]]
    let targets = clause.literals.flatMap(\.atom.terms)
    for variable in general.variables {
      terms = terms.flatMap { choice in
        Set(targets.filter { $0.sort == variable.sort }).map {
          choice.merging([variable: $0]) { $1 }
        }
      }
    }
    return terms.contains { choice in
      substituted(general, choice).literals.allSatisfy { texts.contains(CandidateText.sorted($0)) }
    }
  }

  /// The relations of the literals, with their signs.
  private func heads(_ clause: Clause) -> [String] {
    clause.literals.map { literal in
      if case .holds(let name, _) = literal.atom { "\(literal.isPositive) \(name)" } else { "=" }
    }
  }

  /// The least text of all renamings of the variables.
  func canonicalText(_ clause: Clause) -> String {
    var renamings: [[ClauseTerm: ClauseTerm]] = [[:]]
    for sort in sorts {
      let variables = clause.variables.filter { $0.sort == sort }
      let images = permutations(variables.indices.map { ClauseTerm.variable(sort: sort, $0) })
      renamings = renamings.flatMap { renaming in
        images.map { image in
          renaming.merging(zip(variables, image).map { ($0, $1) }) { $1 }
        }
      }
    }
    let texts = renamings.map { renaming in
      substituted(clause, renaming).literals.map { CandidateText.sorted($0) }.sorted()
        .joined(separator: " or ")
    }
    return texts.min() ?? ""
  }

  private func permutations(_ terms: [ClauseTerm]) -> [[ClauseTerm]] {
    guard terms.count > 1 else { return [terms] }
    return terms.indices.flatMap { position in
      var rest = terms
      let first = rest.remove(at: position)
      return permutations(rest).map { [first] + $0 }
    }
  }
}

/// Clauses as text.
enum CandidateText {
  static func of(_ clause: Clause) -> String {
    clause.literals.map(of).joined(separator: " or ")
  }

  private static func of(_ literal: Clause.Literal) -> String {
    switch literal.atom {
    case .holds(let name, let terms):
      let places = terms.isEmpty ? "" : "(\(terms.map(of).joined(separator: ", ")))"
      return (literal.isPositive ? "" : "not ") + name + places
    case .equal(let left, let right):
      return "\(of(left)) \(literal.isPositive ? "=" : "!=") \(of(right))"
    }
  }

  /// The text with the sides of an equality in order.
  static func sorted(_ literal: Clause.Literal) -> String {
    guard case .equal(let left, let right) = literal.atom, of(right) < of(left) else {
      return of(literal)
    }
    return of(Clause.Literal(literal.isPositive, .equal(right, left)))
  }

  private static func of(_ term: ClauseTerm) -> String {
    switch term {
    case .variable(let sort, let number): "\(sort.prefix(1))\(number)"
    case .element(let sort, let number): "\(sort).\(number)"
    }
  }
}
