package import Relational

/// A state from which a demand fails in the end, and which no clause that was tried excludes.
package struct Root: Sendable {
  package var state: Structure
  /// The clause that is lost from there; nil if it is a demand that fails.
  package var lost: Clause?

  package init(state: Structure, lost: Clause? = nil) {
    self.state = state
    self.lost = lost
  }
}

extension Houdini {
  /// Why the demands do not follow.
  ///
  /// A demand fails from a state that all clauses of the fixpoint allow. Clauses that exclude it
  /// may have been dropped; each of them was lost from another state, which the clauses dropped
  /// before it exclude, and so on. Where nothing that was tried excludes a state, there is a root:
  /// something else has to be tried.
  ///
  /// - Parameters:
  ///   - most: How many roots are looked for at most.
  ///   - hopeless: Clauses that are not worth being followed.
  /// - Returns: The roots, those of demands and of small clauses first, and the clauses that it was
  ///   asked about why they were lost.
  package func roots(
    _ most: Int, without hopeless: Set<Clause>
  ) -> (roots: [Root], followed: [Clause]) {
    var queue = failures.map { (state: $0, lost: Int?.none) }
    var followed: Set<Int> = []
    var order: [Int] = []
    var roots: [Root] = []
    var position = 0
    while position < queue.count, roots.count < most, !shouldStop() {
      let (state, lost) = queue[position]
      position += 1
      let excluding = dropped(excluding: state, hopeless)
      if excluding.isEmpty {
        let clause = lost.map(hypotheses.clause)
        roots.append(
          Root(state: states[state].facts.structure(hypotheses.vocabulary), lost: clause))
      }
      for hypothesis in excluding.prefix(Self.followedPerState)
      where followed.insert(hypothesis).inserted {
        order.append(hypothesis)
        if let next = losses[hypothesis]?.state { queue.append((next, hypothesis)) }
      }
    }
    return (roots, order.map(hypotheses.clause))
  }

  /// Of how many dropped clauses that exclude a state it is asked why they were.
  private static let followedPerState = 8

  /// The dropped clauses that are false in the state, small ones first, and late ones of these.
  private func dropped(excluding state: Int, _ hopeless: Set<Clause>) -> [Int] {
    let found = excluding(state).filter { hypothesis in
      !isAlive[hypothesis] && losses[hypothesis]?.state != nil
        && !hopeless.contains(hypotheses.clause(hypothesis))
    }
    func rank(_ hypothesis: Int) -> (Int, Int, Int) {
      let count = hypotheses.clause(hypothesis).literals.count
      return (count, -(losses[hypothesis]?.round ?? 0), hypothesis)
    }
    return found.sorted { rank($0) < rank($1) }
  }
}
