internal import TransitionSystem

/// Where the bits of each cell lie in a packed state.
///
/// A packed state is a row of 32-bit words. No cell straddles two words, so that one shift and one
/// mask read it; the widest cells are placed first, each in the first word with room, which leaves
/// hardly any bit unused:
///
///     word 0: │ pc[0] ········ │ pc[1] ········ │ owner[0] ·· │ ↯ │
///     word 1: │ map[0][0] ·· │ map[0][1] ·· │ poison[0] │ poison[1] │ …
struct Packing {
  /// The place of one cell; a cell with a single content has an empty mask.
  struct Slot: BitwiseCopyable {
    var word: Int32
    var shift: UInt32
    var mask: UInt32
  }

  let slots: [Slot]
  /// How many bits of each word are in use, from the lowest on.
  let wordBits: [Int]

  init(cellSizes: [Int]) {
    let widths = cellSizes.map { Int.bitWidth - (max($0, 1) - 1).leadingZeroBitCount }
    let order = cellSizes.indices.sorted { (-widths[$0], $0) < (-widths[$1], $1) }
    var used: [Int] = [0]
    var slots = Array(repeating: Slot(word: 0, shift: 0, mask: 0), count: cellSizes.count)
    for cell in order where widths[cell] > 0 {
      precondition(widths[cell] <= 16, "a cell has at most 65536 contents")
      let word = used.firstIndex { $0 + widths[cell] <= 32 } ?? used.count
      if word == used.count { used.append(0) }
      slots[cell] = Slot(
        word: Int32(word), shift: UInt32(used[word]), mask: UInt32(1) << UInt32(widths[cell]) - 1)
      used[word] += widths[cell]
    }
    self.slots = slots
    wordBits = used
  }

  var wordCount: Int { wordBits.count }

  /// The bits of some cells.
  func mask(of cells: Set<Int>) -> [UInt32] {
    var words = Array(repeating: UInt32(0), count: wordCount)
    for cell in cells { words[Int(slots[cell].word)] |= slots[cell].mask << slots[cell].shift }
    return words
  }

  /// The words of a state.
  func packed(_ state: State) -> [UInt32] {
    var words = Array(repeating: UInt32(0), count: wordCount)
    for (slot, content) in zip(slots, state.cells) {
      words[Int(slot.word)] |= UInt32(content) << slot.shift
    }
    return words
  }

  /// The state of these words.
  func unpacked(_ words: [UInt32]) -> State {
    State(cells: slots.map { UInt16((words[Int($0.word)] >> $0.shift) & $0.mask) })
  }
}
