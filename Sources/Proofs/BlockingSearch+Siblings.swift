package import Relational
internal import TransitionSystem

/// What is said of one place of the code, said of others.
extension BlockingSearch {
  /// The same clauses about tasks at other locations, where no sample contradicts them; of
  /// locations that are in no sample, none does.
  ///
  /// A task passes many locations between a call and its return. What has to hold at the last of
  /// them mostly holds at all, and would else be found one step after the other.
  ///
  /// - Parameters:
  ///   - clauses: The clauses; of those about one task, only the first ones are said of others.
  ///   - most: How many these are.
  ///   - shouldStop: Asked from time to time.
  /// - Returns: The clauses about other places.
  package mutating func siblings(
    of clauses: [Clause], atMost most: Int = .max, shouldStop: () -> Bool
  ) -> [Clause] {
    let all = clauses.compactMap(vocabulary.coded)
    var found = all.compactMap(pairOfPlaces).distinct.flatMap(disjoint)
    for coded in all.prefix(most) where !shouldStop() {
      guard let anchor = anchor(of: coded), isConnected(coded) else { continue }
      let rest = coded.filter { $0 != anchor }
      let places = (0..<vocabulary.locationCount).filter { isLike(anchor, $0) }
        .compactMap { place(rest, anchor, at: $0, shouldStop) }
      let moved = self.clauses(at: places, shouldStop)
      found += moved + ([vocabulary.clause(coded)] + moved).flatMap(twins)
    }
    return found
  }

  /// The clause about the same step of other calls, or with other cases of the locals, where no
  /// sample shows a task.
  ///
  /// Of such a place nothing is known, but that the same code runs there.
  private func twins(of clause: Clause) -> [Clause] {
    guard let coded = vocabulary.coded(clause), let anchor = anchor(of: coded),
      anchor.relation < vocabulary.locationCount
    else { return [] }
    return unseen(like: anchor.relation).compactMap { location in
      let twin = coded.map { literal in
        literal == anchor ? CandidateLiteral(head: 2 * location, terms: anchor.terms) : literal
      }
      return canonical(twin).map(vocabulary.clause)
    }
  }

  /// The other locations with the same step and as much to remember where no sample shows a task.
  func unseen(like location: Int) -> [Int] {
    (0..<vocabulary.locationCount).filter {
      samples.occurrences[$0].isEmpty && $0 != location
        && vocabulary.places[$0] == vocabulary.places[location] && step($0) == step(location)
    }
  }

  /// The step at a location and the two routines around it, whatever the locals there are and how
  /// often the code has come by.
  func step(_ location: Int) -> [Substring] {
    let name = vocabulary.relations[location].name
    let place = [" #", " {"].reduce(name[...]) { rest, mark in
      rest.firstRange(of: mark).map { rest[..<$0.lowerBound] } ?? rest
    }
    return place.split(separator: "/").suffix(2)
  }

  /// The clauses with what the samples except now, where that is little.
  package mutating func weakened(_ clauses: [Clause], shouldStop: () -> Bool) -> [Clause] {
    var found: [Clause] = []
    for clause in clauses where !shouldStop() {
      guard let coded = vocabulary.coded(clause), let anchor = anchor(of: coded),
        anchor.relation < vocabulary.locationCount,
        let place = place(coded.filter { $0 != anchor }, anchor, at: anchor.relation, shouldStop)
      else { continue }
      found += bodies(place, shouldStop).compactMap { self.clause(at: place, $0) }
    }
    return found
  }

  /// Whether what is said where the anchor says may be said at the location: the tasks there hold
  /// the same locks, or the one that the anchor speaks of.
  private func isLike(_ anchor: CandidateLiteral, _ location: Int) -> Bool {
    guard location != anchor.relation, !samples.occurrences[location].isEmpty else { return false }
    guard anchor.relation >= vocabulary.locationCount else {
      return locks[anchor.relation] == locks[location]
    }
    let held = vocabulary.relations[anchor.relation].name
    guard let holders = Lock.exclusiveHolders(ifHeld: held),
      let relation = vocabulary.number(of: holders)
    else { return false }
    return locks.holds(relation, at: location)
  }

  /// The literal about a task's location, if there is only one and all its variables differ.
  private func anchor(of literals: [CandidateLiteral]) -> CandidateLiteral? {
    let anchors = literals.filter { $0.relation < vocabulary.locationCount }
    if anchors.isEmpty {
      // What is said of everything but for what is held is said of who holds it.
      return literals.first {
        $0.isPositive && $0.relation != vocabulary.equality
          && Lock.exclusiveHolders(ifHeld: vocabulary.relations[$0.relation].name) != nil
      }
    }
    guard anchors.count == 1, !anchors[0].isPositive,
      Set(anchors[0].terms).count == anchors[0].terms.count
    else { return nil }
    return anchors[0]
  }

  /// What is left of a clause at another location, over a template there.
  private struct Place {
    let location: Int
    let prepared: Prepared
    /// The literals, as numbers of the template.
    let rest: [Int]
    /// The positions of the task's own values that the literals speak of.
    let shared: Set<Int>
  }

  private mutating func place(
    _ rest: [CandidateLiteral], _ anchor: CandidateLiteral, at location: Int,
    _ shouldStop: () -> Bool
  ) -> Place? {
    // Variables of a sort correspond in their order.
    var open = vocabulary.places[location].enumerated().map { $0 }
    var positions: [UInt8: Int] = [:]
    for (sort, term) in zip(vocabulary.places[anchor.relation], anchor.terms) {
      guard let next = open.firstIndex(where: { $0.element == sort }) else { continue }
      positions[term] = open.remove(at: next).offset
    }
    let terms = Set(rest.flatMap(\.terms)).filter(CandidateLiteral.isVariable)
    let shared = Set(terms.compactMap { positions[$0] })
    let free = terms.filter { positions[$0] == nil }.sorted()
    let tuple = vocabulary.places[location]
    // That no task is at a place says nothing of other places.
    guard !rest.isEmpty, rest.flatMap(\.terms).allSatisfy(CandidateLiteral.isVariable),
      CandidateTemplate.fits(tuple + free.map { Int($0 >> 4) }),
      let prepared = prepare([location], free.map { Int($0 >> 4) }, Options().atoms, shouldStop)
    else { return nil }
    for (number, term) in free.enumerated() { positions[term] = tuple.count + number }
    var numbers: [Int] = []
    for literal in rest {
      var places = literal.terms.map { positions[$0] ?? 0 }
      if literal.relation == vocabulary.equality { places.sort() }
      guard let atom = prepared.numbers[[literal.relation] + places] else { return nil }
      numbers.append(2 * atom + (literal.isPositive ? 1 : 0))
    }
    return Place(location: location, prepared: prepared, rest: numbers, shared: shared)
  }

  /// What is said at the places, each time with what the samples except there or at a place where
  /// tasks remember as much: of a rare one too few samples are there to demand it.
  private func clauses(at places: [Place], _ shouldStop: () -> Bool) -> [Clause] {
    var bodies: [[Int]: [[Int]]] = [:]
    for place in places {
      let tuple = vocabulary.places[place.location]
      for body in self.bodies(place, shouldStop) where bodies[tuple]?.contains(body) != true {
        bodies[tuple, default: []].append(body)
      }
    }
    return places.flatMap { place in
      (bodies[vocabulary.places[place.location]] ?? [])
        .filter { place.prepared.rows.failing($0).count == 0 }
        .compactMap { clause(at: place, $0) }
    }
  }

  private func clause(at place: Place, _ body: [Int]) -> Clause? {
    let whole = wholeLiteral(place.location, [])
    return canonical([whole] + body.map(place.prepared.template.literal)).map(vocabulary.clause)
  }

  /// What is said there: the literals, or with them what the samples except, if that is little.
  private func bodies(_ place: Place, _ shouldStop: () -> Bool) -> [[Int]] {
    let failing = place.prepared.rows.failing(place.rest)
    guard failing.count > 0 else { return [place.rest] }
    let template = place.prepared.template
    let signs = template.atoms.map { atom in
      isException(atom, place) ? CandidateCovers.Signs.both : []
    }
    let covers = CandidateCovers(failing, signs: signs, size: 2, shouldStop: shouldStop).covers
    // A part of them would not be the smallest ones.
    if shouldStop() { return [] }
    return covers.sorted { rank($0, template) < rank($1, template) }.prefix(Self.exceptions)
      .map { place.rest + $0 }
  }

  /// How many exceptions are tried for a clause at a place.
  private static let exceptions = 3

  /// Whether an atom ties the rest of a clause to what the task has besides.
  private func isException(_ atom: CandidateTemplate.Atom, _ place: Place) -> Bool {
    let template = place.prepared.template
    return atom.terms.contains { position in
      if case .tuple(let own) = template.terms[position].source {
        return !place.shared.contains(own)
      }
      return false
    }
  }

  private func rank(_ cover: [Int], _ template: CandidateTemplate) -> (Int, Int) {
    let others = cover.count { template.atoms[$0 >> 1].relation != vocabulary.equality }
    return (cover.count, others)
  }
}

extension CandidateRows {
  /// The rows that have none of the literals.
  func failing(_ literals: [Int]) -> CandidateRows {
    var result = CandidateRows(atomCount: atomCount)
    var words = Array(repeating: UInt64(0), count: wordCount)
    for row in 0..<count {
      let holds = literals.contains { literal in
        let atom = literal >> 1
        return self[row, atom >> 6] >> UInt64(atom & 63) & 1 == UInt64(literal & 1)
      }
      if holds { continue }
      for word in 0..<wordCount { words[word] = self[row, word] }
      result.insert(words)
    }
    return result
  }
}
