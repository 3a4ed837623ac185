package import Relational

/// What is said of one place of the code, said of others.
extension BlockingSearch {
  /// The same clauses about tasks at other locations, where no sample contradicts them; of
  /// locations that are in no sample, none does.
  ///
  /// A task passes many locations between a call and its return. What has to hold at the last of
  /// them mostly holds at all, and would else be found one step after the other.
  package mutating func siblings(of clauses: [Clause], shouldStop: () -> Bool) -> [Clause] {
    var found: [Clause] = []
    for clause in clauses where !shouldStop() {
      guard let coded = vocabulary.coded(clause), let anchor = anchor(of: coded) else { continue }
      let rest = coded.filter { $0 != anchor }
      for location in 0..<vocabulary.locationCount where location != anchor.relation {
        if let sibling = sibling(rest, anchor, at: location, shouldStop) { found.append(sibling) }
      }
    }
    return found
  }

  /// The literal about a task's location, if there is only one and all its variables differ.
  private func anchor(of literals: [CandidateLiteral]) -> CandidateLiteral? {
    let anchors = literals.filter { $0.relation < vocabulary.locationCount }
    guard anchors.count == 1, !anchors[0].isPositive,
      Set(anchors[0].terms).count == anchors[0].terms.count
    else { return nil }
    return anchors[0]
  }

  private mutating func sibling(
    _ rest: [CandidateLiteral], _ anchor: CandidateLiteral, at location: Int,
    _ shouldStop: () -> Bool
  ) -> Clause? {
    // Variables of a sort correspond in their order.
    var open = vocabulary.places[location].enumerated().map { $0 }
    var positions: [UInt8: Int] = [:]
    for (sort, term) in zip(vocabulary.places[anchor.relation], anchor.terms) {
      guard let next = open.firstIndex(where: { $0.element == sort }) else { continue }
      positions[term] = open.remove(at: next).offset
    }
    let terms = Set(rest.flatMap(\.terms)).filter(CandidateLiteral.isVariable)
    let free = terms.filter { positions[$0] == nil }.sorted()
    let tuple = vocabulary.places[location]
    guard rest.flatMap(\.terms).allSatisfy(CandidateLiteral.isVariable),
      CandidateTemplate.fits(tuple + free.map { Int($0 >> 4) }),
      let prepared = prepare([location], free.map { Int($0 >> 4) }, Options().atoms, shouldStop)
    else { return nil }
    for (number, term) in free.enumerated() { positions[term] = tuple.count + number }
    var cover: [Int] = []
    for literal in rest {
      var places = literal.terms.map { positions[$0] ?? 0 }
      if literal.relation == vocabulary.equality { places.sort() }
      guard let atom = prepared.numbers[[literal.relation] + places] else { return nil }
      cover.append(2 * atom + (literal.isPositive ? 1 : 0))
    }
    guard prepared.rows.satisfy(cover) else { return nil }
    let literals = [wholeLiteral(location, [])] + cover.map(prepared.template.literal)
    return canonicalizer.canonical(literals).map(vocabulary.clause)
  }
}

extension CandidateRows {
  /// Whether each row has one of the literals.
  func satisfy(_ cover: [Int]) -> Bool {
    (0..<count).allSatisfy { row in
      cover.contains { literal in
        let atom = literal >> 1
        return self[row, atom >> 6] >> UInt64(atom & 63) & 1 == UInt64(literal & 1)
      }
    }
  }
}
