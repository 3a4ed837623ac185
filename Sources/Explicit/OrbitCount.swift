package import TransitionSystem

/// The number of states that are reached from any image of the initial state; nil if not all were
/// visited.
///
/// It is what the orbits that a search with symmetry stores have together: where the initial state
/// names elements, others could have been named.
package func countFromImages(
  _ system: TransitionSystem, scope: Scope, options: SearchOptions
) -> Int? {
  var plain = options
  plain.symmetricSorts = .off
  var search = BreadthFirstSearch(system, scope: scope, options: plain)
  return search.countFromImages(under: options.symmetricSorts)
}

extension BreadthFirstSearch {
  fileprivate mutating func countFromImages(under mode: SymmetryMode) -> Int? {
    guard let initial = try? evaluator.initialState() else { return nil }
    let group = Symmetry(layout: evaluator.layout, mode: mode)
    for permutation in group.permutations {
      load(group.image(of: initial, under: permutation))
      _ = store.insert(expansion.machine.words, parent: 0, isMarked: true)
    }
    guard case .exhausted = searchAll(from: 0, levelEnd: 1) else { return nil }
    return store.count
  }
}

extension Symmetry {
  /// A state with its elements renamed.
  func image(of state: State, under permutation: Permutation) -> State {
    var image = state
    let tables = layout.fields.map { contentImages(of: $0, under: permutation) }
    for cell in cells {
      let content = tables[fieldOfCell[cell]][Int(state.cells[cell])]
      image.cells[self.image(of: cell, under: permutation)] = content
    }
    return image
  }
}
