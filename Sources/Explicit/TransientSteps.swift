internal import TransitionSystem

/// The steps that a search may take at once, without storing the state that they start from.
///
/// Where a cell such as the location of a task has a certain content, only the steps that the index
/// lists under it move that cell on. They are *local* there if
///
/// - no other step that may happen before them reads or writes what they write, or writes what they
///   read, but for steps that undo them: these read nothing that the local ones write, and
///   overwrite all of it (as a crash does with the locals of a task);
/// - no property of states reads what they write;
/// - each of them moves the cell on, but no other cell with local steps, and local steps of a cell
///   never come back to a content.
///
/// Then any run from a state in which one step of such a list is enabled, and no second one, can be
/// told as one in which that step comes first. Documentation/Decisions/017-reductions.md has the
/// proof.
struct TransientSteps {
  /// A cell and, for each of its contents, the instances that are local there; mostly none.
  struct Local {
    var cell: Int
    var members: [[Int32]]
  }

  private(set) var locals: [Local] = []

  /// Whether there are none, so that a search is as it is without.
  var isEmpty: Bool { locals.isEmpty }

  /// No step is taken at once.
  init() {}

  /// Finds them in a system that has been compiled with footprints.
  init(_ program: CompiledSystem, _ symmetry: Symmetry) {
    let independence = Independence(program)
    for (cell, members) in program.index.lists {
      let others = program.index.instances(apartFrom: cell)
      let kept = members.map { list in
        list.allSatisfy { independence.isUnseen(Int($0), movingOn: cell) }
          && independence.areUndisturbed(list, by: others) ? list : []
      }
      if kept.contains(where: { !$0.isEmpty }) { locals.append(Local(cell: cell, members: kept)) }
    }
    moveOneCellEach(program)
    for position in locals.indices { leaveOutCycles(at: position, program) }
    keepSymmetric(symmetry)
    locals.removeAll { $0.members.allSatisfy(\.isEmpty) }
  }

  /// Leaves out the steps that move a cell of others.
  private mutating func moveOneCellEach(_ program: CompiledSystem) {
    let cells = Set(locals.map(\.cell))
    for position in locals.indices {
      let others = cells.subtracting([locals[position].cell])
      for (content, list) in locals[position].members.enumerated()
      where !list.allSatisfy({ program.footprints[Int($0)].writes.isDisjoint(with: others) }) {
        locals[position].members[content] = []
      }
    }
  }

  /// The contents that some instances may leave in a cell.
  private static func targets(
    _ members: [Int32], _ cell: Int, _ program: CompiledSystem, count: Int
  ) -> Set<Int> {
    members.reduce(into: []) { targets, member in
      let footprint = program.footprints[Int(member)]
      targets.formUnion(
        footprint.unknown.contains(cell) ? Set(0..<count) : footprint.contents[cell] ?? [])
    }
  }

  /// Leaves out contents until no row of local steps comes back to one.
  ///
  /// Every cycle has an edge back to a content that a depth-first search is in the middle of.
  private mutating func leaveOutCycles(at position: Int, _ program: CompiledSystem) {
    enum Mark { case new, open, done }
    let local = locals[position]
    var marks = Array(repeating: Mark.new, count: local.members.count)
    func visit(_ content: Int) {
      marks[content] = .open
      let targets = Self.targets(
        local.members[content], local.cell, program, count: local.members.count)
      for target in targets.sorted() where !local.members[target].isEmpty {
        switch marks[target] {
        case .new: visit(target)
        case .open: locals[position].members[target] = []
        case .done: break
        }
      }
      marks[content] = .done
    }
    for content in marks.indices where !local.members[content].isEmpty && marks[content] == .new {
      visit(content)
    }
  }

  /// Leaves out what is not local under other names, so that how far local steps go does not depend
  /// on the representative of an orbit.
  private mutating func keepSymmetric(_ symmetry: Symmetry) {
    let before = locals
    let permuted = Set(symmetry.cells)
    for position in locals.indices where permuted.contains(locals[position].cell) {
      let cell = locals[position].cell
      let field = symmetry.layout.fields[symmetry.fieldOfCell[cell]]
      for permutation in symmetry.permutations {
        let image = symmetry.image(of: cell, under: permutation)
        let contents = symmetry.contentImages(of: field, under: permutation)
        let other = before.first { $0.cell == image }
        for content in locals[position].members.indices
        where other?.members[Int(contents[content])].isEmpty ?? true {
          locals[position].members[content] = []
        }
      }
    }
  }
}

/// Which instances of a system get in each other's way.
private struct Independence {
  private let reads: [[UInt32]]
  private let writes: [[UInt32]]
  private let overwrites: [[UInt32]]
  private let footprints: [Footprint]
  /// What properties of states read.
  private let visible: [UInt32]

  init(_ program: CompiledSystem) {
    let packing = program.packing
    footprints = program.footprints
    reads = footprints.map { packing.mask(of: $0.reads) }
    writes = footprints.map { packing.mask(of: $0.writes) }
    overwrites = footprints.map { packing.mask(of: $0.overwrites) }
    var visible = Array(repeating: UInt32(0), count: packing.wordCount)
    for property in program.stateProperties {
      for (word, bits) in property.support.enumerated() { visible[word] |= bits }
    }
    self.visible = visible
  }

  /// Whether a step is seen by no property of states, and gives the cell a content.
  func isUnseen(_ instance: Int, movingOn cell: Int) -> Bool {
    !meet(writes[instance], visible) && footprints[instance].overwrites.contains(cell)
  }

  /// Whether no other instance disturbs any of these, or each that does undoes all of them.
  func areUndisturbed(_ list: [Int32], by others: [Int32]) -> Bool {
    others.allSatisfy { other in
      list.allSatisfy { areIndependent(Int($0), Int(other)) }
        || list.allSatisfy { isUndone(Int($0), by: Int(other)) }
    }
  }

  private func areIndependent(_ one: Int, _ other: Int) -> Bool {
    !meet(writes[one], reads[other]) && !meet(writes[one], writes[other])
      && !meet(reads[one], writes[other])
  }

  private func isUndone(_ one: Int, by other: Int) -> Bool {
    !meet(writes[one], reads[other])
      && zip(writes[one], overwrites[other]).allSatisfy { $0 & ~$1 == 0 }
  }

  private func meet(_ one: [UInt32], _ other: [UInt32]) -> Bool {
    zip(one, other).contains { $0 & $1 != 0 }
  }
}
