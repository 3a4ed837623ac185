internal import Relational

/// A finite model as the search for violated instances wants it.
///
/// Elements are constants, each the representative of those that are equal to it.
struct Facts: Sendable {
  /// By relation.
  private(set) var tuples: [[AtomKey]]
  private var all: Set<AtomKey> = []
  /// The elements of each sort.
  var universe: [[Int]]
  /// By constant; itself for elements.
  var representatives: [Int]

  init(relationCount: Int, universe: [[Int]], representatives: [Int]) {
    tuples = Array(repeating: [], count: relationCount)
    self.universe = universe
    self.representatives = representatives
  }

  /// Adds a tuple of representatives; false if it was there.
  @discardableResult mutating func insert(_ key: AtomKey) -> Bool {
    guard all.insert(key).inserted else { return false }
    tuples[key.relation].append(key)
    return true
  }

  mutating func removeAll(of relation: Int) {
    for key in tuples[relation] { all.remove(key) }
    tuples[relation] = []
  }

  func contains(_ key: AtomKey) -> Bool { all.contains(key) }

  /// The atom with each constant replaced by its representative.
  func canonical(_ key: AtomKey, arity: Int) -> AtomKey {
    var result = key
    for place in 0..<arity { result[place] = representatives[key[place]] }
    return result
  }
}

extension Facts {
  /// The same with the elements of each sort numbered from 0.
  func structure(_ vocabulary: Vocabulary) -> Structure {
    let positions = positions
    var structure = Structure(sizes: [:])
    for (sort, elements) in universe.enumerated() {
      structure.sizes[vocabulary.sorts[sort]] = elements.count
    }
    for (relation, keys) in tuples.enumerated() {
      let tuples = keys.map { key in
        vocabulary.places[relation].indices.map { positions[key[$0]] ?? 0 }
      }
      structure.tuples[vocabulary.relations[relation].name] = Set(tuples)
    }
    return structure
  }

  /// The number of each element within its sort.
  var positions: [Int: Int] {
    universe.reduce(into: [:]) { positions, elements in
      for (position, element) in elements.enumerated() { positions[element] = position }
    }
  }
}

/// Finds the instances of a pattern that some facts violate.
struct PatternMatcher {
  private let facts: Facts
  private let pattern: Pattern
  private var bindings: [Int]
  private var found: [[Int]] = []
  private let limit: Int

  /// Whether an instance is violated.
  static func isViolated(_ pattern: Pattern, in facts: Facts) -> Bool {
    !violations(of: pattern, in: facts, limit: 1).isEmpty
  }

  /// At most `limit` violated instances, each as the values of the pattern's variables.
  static func violations(of pattern: Pattern, in facts: Facts, limit: Int) -> [[Int]] {
    for atom in pattern.required where facts.tuples[atom.relation].isEmpty { return [] }
    var matcher = PatternMatcher(pattern, facts, limit)
    matcher.match(0)
    return matcher.found
  }

  private init(_ pattern: Pattern, _ facts: Facts, _ limit: Int) {
    self.pattern = pattern
    self.facts = facts
    self.limit = limit
    bindings = Array(repeating: -1, count: pattern.variableSorts.count)
  }

  /// Matches the required atoms from the given one on.
  private mutating func match(_ position: Int) {
    guard position < pattern.required.count else { return enumerate(0) }
    let atom = pattern.required[position]
    for fact in facts.tuples[atom.relation] where found.count < limit {
      let before = bindings
      if bind(atom, to: fact) { match(position + 1) }
      bindings = before
    }
  }

  private mutating func bind(_ atom: PatternAtom, to fact: AtomKey) -> Bool {
    for place in atom.terms.indices {
      let term = atom.terms[place]
      if let variable = term.variable, bindings[variable] < 0 {
        bindings[variable] = fact[place]
      } else if value(term) != fact[place] {
        return false
      }
    }
    return true
  }

  /// Gives values to the variables that no required atom has, from the given one on.
  private mutating func enumerate(_ variable: Int) {
    guard variable < bindings.count else {
      if isViolated { found.append(bindings) }
      return
    }
    guard bindings[variable] < 0 else { return enumerate(variable + 1) }
    for element in facts.universe[pattern.variableSorts[variable]] where found.count < limit {
      bindings[variable] = element
      enumerate(variable + 1)
    }
    bindings[variable] = -1
  }

  private var isViolated: Bool {
    pattern.requiredEqual.allSatisfy { value($0) == value($1) }
      && pattern.requiredDistinct.allSatisfy { value($0) != value($1) }
      && pattern.forbidden.allSatisfy { !facts.contains(key($0)) }
  }

  private func key(_ atom: PatternAtom) -> AtomKey {
    var key = AtomKey(atom.relation)
    for place in atom.terms.indices { key[place] = value(atom.terms[place]) }
    return key
  }

  private func value(_ term: PatternTerm) -> Int {
    facts.representatives[term.value(bindings)]
  }
}
