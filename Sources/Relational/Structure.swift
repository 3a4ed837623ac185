/// A finite interpretation: how many elements each sort has, which tuples each relation.
///
/// Reached states, counterexamples to induction and their likes. Elements are numbered from 0.
package struct Structure: Hashable, Sendable {
  package var sizes: [String: Int]
  /// A relation that is missing has no tuples.
  package var tuples: [String: Set<[Int]>]

  package init(sizes: [String: Int], tuples: [String: Set<[Int]>] = [:]) {
    self.sizes = sizes
    self.tuples = tuples
  }

  package func holds(_ relation: String, _ tuple: [Int]) -> Bool {
    tuples[relation]?.contains(tuple) ?? false
  }
}
