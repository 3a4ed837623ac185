package import TransitionSystem

/// Many states of one system at one scope, kept small.
package struct PackedStates: Sendable {
  package let count: Int
  private let packing: Packing
  /// The words of one state after those of the other.
  private let words: [UInt32]

  /// These states, all of this layout.
  package init(_ states: [State], _ layout: Layout) {
    let packing = Packing(cellSizes: layout.cellSizes)
    (count, self.packing) = (states.count, packing)
    words = states.flatMap(packing.packed)
  }

  /// Every state that the system reaches at the scope; with symmetry one stands for its orbit.
  ///
  /// - Parameters:
  ///   - system: A system without open options, whose names all resolve.
  ///   - scope: The size of each sort.
  ///   - options: How far to go, and what to identify.
  /// - Throws: Why these are not all states, or the error of the spec that one of them shows.
  package init(
    reachedBy system: TransitionSystem, scope: Scope, options: SearchOptions
  ) throws(Incomplete) {
    let (result, states) = visit(system, scope: scope, options: options)
    if case .stopped(let reason) = result.outcome { throw Incomplete(reason: reason) }
    self = states
  }

  /// The states that a search has seen.
  fileprivate init(_ search: borrowing BreadthFirstSearch) {
    (count, packing) = (search.store.count, search.expansion.program.packing)
    words = search.store.words
  }

  /// All states of a store.
  init(_ store: borrowing StateStore, _ packing: Packing) {
    (count, self.packing) = (store.count, packing)
    words = store.words
  }

  /// A state by its number.
  package func state(_ number: Int) -> State {
    let start = number * packing.wordCount
    return packing.unpacked(Array(words[start..<start + packing.wordCount]))
  }

  /// What kept a search from its end.
  package struct Incomplete: Error {
    package let reason: Verdict.Reason
  }

  /// The contents of a cell in some of the states, in their order.
  package func contents(of cell: Int, in states: Range<Int>) -> [UInt16] {
    let slot = packing.slots[cell]
    return states.map { number in
      let word = words[number * packing.wordCount + Int(slot.word)]
      return UInt16(truncatingIfNeeded: (word >> slot.shift) & slot.mask)
    }
  }
}

/// Visits states breadth first, as far as it goes, and keeps all of them.
///
/// - Parameters:
///   - system: A system without open options and without responses, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How far to go, and what to identify.
/// - Returns: What was seen, and the states in the order of their discovery.
package func visit(
  _ system: TransitionSystem, scope: Scope, options: SearchOptions
) -> (result: SearchResult, states: PackedStates) {
  var search = BreadthFirstSearch(system, scope: scope, options: options)
  let result = search.run()
  return (result, PackedStates(search))
}
