/// A table of states whose hashes may agree as often as a test likes.
package struct CollidingStates: ~Copyable {
  private var store: StateStore

  /// - Parameters:
  ///   - wordCount: The number of words of a state.
  ///   - hashMask: The bits of the hashes that count; the others are 0.
  ///   - limit: Bytes for the states.
  package init(wordCount: Int, hashMask: UInt64, limit: Int = 1 << 30) {
    store = StateStore(wordCount: wordCount, limit: limit, hashMask: hashMask)
  }

  package var count: Int { store.count }
  package var byteCount: Int { store.byteCount }

  /// Adds a state; whether it was new, or nil if there is no memory for it.
  package mutating func insert(_ words: [UInt32]) -> Bool? {
    switch store.insert(Buffer(words), parent: 0, isMarked: false) {
    case .known: false
    case .added: true
    case .full: nil
    }
  }

  /// The number of a state, if it is in the table.
  package func number(of words: [UInt32]) -> Int? { store.number(of: Buffer(words)) }
}
