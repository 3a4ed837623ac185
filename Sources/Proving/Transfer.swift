import Relational

/// Clauses for locations that no sample has reached.
///
/// That a task is never there is one candidate, but a location may only be rare. What is known at a
/// location with the same tuple (that a lock is held, whose block it is) is then tried there, too.
struct Transfer {
  let system: RelationalSystem
  /// The locations that the samples do not show.
  let unseen: [String]

  /// The clauses of one location and one literal, said of the unseen locations.
  func clauses(from known: [Clause]) -> [Clause] {
    let sorts = Dictionary(uniqueKeysWithValues: system.relations.map { ($0.name, $0.sorts) })
    var shapes: [[String]: Set<Clause>] = [:]
    for clause in known {
      guard let location = location(of: clause), let own = sorts[location] else { continue }
      shapes[own, default: []].insert(renamed(clause, location, to: ""))
    }
    let ordered = shapes.mapValues { clauses in
      clauses.map { (clause: $0, text: "\($0)") }.sorted { $0.text < $1.text }.map(\.clause)
    }
    return unseen.flatMap { location in
      (ordered[sorts[location] ?? []] ?? []).map { renamed($0, "", to: location) }
    }
  }

  /// The location of a clause that says one thing of one location, over its own variables.
  private func location(of clause: Clause) -> String? {
    guard clause.literals.count == 2 else { return nil }
    var found: String?
    for literal in clause.literals {
      guard case .holds(let name, let terms) = literal.atom, !literal.isPositive,
        system.relation(name)?.kind == .location
      else { continue }
      guard found == nil, Set(terms) == Set(clause.variables) else { return nil }
      found = name
    }
    return found
  }

  private func renamed(_ clause: Clause, _ old: String, to new: String) -> Clause {
    Clause(
      clause.literals.map { literal in
        guard case .holds(old, let terms) = literal.atom else { return literal }
        return Clause.Literal(literal.isPositive, .holds(new, terms))
      })
  }
}
