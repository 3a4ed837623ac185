internal import Relational

/// The sorts, relations and elements of which candidates are made, by numbers.
///
/// Locations come first, then the other relations, both by name; the number after the last one is
/// that of equality. Each ground atom of the other relations and of equality has a number, too.
struct CandidateVocabulary: Sendable {
  let sorts: [String]
  /// The greatest size of each sort in the samples.
  let sizes: [Int]
  /// The named elements of each sort.
  let elements: [[Int]]
  let relations: [Relation]
  let locationCount: Int
  /// The relations that are too wide.
  let skipped: [String]
  /// The sorts of each relation's places, equality excluded.
  let places: [[Int]]
  /// For each place, the distance of ground atoms that differ there by one.
  let strides: [[Int]]
  /// The number of each relation's first ground atom; a location's tuples count from 0.
  let bases: [Int]
  let equalityBases: [Int]
  let groundCount: Int
  private let numbers: [String: Int]

  private static let greatestTupleCount = 1 << 30

  init(_ relations: [Relation], sizes: [String: Int], elements: [ClauseTerm]) {
    let names = Set(relations.flatMap(\.sorts)).sorted()
    sorts = Array(names.prefix(CandidateLiteral.greatestSortCount))
    let sorts = self.sorts
    let counts = sorts.map { max(sizes[$0] ?? 1, 1) }
    self.sizes = counts
    self.elements = sorts.map { sort in
      let numbers: [Int] = elements.compactMap { term in
        guard case .element(sort, let number) = term else { return nil }
        return number
      }
      return Array(Set(numbers).sorted().prefix(CandidateLiteral.greatestElementCount))
    }
    let fitting = relations.filter { Self.fits($0, sorts, counts) }
    skipped = relations.filter { !Self.fits($0, sorts, counts) }.map(\.name).sorted()
    let locations = fitting.filter { $0.kind == .location }.sorted { $0.name < $1.name }
    let others = fitting.filter { $0.kind != .location }.sorted { $0.name < $1.name }
    self.relations = locations + others
    locationCount = locations.count
    places = self.relations.map { $0.sorts.map { sorts.firstIndex(of: $0) ?? 0 } }
    var strides: [[Int]] = []
    var bases: [Int] = []
    var total = 0
    for (number, sortsOfPlaces) in places.enumerated() {
      var product = 1
      var distances: [Int] = []
      for sort in sortsOfPlaces.reversed() {
        distances.append(product)
        product *= counts[sort]
      }
      strides.append(distances.reversed())
      bases.append(number < locations.count ? 0 : total)
      if number >= locations.count { total += product }
    }
    self.strides = strides
    self.bases = bases
    var equalities: [Int] = []
    for size in counts {
      equalities.append(total)
      total += size * size
    }
    equalityBases = equalities
    groundCount = total
    var numbers: [String: Int] = [:]
    for (number, relation) in self.relations.enumerated() { numbers[relation.name] = number }
    self.numbers = numbers
  }

  /// Whether the relation says which elements a task has by its role.
  func isCast(_ relation: Int) -> Bool {
    guard relation < relations.count else { return false }
    return relations[relation].kind == .rigid && relations[relation].keyCount == 1
      && relations[relation].sorts.first == "task"
  }

  private static func fits(_ relation: Relation, _ sorts: [String], _ sizes: [Int]) -> Bool {
    guard relation.sorts.count <= CandidateLiteral.greatestArity else { return false }
    var count = 1
    for name in relation.sorts {
      guard let sort = sorts.firstIndex(of: name) else { return false }
      count *= sizes[sort]
      if count > greatestTupleCount { return false }
    }
    return true
  }

  var equality: Int { relations.count }

  func number(of relation: String) -> Int? { numbers[relation] }

  /// Whether only axioms restrict it.
  func isRigid(_ relation: Int) -> Bool {
    relation == equality || relations[relation].kind == .rigid
  }

  /// Whether no action can make a difference to the clause.
  func isStatic(_ clause: [CandidateLiteral]) -> Bool {
    clause.allSatisfy { isRigid($0.relation) }
  }

  /// The number of a ground atom, or of a location's tuple; nil if it lies outside of the sizes.
  func ground(_ relation: Int, _ tuple: [Int]) -> Int? {
    guard tuple.count == places[relation].count else { return nil }
    var number = bases[relation]
    for (place, value) in tuple.enumerated() {
      guard value >= 0, value < sizes[places[relation][place]] else { return nil }
      number += strides[relation][place] * value
    }
    return number
  }

  /// The numbers of the relation's ground atoms.
  func grounds(of relation: Int) -> Range<Int> {
    let count = places[relation].reduce(1) { $0 * sizes[$1] }
    return bases[relation]..<bases[relation] + count
  }

  /// The size of each sort.
  func sizes(_ sizes: [String: Int]) -> [Int] { sorts.map { max(sizes[$0] ?? 1, 1) } }

  /// The elements of a location's tuple.
  func tuple(_ location: Int, _ number: Int) -> [Int] {
    places[location].indices.map { place in
      number / strides[location][place] % sizes[places[location][place]]
    }
  }
}

extension CandidateVocabulary {
  /// A clause by its numbers; nil if it uses what the vocabulary does not have.
  func coded(_ clause: Clause) -> [CandidateLiteral]? {
    var literals: [CandidateLiteral] = []
    for literal in clause.literals {
      var relation = equality
      if case .holds(let name, _) = literal.atom {
        guard let number = number(of: name) else { return nil }
        relation = number
      }
      var terms: [UInt8] = []
      for term in literal.atom.terms {
        guard let code = code(of: term) else { return nil }
        terms.append(code)
      }
      guard relation == equality || terms.count == places[relation].count else { return nil }
      literals.append(
        CandidateLiteral(head: 2 * relation + (literal.isPositive ? 1 : 0), terms: terms))
    }
    return literals
  }

  private func code(of term: ClauseTerm) -> UInt8? {
    guard let sort = sorts.firstIndex(of: term.sort) else { return nil }
    switch term {
    case .variable(_, let number):
      guard number < Int(CandidateLiteral.firstElement) else { return nil }
      return CandidateLiteral.variable(sort: sort, number)
    case .element(_, let number):
      return elements[sort].firstIndex(of: number).map {
        CandidateLiteral.element(sort: sort, $0)
      }
    }
  }

  /// The clause of these numbers.
  func clause(_ literals: [CandidateLiteral]) -> Clause {
    Clause(
      literals.map { literal in
        let terms = literal.terms.map(term)
        let atom: Clause.Atom =
          literal.relation == equality
          ? .equal(terms[0], terms[1]) : .holds(relations[literal.relation].name, terms)
        return Clause.Literal(literal.isPositive, atom)
      })
  }

  private func term(_ code: UInt8) -> ClauseTerm {
    let sort = Int(code >> 4)
    guard CandidateLiteral.isVariable(code) else {
      let position = Int(code & 15 - CandidateLiteral.firstElement)
      return .element(sort: sorts[sort], elements[sort][position])
    }
    return .variable(sort: sorts[sort], Int(code & 15))
  }
}
