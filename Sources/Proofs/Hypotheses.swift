import Relational
import TransitionSystem

/// Everything that may be assumed before a step: clauses, and after them the totalities.
struct Hypotheses: Sendable {
  /// Its invariant is empty: hypotheses are instantiated, not built into obligations.
  let builder: ObligationBuilder
  let clauses: [Clause]
  let vocabulary: Vocabulary
  let patterns: [Pattern]
  /// By relation: the clauses that nothing violates where the relation is empty.
  let watching: [[Int]]
  /// The clauses without such a relation.
  let unwatched: [Int]

  init(_ builder: ObligationBuilder, _ clauses: [Clause]) {
    self.builder = builder
    self.clauses = clauses
    let vocabulary = Vocabulary(builder.system, clauses: clauses)
    self.vocabulary = vocabulary
    patterns = clauses.map { Pattern($0, vocabulary) }
    var watching: [[Int]] = Array(repeating: [], count: vocabulary.relations.count)
    var unwatched: [Int] = []
    for (index, pattern) in patterns.enumerated() {
      if let first = pattern.required.first {
        watching[first.relation].append(index)
      } else {
        unwatched.append(index)
      }
    }
    self.watching = watching
    self.unwatched = unwatched
  }

  var system: RelationalSystem { builder.system }

  var count: Int { clauses.count + system.totalities.count }

  /// The clause of this number; nil for a totality.
  func clause(_ hypothesis: Int) -> Clause? {
    hypothesis < clauses.count ? clauses[hypothesis] : nil
  }

  /// The number of the totality among the hypotheses.
  func totality(_ position: Int) -> Int { clauses.count + position }
}
