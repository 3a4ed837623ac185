/// Thousands of structures of the same sizes, a bit for each: what holds where.
///
///     atom lost(A, 0):   structure 0 │ 1 │ 2 │ … │ 4095
///     atom bad(b0):      structure 0 │ 1 │ 2 │ … │ 4095
package struct StateBlock: Sendable {
  package let count: Int
  /// The parts in which the atoms hold, one after the other.
  private var lanes: [BlockPart.Lane]
  private var holdsSomewhere: [Bool]

  init(count: Int, _ atoms: AtomNumbers) {
    precondition(count <= BlockPart.capacity, "a block has room for 4096 structures")
    self.count = count
    lanes = Array(repeating: .zero, count: atoms.count * BlockPart.laneCount)
    holdsSomewhere = Array(repeating: false, count: atoms.count)
  }

  /// Says that an atom holds in some of the structures.
  mutating func add(_ atom: Int, in part: BlockPart) {
    let first = atom * BlockPart.laneCount
    for lane in 0..<BlockPart.laneCount { lanes[first + lane] |= part.lanes[lane] }
    holdsSomewhere[atom] = true
  }

  /// Parts that grow smaller with each atom that is asked about.
  package struct Narrowing {
    fileprivate var lanes: [BlockPart.Lane]

    /// All structures of a block, and room for so many steps.
    package init(of block: StateBlock, steps: Int) {
      lanes = Array(repeating: .zero, count: BlockPart.laneCount * (steps + 1))
      let all = BlockPart(first: block.count)
      for lane in 0..<BlockPart.laneCount { lanes[lane] = all.lanes[lane] }
    }
  }

  /// Keeps of what a step has left those in which the atom holds, or does not, for the next step.
  ///
  /// - Parameters:
  ///   - parts: What the steps have left.
  ///   - step: The number of the step.
  ///   - atom: The number of the atom.
  ///   - isHeld: Whether the atom is to hold.
  /// - Returns: Whether there are any.
  package func narrow(
    _ parts: inout Narrowing, step: Int, to atom: Int, isHeld: Bool
  ) -> Bool {
    if isHeld, !holdsSomewhere[atom] { return false }
    let (row, left) = (atom * BlockPart.laneCount, step * BlockPart.laneCount)
    var any = BlockPart.Lane.zero
    for lane in 0..<BlockPart.laneCount {
      let holds = lanes[row + lane]
      let kept = parts.lanes[left + lane] & (isHeld ? holds : ~holds)
      parts.lanes[left + BlockPart.laneCount + lane] = kept
      any |= kept
    }
    return any != .zero
  }
}
