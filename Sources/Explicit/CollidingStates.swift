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

  /// What a state is sorted by.
  package func hash(of words: [UInt32]) -> UInt64 {
    let words = Buffer(words)
    return unsafe store.hash(words.base)
  }

  /// All states in the order in which they go to disk.
  package mutating func inOrder() throws(StorageFailure) -> [[UInt32]] {
    var states: [[UInt32]] = []
    let wordCount = store.wordCount
    try unsafe store.retainInOrder { _, words in
      states.append((0..<wordCount).map { unsafe words[$0] })
      return true
    }
    return states
  }
}

/// A table whose slots keep the states themselves, and which is crowded as early as a test likes.
package final class CrowdedStates {
  private let states: SharedStates
  private let quotient: Quotient
  private var writer = SharedStates.Writer()

  /// - Parameters:
  ///   - wordBits: How many bits of each word of a state are in use; nil if those are too many.
  ///   - mostDisplacement: How many buckets from its home a state may lie.
  package init?(wordBits: [Int], mostDisplacement: Int? = nil) {
    guard let quotient = Quotient(wordBits), SharedStates.suits(quotient) else { return nil }
    self.quotient = quotient
    states = SharedStates(
      wordCount: wordBits.count, quotient: quotient, limit: 1 << 30,
      mostDisplacement: mostDisplacement ?? Quotient.mostDisplacement)
  }

  package var count: Int { states.count }
  package var slotCount: Int { 1 << states.scale }

  /// What a state becomes before it is divided between place and slot: first the uppermost 64 bits.
  package func scrambled(_ words: [UInt32]) -> [UInt64] {
    let buffer = Buffer(words)
    let (first, rest) = unsafe quotient.scrambled(buffer.base)
    return [first, rest]
  }

  /// Adds a state; whether it was new.
  ///
  /// A test has memory for all.
  package func insert(_ words: [UInt32]) -> Bool {
    let buffer = Buffer(words)
    while !states.promise(1) {
      precondition(states.grow(writer), "no memory")
    }
    while true {
      let view = states.view
      let hash = unsafe view.hash(buffer.base)
      switch unsafe view.insert(buffer.base, hash, isMarked: false, by: &writer) {
      case .added: return true
      case .known:
        states.release(1)
        return false
      case .full: preconditionFailure("no memory")
      case .crowded: precondition(states.grow(writer), "no memory")
      }
    }
  }
}
