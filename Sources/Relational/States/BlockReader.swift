import TransitionSystem

/// Reads thousands of states of one system at once.
///
/// A cell cuts the states of a block by its contents, and what a content says holds in all of its
/// part. So it takes a few steps for each cell, whatever the states are.
package struct BlockReader {
  private let abstraction: Abstraction
  private let atoms: AtomNumbers
  /// The places of the abstraction's relations; nil for one that is not asked for.
  private let places: [AtomNumbers.Place?]
  /// By the content of a cell, the atoms that it makes true.
  private let contents: [(cell: Int, atoms: [[Int]])]

  package init(_ abstraction: Abstraction, _ atoms: AtomNumbers) {
    (self.abstraction, self.atoms) = (abstraction, atoms)
    let places = abstraction.relations.map(atoms.place(of:))
    self.places = places
    var contents: [(cell: Int, atoms: [[Int]])] = []
    abstraction.forEachContent { cell, _, facts in
      if contents.last?.cell != cell { contents.append((cell, [])) }
      contents[contents.count - 1].atoms.append(
        facts.compactMap { places[$0.relation]?.number(of: $0.tuple) })
    }
    self.contents = contents.filter { $0.atoms.contains { !$0.isEmpty } }
  }

  /// The block of some states.
  ///
  /// - Parameters:
  ///   - count: How many states there are.
  ///   - cells: How many cells a state has.
  ///   - column: The contents of one cell in each of the states.
  /// - Returns: What holds in them.
  package func block(
    count: Int, cells: Int, column: (_ cell: Int) -> [UInt16]
  ) -> StateBlock {
    var block = StateBlock(count: count, atoms)
    var cuts: [Int: Cut] = [:]
    func cut(_ cell: Int) -> Cut {
      if let known = cuts[cell] { return known }
      let made = Cut(column(cell))
      cuts[cell] = made
      return made
    }
    func add(_ relation: Int, _ tuple: [Int], _ part: BlockPart) {
      if let place = places[relation] { block.add(place.number(of: tuple), in: part) }
    }
    let all = BlockPart(first: count)
    for (cell, atoms) in contents {
      for (content, part) in cut(cell).parts {
        for atom in atoms[content] { block.add(atom, in: part) }
      }
    }
    let rigid = abstraction.rigidCells
    Self.forEachPart(of: all, rigid.map(cut)) { contents, part in
      var state = State(cells: Array(repeating: 0, count: cells))
      for (cell, content) in zip(rigid, contents) { state.cells[cell] = UInt16(content) }
      abstraction.forEachRigidFact(of: state) { add($0, $1, part) }
    }
    abstraction.forEachTask { task in
      for (location, part) in cut(task.controlCell).parts {
        guard let cells = task.cells(at: location) else { continue }
        Self.forEachPart(of: part, cells.map(cut)) { contents, part in
          if let (relation, tuple) = task.fact(at: location, contents) {
            add(relation, tuple, part)
          }
        }
      }
    }
    return block
  }

  /// The states of a block by the content of one cell, without contents that none has.
  private struct Cut {
    var parts: [(content: Int, part: BlockPart)] = []

    init(_ column: [UInt16]) {
      let contents = Int(column.max() ?? 0) + 1
      var words = Array(repeating: UInt64(0), count: contents * 64)
      for (number, content) in column.enumerated() {
        words[Int(content) &* 64 &+ number &>> 6] |= 1 &<< UInt64(number & 63)
      }
      for content in 0..<contents {
        let row = words[content * 64..<(content + 1) * 64]
        guard row.contains(where: { $0 != 0 }) else { continue }
        parts.append((content, BlockPart { row[row.startIndex + $0] }))
      }
    }
  }

  /// Cuts some states by several cells.
  private static func forEachPart(
    of states: BlockPart, _ cuts: [Cut],
    _ body: (_ contents: [Int], _ part: BlockPart) -> Void
  ) {
    func visit(_ states: BlockPart, _ contents: [Int]) {
      guard contents.count < cuts.count else { return body(contents, states) }
      for (content, part) in cuts[contents.count].parts {
        if let both = states.intersection(part) { visit(both, contents + [content]) }
      }
    }
    visit(states, [])
  }
}
