internal import CMemory
internal import Synchronization

/// All states seen so far, for several threads at a time; exact as `StateStore` is.
///
/// Each thread writes new states into blocks of its own, and then fills the slot by which everybody
/// finds them, with one compare-and-swap; who comes second finds the state there. No row is ever
/// moved or changed. What led to a state is not kept:
///
///     block: │ words of row 0 │ words of row 1 │ … │ one mark a row │
///
/// Slots are those of `StateStore`. The table grows while all threads wait for it; so that it need
/// not in between, a thread promises the most that it will add before it adds anything.
@safe final class SharedStates: @unchecked Sendable {
  /// A thread's place to write to, and what it has written since it was asked last.
  struct Writer {
    var block = -1
    var used = SharedStates.rowsInBlock
    /// Consecutive numbers of states.
    var written: [Range<Int>] = []

    /// The states that were added since, none of which lie in two blocks.
    mutating func takeWritten() -> [Range<Int>] {
      defer { written.removeAll(keepingCapacity: true) }
      return written
    }
  }

  static let blockScale = 15
  static let rowsInBlock = 1 << blockScale
  static let rowMask = rowsInBlock - 1
  private static let greatestBlockCount = 1 << (31 - blockScale)
  /// A table for so many threads never has more blocks than its slots can name.
  static let mostThreads = 8
  private static let leastScale = 20

  let wordCount: Int
  private let limit: Int
  private var scale = SharedStates.leastScale
  private var slots: UnsafeMutablePointer<UInt32>
  private var nextSlots: UnsafeMutablePointer<UInt32>
  private let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
  /// How many rows of a block are written; up to date while all threads wait.
  private let usedRows: UnsafeMutablePointer<Int>
  private let blockCount = Atomic<Int>(0)
  private let movedBlocks = Atomic<Int>(0)
  private let bytes: Atomic<Int>
  /// The states that are stored or promised.
  private let promised = Atomic<Int>(0)

  init(wordCount: Int, limit: Int) {
    self.wordCount = wordCount
    self.limit = limit
    unsafe slots = Self.emptySlots(Self.leastScale)
    unsafe nextSlots = slots
    unsafe directory = .allocate(capacity: Self.greatestBlockCount)
    unsafe usedRows = .allocate(capacity: Self.greatestBlockCount)
    bytes = Atomic(4 << Self.leastScale)
  }

  deinit {
    for block in 0..<blockCount.load(ordering: .relaxed) { unsafe directory[block].deallocate() }
    unsafe directory.deallocate()
    unsafe usedRows.deallocate()
    unsafe slots.deallocate()
  }

  private static func emptySlots(_ scale: Int) -> UnsafeMutablePointer<UInt32> {
    let slots = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 << scale)
    unsafe slots.initialize(repeating: 0, count: 1 << scale)
    return unsafe slots
  }

  /// The memory that it holds.
  var byteCount: Int { bytes.load(ordering: .relaxed) }
  /// The states that are stored, if nobody has promised any.
  var count: Int { promised.load(ordering: .relaxed) }

  /// Makes sure that so many states fit into the table; false if it has to grow before.
  func promise(_ more: Int) -> Bool {
    let (_, all) = promised.add(more, ordering: .relaxed)
    if all &* 8 < (1 &<< scale) &* 5 { return true }
    promised.subtract(more, ordering: .relaxed)
    return false
  }

  /// Takes back what was promised and not needed.
  func release(_ rest: Int) { promised.subtract(rest, ordering: .relaxed) }

  /// The table as it is until it grows, for a thread's own use.
  var view: View {
    unsafe View(
      states: self, slots: slots, directory: directory, scale: scale, wordCount: wordCount)
  }

  func addBlock(for writer: inout Writer) -> Bool {
    let size = wordCount << Self.blockScale + Self.rowsInBlock / 32
    let (_, all) = bytes.add(size * 4, ordering: .relaxed)
    guard all <= limit else {
      bytes.subtract(size * 4, ordering: .relaxed)
      return false
    }
    publish(writer)
    let block = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
    unsafe (block + wordCount << Self.blockScale).initialize(
      repeating: 0, count: Self.rowsInBlock / 32)
    let (number, _) = blockCount.add(1, ordering: .relaxed)
    precondition(number < Self.greatestBlockCount, "there are too many states")
    unsafe (directory + number).initialize(to: block)
    writer.block = number
    writer.used = 0
    return true
  }

  /// Says how far a thread has written; all do before the table grows.
  func publish(_ writer: Writer) {
    if writer.block >= 0 { unsafe usedRows[writer.block] = writer.used }
  }

  /// Begins to double the table, while everybody waits; false if there is no memory for it.
  func beginGrowth() -> Bool {
    let more = 8 << scale
    guard scale < 31, byteCount + more <= limit else { return false }
    bytes.add(more, ordering: .relaxed)
    unsafe nextSlots = Self.emptySlots(scale + 1)
    movedBlocks.store(0, ordering: .relaxed)
    return true
  }

  /// Puts states into the larger table; each thread calls it, and each block is done once.
  func moveBlocks() {
    let view = self.view
    var hashes = Buffer(repeating: UInt64(0), count: Self.growthGroup)
    while true {
      let (block, _) = movedBlocks.add(1, ordering: .relaxed)
      guard block < blockCount.load(ordering: .relaxed) else { return }
      let used = unsafe usedRows[block]
      var first = 0
      while first < used {
        let size = min(Self.growthGroup, used &- first)
        for position in 0..<size {
          let number = block &<< Self.blockScale &+ first &+ position
          hashes[position] = unsafe stateHash(view.row(number), count: wordCount)
          unsafe memory_prefetch(nextSlots + nextHome(of: hashes[position]))
        }
        for position in 0..<size {
          place(block &<< Self.blockScale &+ first &+ position, hashes[position])
        }
        first &+= size
      }
    }
  }

  private static let growthGroup = 32

  @inline(__always)
  private func nextHome(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> UInt64(truncatingIfNeeded: 63 &- scale))
  }

  private func place(_ number: Int, _ hash: UInt64) {
    let mask = UInt32(truncatingIfNeeded: (2 &<< scale) &- 1)
    let entry =
      UInt32(truncatingIfNeeded: hash) & ~mask | UInt32(truncatingIfNeeded: number &+ 1)
    var slot = nextHome(of: hash)
    while unsafe memory_fill(nextSlots + slot, entry) != 0 { slot = (slot &+ 1) & Int(mask) }
  }

  /// Ends what `beginGrowth` began, when all states are in the larger table.
  func endGrowth() {
    unsafe slots.deallocate()
    unsafe slots = nextSlots
    bytes.subtract(4 << scale, ordering: .relaxed)
    scale += 1
  }

}
