import Relational

/// Clauses that say that some places of a relation determine others.
///
/// A block has one owner, a file one block at a page: two tuples of one relation, or of two cases
/// of one variable, that agree in some places agree in another, or are never there together. With
/// all their variables such clauses are wider than the general templates go.
struct Dependencies {
  let system: RelationalSystem

  /// The clauses, without those that the relational form has by construction.
  var clauses: [Clause] {
    let relations = system.relations.filter {
      $0.kind == .state && (2...4).contains($0.sorts.count)
    }
    var found: [Clause] = []
    for (index, first) in relations.enumerated() {
      for second in relations[index...] where second.sorts == first.sorts {
        found += clauses(first, second)
      }
    }
    for (index, first) in relations.enumerated() {
      for second in relations[(index + 1)...] where second.sorts != first.sorts {
        found += meeting(first, second)
      }
    }
    let known = Set(system.structure)
    return found.filter { !known.contains($0) }
  }

  /// Tuples of two relations that share an element: what else they share, or that they never do.
  private func meeting(_ first: Relation, _ second: Relation) -> [Clause] {
    var found: [Clause] = []
    for (place, sort) in first.sorts.enumerated() where sort != "data" {
      for (other, same) in second.sorts.enumerated() where same == sort {
        var numbers: [String: Int] = [:]
        func fresh(_ sort: String) -> ClauseTerm {
          defer { numbers[sort, default: 0] += 1 }
          return .variable(sort: sort, numbers[sort] ?? 0)
        }
        let left = first.sorts.map(fresh)
        let right = second.sorts.enumerated().map { $0 == other ? left[place] : fresh($1) }
        let premises = [
          Clause.Literal(false, .holds(first.name, left)),
          Clause.Literal(false, .holds(second.name, right)),
        ]
        found.append(Clause(premises))
        for one in left {
          for two in right where one != two && one.sort == two.sort {
            found.append(Clause(premises + [Clause.Literal(true, .equal(one, two))]))
          }
        }
      }
    }
    return found
  }

  private func clauses(_ first: Relation, _ second: Relation) -> [Clause] {
    let count = first.sorts.count
    var found: [Clause] = []
    for shared in 1..<(1 << count) - (first == second ? 1 : 0) {
      var numbers: [String: Int] = [:]
      func fresh(_ sort: String) -> ClauseTerm {
        defer { numbers[sort, default: 0] += 1 }
        return .variable(sort: sort, numbers[sort] ?? 0)
      }
      let left = first.sorts.map(fresh)
      let right = zip(first.sorts, left).enumerated().map { place, pair in
        shared & (1 << place) != 0 ? pair.1 : fresh(pair.0)
      }
      let premises = [
        Clause.Literal(false, .holds(first.name, left)),
        Clause.Literal(false, .holds(second.name, right)),
      ]
      if first != second { found.append(Clause(premises)) }
      for (one, other) in zip(left, right) where one != other {
        found.append(Clause(premises + [Clause.Literal(true, .equal(one, other))]))
      }
    }
    return found
  }
}
