package import Relational
package import TransitionSystem

/// Tells how far reached states are from contradicting a clause.
package struct ClauseProbe: Sendable {
  private let clause: Pattern
  /// The clause without one of its literals each.
  private let parts: [Pattern]
  /// The numbers of the places where the clause's tasks are.
  private let locations: [Int]
  /// What has to be known of a state.
  package let words: FactReader.Words

  /// How far a state is from contradicting a clause.
  package enum Distance: Sendable {
    case contradicts
    /// But for one literal.
    case near
    case far
  }

  /// For states that the reader reads.
  package init(_ clause: Clause, _ reader: FactReader) {
    let vocabulary = reader.vocabulary
    self.clause = Pattern(clause, vocabulary)
    words = reader.words(of: clause)
    let places = clause.literals.map { literal -> Int? in
      guard case .holds(let name, _) = literal.atom else { return nil }
      let relation = vocabulary.relation(name)
      return vocabulary.relations[relation].kind == .location ? relation : nil
    }
    locations = places.compactMap(\.self)
    parts = clause.literals.indices.compactMap { index in
      guard clause.literals.count > 1 else { return nil }
      var literals = clause.literals
      literals.remove(at: index)
      return Pattern(Clause(literals), vocabulary)
    }
  }

  package func isContradicted(by state: FactReader.Reading) -> Bool {
    PatternMatcher.isViolated(clause, in: state.facts)
  }

  package func distance(of state: FactReader.Reading) -> Distance {
    if isContradicted(by: state) { return .contradicts }
    return parts.contains { PatternMatcher.isViolated($0, in: state.facts) } ? .near : .far
  }

  /// How many of the places where the clause speaks of tasks have none, one of which may be on its
  /// way; nil if a state with these places is far from contradicting it.
  package func missing(_ places: Set<Int>) -> Int? {
    let missing = locations.count { !places.contains($0) }
    return missing <= min(1, parts.count) ? missing : nil
  }
}

/// Reads states of a system at a scope as the facts of its relational form.
package struct FactReader: Sendable {
  let vocabulary: Vocabulary
  private let abstraction: Abstraction
  /// By the abstraction's number; nil where the relational form does not have the relation.
  private let relations: [Int?]
  private let empty: Facts
  /// By sort: the constant that element 0 is.
  private let firsts: [Int]

  /// A state as it is read.
  package struct Reading: Sendable {
    let facts: Facts
  }

  /// - Parameters:
  ///   - abstraction: What reads the states.
  ///   - system: The relational form.
  ///   - scope: The size of each sort.
  package init(_ abstraction: Abstraction, _ system: RelationalSystem, _ scope: Scope) {
    self.abstraction = abstraction
    vocabulary = Vocabulary(system, clauses: [])
    let known = Set(system.relations.map(\.name))
    relations = abstraction.relations.map { [vocabulary] name in
      known.contains(name) ? vocabulary.relation(name) : nil
    }
    var representatives = Array(vocabulary.elementSorts.indices)
    var firsts: [Int] = []
    var universe: [[Int]] = []
    for sort in vocabulary.sorts {
      let first = representatives.count
      firsts.append(first)
      universe.append(Array(first..<first + scope[sort]))
      representatives += universe[universe.count - 1]
    }
    for (number, sort) in vocabulary.elementSorts.enumerated() {
      let position = vocabulary.elementSorts[..<number].count { $0 == sort }
      representatives[number] = firsts[sort] + position
    }
    self.firsts = firsts
    empty = Facts(
      relationCount: vocabulary.relations.count, universe: universe,
      representatives: representatives)
  }

  /// Relations that somebody wants to read, by their number.
  package struct Words: Sendable {
    fileprivate let areWanted: [Bool]
  }

  package func words(of clause: Clause) -> Words {
    let relations = Set(clause.relations.map(vocabulary.relation))
    return Words(areWanted: vocabulary.relations.indices.map(relations.contains))
  }

  /// The state, or what it says in the words.
  package func reading(of state: State, _ words: Words? = nil) -> Reading {
    var facts = empty
    abstraction.forEachFact(of: state) { number, tuple in
      guard let relation = relations[number], words?.areWanted[relation] ?? true else { return }
      var key = AtomKey(relation)
      for (place, element) in tuple.enumerated() {
        key[place] = firsts[vocabulary.places[relation][place]] + element
      }
      facts.insert(key)
    }
    return Reading(facts: facts)
  }

  /// The numbers of the places where tasks of the state are.
  package func places(of state: State) -> Set<Int> {
    var found: Set<Int> = []
    abstraction.forEachPlace(of: state) { number, _ in
      if let relation = relations[number] { found.insert(relation) }
    }
    return found
  }

  /// The clauses that one of the states contradicts.
  package func contradicted(_ clauses: [Clause], by states: [Reading]) -> [Clause] {
    clauses.filter { clause in
      let pattern = Pattern(clause, vocabulary)
      return states.contains { PatternMatcher.isViolated(pattern, in: $0.facts) }
    }
  }

  package func structure(of state: State) -> Structure { abstraction.structure(state) }
}
