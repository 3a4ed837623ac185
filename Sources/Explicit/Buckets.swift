/// The states of a batch sorted by the contents of each of some cells.
struct Buckets: ~Copyable {
  private let width: Int
  private let slots: Buffer<Packing.Slot>
  /// For each cell, the states' positions in the batch.
  private(set) var lanes: Buffer<UInt16>
  /// For each cell, where the states with each content begin in `lanes`.
  private var starts: Buffer<Int32>
  /// Where the starts of each cell begin.
  private let firsts: Buffer<Int>

  init(_ slots: [Packing.Slot], width: Int) {
    self.width = width
    self.slots = Buffer(slots)
    lanes = Buffer(repeating: 0, count: width * slots.count)
    var firsts: [Int] = []
    var count = 0
    for slot in slots {
      firsts.append(count)
      count += Int(slot.mask) + 3
    }
    self.firsts = Buffer(firsts)
    starts = Buffer(repeating: 0, count: count)
  }

  /// Sorts the states of a batch.
  mutating func sort(_ batch: Batch) {
    for position in 0..<starts.count { starts[position] = 0 }
    for cell in 0..<slots.count { sort(batch, cell) }
  }

  private mutating func sort(_ batch: Batch, _ cell: Int) {
    let slot = slots[cell]
    let column = batch.column(slot)
    let starts = unsafe starts.base + firsts[cell]
    let lanes = unsafe lanes.base + cell &* width
    var lane = 0
    while lane < batch.count {
      unsafe starts[column[lane] &+ 2] &+= 1
      lane &+= 1
    }
    unsafe starts[0] = Int32(truncatingIfNeeded: cell &* width)
    var content = 0
    while content <= Int(slot.mask) &+ 1 {
      unsafe starts[content &+ 1] &+= starts[content]
      content &+= 1
    }
    // From here on, the starts are one place further up until all states have found theirs.
    let base = cell &* width
    lane = 0
    while lane < batch.count {
      let content = column[lane] &+ 1
      let start = Int(unsafe starts[content])
      unsafe lanes[start &- base] = UInt16(truncatingIfNeeded: lane)
      unsafe starts[content] &+= 1
      lane &+= 1
    }
  }

  /// Where the states with a content of a cell are in `lanes`.
  @inline(__always)
  func range(_ cell: Int, _ content: Int) -> Range<Int> {
    let position = firsts[cell] &+ content
    return Int(starts[position])..<Int(starts[position &+ 1])
  }
}
