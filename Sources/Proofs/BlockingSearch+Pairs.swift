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
