internal import Relational

/// What is said of two tasks at two places.
extension BlockingSearch {
  /// Of a clause that says that no two tasks are at two places: that they do not share there what
  /// they share in the state.
  func apart(
    _ clause: [CandidateLiteral], _ diagram: Diagram
  ) -> [[CandidateLiteral]?] {
    guard clause.count == 2, clause.allSatisfy({ $0.relation < vocabulary.locationCount }) else {
      return []
    }
    let facts = clause.map { literal in diagram.facts.filter { $0.relation == literal.relation } }
    var shared: Set<[CandidateLiteral]> = []
    for (left, right) in facts[0].flatMap({ left in facts[1].map { (left, $0) } }) {
      for (place, element) in left.tuple.enumerated() {
        for (other, candidate) in right.tuple.enumerated() where element == candidate {
          let terms = [clause[0][place], clause[1][other]]
          guard terms[0] >> 4 == terms[1] >> 4 else { continue }
          shared.insert(clause + [CandidateLiteral(head: 2 * vocabulary.equality, terms: terms)])
        }
      }
    }
    return shared.map(canonicalizer.canonical)
  }

  /// Places where two tasks do not share something.
  struct PairOfPlaces: Hashable {
    /// Where the one may be, and the other.
    var places: [[Int]]
    /// What they do not share, by positions.
    var positions: [Int]
  }

  /// Of a clause that says that two tasks at two places do not share something: the places where
  /// tasks remember as much and hold one of the same locks.
  ///
  /// A block that is about to be handed out is passed on from place to place, and nobody else has
  /// it at any of them. Of `n` places that are `n * n` clauses; none is kept without the others.
  func pairOfPlaces(_ clause: [CandidateLiteral]) -> PairOfPlaces? {
    let anchors = clause.filter { $0.relation < vocabulary.locationCount }
    guard anchors.count == 2,
      clause.allSatisfy({ anchors.contains($0) || $0.relation == vocabulary.equality })
    else { return nil }
    let shared = Set(anchors[0].terms).intersection(anchors[1].terms)
    guard shared.count == 1, let term = shared.first else { return nil }
    return PairOfPlaces(
      places: anchors.map { near($0.relation) },
      positions: anchors.compactMap { $0.terms.firstIndex(of: term) })
  }

  /// That no two tasks share it at any of the places.
  func disjoint(_ pair: PairOfPlaces) -> [Clause] {
    pair.places[0].flatMap { one in
      pair.places[1].compactMap { other in
        let first = wholeLiteral(one, [])
        var second = wholeLiteral(other, [first])
        let tasks = [first[0], second[0]]
        second[pair.positions[1]] = first[pair.positions[0]]
        var literals = [first, second]
        if one == other {
          literals.append(CandidateLiteral(head: 2 * vocabulary.equality + 1, terms: tasks))
        }
        return canonical(literals).map(vocabulary.clause)
      }
    }
  }

  /// The locations where tasks remember as much and hold one of the same locks, and the same steps
  /// where no sample shows a task.
  private func near(_ location: Int) -> [Int] {
    let alike = (0..<vocabulary.locationCount).filter {
      vocabulary.places[$0] == vocabulary.places[location]
    }
    // Samples may not show what is held there, but at the same step of another call.
    let held = alike.filter { step($0) == step(location) }.map { locks[$0] }
    let seen = alike.filter { place in
      place == location || held.contains { !$0.isDisjoint(with: locks[place]) }
    }
    return Set(seen + seen.flatMap(unseen)).sorted()
  }

  /// The states with tasks at both locations, and what the tasks remember.
  func pairs(
    _ left: Int, _ right: Int, since first: Int
  ) -> [(row: UInt32, tuple: [Int])] {
    samples.states.dropFirst(first).flatMap { state in
      let placed = samples.placements[Int(state.placement)]
      func tuples(_ location: Int) -> [[Int]] {
        placed.filter { $0.location == location }.map {
          vocabulary.tuple(location, Int($0.tuple))
        }
      }
      let others = tuples(right)
      guard !others.isEmpty else { return [(row: UInt32, tuple: [Int])]() }
      return tuples(left).flatMap { one in others.map { (state.row, one + $0) } }
    }
  }
}
