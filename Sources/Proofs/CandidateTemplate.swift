/// A set of variables with all atoms over them.
///
/// Some variables stand for the tuple of a location, the others range over everything.
struct CandidateTemplate: Sendable {
  let tupleSorts: [Int]
  let freeSorts: [Int]
  private(set) var terms: [Term] = []
  private(set) var atoms: [Atom] = []
  /// How many atoms there are, those that were left out included.
  private(set) var atomCount = 0

  struct Term: Sendable {
    var sort: Int
    var code: UInt8
    var source: Source
  }

  enum Source: Sendable {
    case tuple(Int)
    case free(Int)
    case element(Int)
  }

  struct Atom: Sendable {
    var relation: Int
    /// Positions in `terms`.
    var terms: [Int]
    /// Whether its negation may occur in a clause.
    var isNegatable: Bool
    /// The free variables in it, a bit each.
    var free: UInt64 = 0
    /// Whether a variable of the tuple is in it.
    var touchesTuple = false
  }

  /// - Parameters:
  ///   - vocabulary: What atoms are made of.
  ///   - tuple: The sorts of the location's places.
  ///   - free: The sorts of the variables besides them.
  ///   - relations: Those of which there are to be atoms.
  ///   - limit: The greatest number of atoms.
  init(
    _ vocabulary: CandidateVocabulary, tuple: [Int], free: [Int], relations: [Int], limit: Int
  ) {
    tupleSorts = tuple
    freeSorts = free
    makeTerms(vocabulary)
    makeEqualities(vocabulary)
    for relation in relations { makeAtoms(relation, vocabulary.places[relation], []) }
    // What a task's role gives it is in its tuple; equality says the same of it.
    atoms.removeAll { atom in
      guard case .tuple? = atom.terms.first.map({ terms[$0].source }) else { return false }
      return vocabulary.isCast(atom.relation)
    }
    atomCount = atoms.count
    guard atomCount > limit else { return }
    // Few variables say more than many.
    let order = atoms.indices.sorted { left, right in
      (atoms[left].free.nonzeroBitCount, Set(atoms[left].terms).count, left)
        < (atoms[right].free.nonzeroBitCount, Set(atoms[right].terms).count, right)
    }
    atoms = order.prefix(limit).sorted().map { atoms[$0] }
  }

  private mutating func makeTerms(_ vocabulary: CandidateVocabulary) {
    var counts = Array(repeating: 0, count: vocabulary.sorts.count)
    for (position, sort) in (tupleSorts + freeSorts).enumerated() {
      let source: Source =
        position < tupleSorts.count ? .tuple(position) : .free(position - tupleSorts.count)
      let code = CandidateLiteral.variable(sort: sort, counts[sort])
      terms.append(Term(sort: sort, code: code, source: source))
      counts[sort] += 1
    }
    for (sort, elements) in vocabulary.elements.enumerated() where counts[sort] > 0 {
      for (position, element) in elements.enumerated() {
        let code = CandidateLiteral.element(sort: sort, position)
        terms.append(Term(sort: sort, code: code, source: .element(element)))
      }
    }
  }

  /// Whether no sort has more variables than there are numbers for.
  static func fits(_ sorts: [Int]) -> Bool {
    Dictionary(grouping: sorts) { $0 }.values.allSatisfy {
      $0.count <= Int(CandidateLiteral.firstElement)
    }
  }

  private mutating func makeEqualities(_ vocabulary: CandidateVocabulary) {
    for (left, term) in terms.enumerated() {
      for right in terms.indices.dropFirst(left + 1) where terms[right].sort == term.sort {
        var isNegatable = true
        for position in [left, right] {
          // `X != y or C(X)` is `C(y)`, which is tried anyway.
          if case .free = terms[position].source { isNegatable = false }
        }
        if case .element = term.source { continue }
        add(vocabulary.equality, [left, right], isNegatable: isNegatable)
      }
    }
  }

  private mutating func makeAtoms(
    _ relation: Int, _ places: [Int], _ chosen: [Int]
  ) {
    guard chosen.count < places.count else {
      return add(relation, chosen, isNegatable: true)
    }
    for (position, term) in terms.enumerated() where term.sort == places[chosen.count] {
      makeAtoms(relation, places, chosen + [position])
    }
  }

  private mutating func add(_ relation: Int, _ positions: [Int], isNegatable: Bool) {
    var atom = Atom(relation: relation, terms: positions, isNegatable: isNegatable)
    for position in positions {
      switch terms[position].source {
      case .tuple: atom.touchesTuple = true
      case .free(let variable): atom.free |= 1 << UInt64(variable)
      case .element: continue
      }
    }
    atoms.append(atom)
  }

  /// The literal with this number: twice its atom's, plus one if it is positive.
  func literal(_ number: Int) -> CandidateLiteral {
    let atom = atoms[number >> 1]
    return CandidateLiteral(
      head: 2 * atom.relation + number & 1, terms: atom.terms.map { terms[$0].code })
  }

  /// The free variables in literals, a bit each.
  func freeVariables(of literals: [Int]) -> UInt64 {
    literals.reduce(0) { $0 | atoms[$1 >> 1].free }
  }

  /// Whether the literals relate each of their free variables to the tuple.
  func connects(_ literals: [Int]) -> Bool {
    let used = freeVariables(of: literals)
    var reached: UInt64 = 0
    while true {
      var next = reached
      for literal in literals {
        let atom = atoms[literal >> 1]
        if atom.touchesTuple || atom.free & reached != 0 { next |= atom.free }
      }
      if next == reached { return reached == used }
      reached = next
    }
  }
}
