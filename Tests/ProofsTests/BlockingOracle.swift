import Relational

/// What a blocking search has to find at least, by trying every set of literals.
///
/// Tasks are one sort; a location's first place is its task.
struct BlockingOracle {
  let relations: [Relation]
  let samples: [Structure]
  let state: Structure

  /// An element of the state.
  private struct Element: Hashable {
    var sort: String
    var number: Int
  }

  /// Variables with the elements that they stand for in the state.
  private typealias Assignment = [(variable: ClauseTerm, number: Int)]

  /// The smallest clauses about no task or one that exclude the state and no sample.
  ///
  /// - Parameters:
  ///   - facts: The facts whose elements a clause may speak of besides a task's.
  ///   - globalFacts: The same of a clause without a task.
  ///   - literals: The literals besides the one about the task.
  /// - Returns: The clauses, some of them more than once or with disequalities.
  func clauses(facts: Int, globalFacts: Int, literals: Int) -> [Clause] {
    var found = clauses([], [], globalFacts, literals)
    for location in relations where location.kind == .location {
      for tuple in state.tuples[location.name] ?? [] {
        var counts: [String: Int] = [:]
        let assignment = zip(location.sorts, tuple).map { sort, number in
          counts[sort, default: 0] += 1
          return (variable: ClauseTerm.variable(sort: sort, counts[sort, default: 1] - 1), number)
        }
        let whole = Clause.Literal(false, .holds(location.name, assignment.map(\.variable)))
        found += clauses([whole], assignment, facts, literals)
      }
    }
    return found
  }

  private func clauses(
    _ fixed: [Clause.Literal], _ own: Assignment, _ facts: Int, _ size: Int
  ) -> [Clause] {
    extras(besides: Set(own.map { Element(sort: $0.variable.sort, number: $0.number) }), facts)
      .flatMap { extras in
        var assignment = own
        for element in extras.sorted(by: { ($0.sort, $0.number) < ($1.sort, $1.number) }) {
          let count = assignment.count { $0.variable.sort == element.sort }
          assignment.append((.variable(sort: element.sort, count), element.number))
        }
        let literals = falseLiterals(assignment)
        return minimal(fixed, literals, size).map { Clause(fixed + $0) }
      }
  }

  /// The elements of at most so many facts, each of which shares one with those before it.
  private func extras(besides own: Set<Element>, _ count: Int) -> Set<Set<Element>> {
    let facts = relations.filter { $0.kind != .location }.flatMap { relation in
      (state.tuples[relation.name] ?? []).map { tuple in
        Set(zip(relation.sorts, tuple).map { Element(sort: $0, number: $1) })
      }
    }
    var all: Set<Set<Element>> = [[]]
    for _ in 0..<count {
      for chosen in all {
        let reached = own.union(chosen)
        for fact in facts where reached.isEmpty || !fact.isDisjoint(with: reached) {
          all.insert(chosen.union(fact).subtracting(own))
        }
      }
    }
    return all
  }

  /// All literals over the variables that are false in the state.
  private func falseLiterals(_ assignment: Assignment) -> [Clause.Literal] {
    var literals: [Clause.Literal] = []
    for (position, left) in assignment.enumerated() {
      for right in assignment.dropFirst(position + 1)
      where left.variable.sort == right.variable.sort {
        literals.append(
          Clause.Literal(left.number != right.number, .equal(left.variable, right.variable)))
      }
    }
    for relation in relations where relation.kind != .location {
      var choices: [Assignment] = [[]]
      for sort in relation.sorts {
        let fitting = assignment.filter { $0.variable.sort == sort }
        choices = choices.flatMap { choice in fitting.map { choice + [$0] } }
      }
      literals += choices.map { choice in
        let holds = state.holds(relation.name, choice.map(\.number))
        return Clause.Literal(!holds, .holds(relation.name, choice.map(\.variable)))
      }
    }
    return literals
  }

  /// The sets of literals that are true in each sample with the fixed one; no part of them is.
  private func minimal(
    _ fixed: [Clause.Literal], _ literals: [Clause.Literal], _ size: Int
  ) -> [[Clause.Literal]] {
    precondition(literals.count < 64, "a set of literals is a word")
    let rows = rows(fixed, literals)
    var found: [UInt64] = []
    var level: [(set: UInt64, next: Int)] = [(0, 0)]
    if rows.isEmpty { return [[]] }
    for _ in 0..<size {
      var larger: [(set: UInt64, next: Int)] = []
      for (chosen, next) in level {
        for position in next..<max(next, literals.count) {
          let set = chosen | 1 << UInt64(position)
          if found.contains(where: { $0 & set == $0 }) { continue }
          if rows.allSatisfy({ $0 & set != 0 }) {
            found.append(set)
          } else {
            larger.append((set, position + 1))
          }
        }
      }
      level = larger
    }
    return found.map { set in
      literals.indices.filter { set >> UInt64($0) & 1 == 1 }.map { literals[$0] }
    }
  }

  /// For each way to make the fixed literals false in a sample: the literals that are true there.
  private func rows(_ fixed: [Clause.Literal], _ literals: [Clause.Literal]) -> Set<UInt64> {
    let variables = Clause(fixed + literals).variables
    let places = (fixed + literals).map { literal in
      literal.atom.terms.map { variables.firstIndex(of: $0) ?? 0 }
    }
    var rows: Set<UInt64> = []
    for sample in samples {
      var values: [[Int]] = [[]]
      for variable in variables {
        values = values.flatMap { value in
          (0..<(sample.sizes[variable.sort] ?? 1)).map { value + [$0] }
        }
      }
      for value in values {
        func holds(_ number: Int, _ literal: Clause.Literal) -> Bool {
          let terms = places[number].map { value[$0] }
          return switch literal.atom {
          case .holds(let name, _): sample.holds(name, terms) == literal.isPositive
          case .equal: (terms[0] == terms[1]) == literal.isPositive
          }
        }
        if fixed.enumerated().contains(where: { holds($0.offset, $0.element) }) { continue }
        rows.insert(
          literals.enumerated().reduce(0) { row, item in
            holds(fixed.count + item.offset, item.element) ? row | 1 << UInt64(item.offset) : row
          })
      }
    }
    return rows
  }
}
