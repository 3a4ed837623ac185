/// What a state of a system is in a smaller one that has some of its variables.
package struct StateProjection: Sendable {
  /// For each cell of the smaller one, that of the larger.
  package let cells: [Int]

  /// Nil if a variable is not in both with as many values at as many places.
  package init?(from larger: Layout, to smaller: Layout) {
    let fields = Dictionary(larger.fields.map { ($0.variable.name, $0) }) { first, _ in first }
    var cells: [Int] = []
    for field in smaller.fields {
      guard let same = fields[field.variable.name], same.extents == field.extents,
        same.valueCount == field.valueCount
      else { return nil }
      cells += same.base..<same.base + same.count
    }
    self.cells = cells
  }

  package func image(of state: State) -> State {
    State(cells: cells.map { state.cells[$0] })
  }
}
