internal import CMemory
internal import Synchronization

/// All states seen so far, for several threads at a time; exact as `StateStore` is.
///
/// A slot of 64 bits is all that is kept of a state that has few enough (`Quotient`); else one of
/// 32 bits names its row, as in `StateStore`. A slot is filled with one compare-and-swap: who comes
/// second finds the state there. Before that, each thread writes a new state into blocks of its
/// own, which nobody moves or changes until it has been expanded. What led to a state is not kept:
///
///     block: │ words of row 0 │ words of row 1 │ … │ one mark a row │
///
/// The table grows while all threads wait for it; so that it need not in between, a thread promises
/// the most that it will add before it adds anything.
@safe final class SharedStates: @unchecked Sendable {
  enum Insertion {
    case known
    case added
    /// The memory limit does not allow another state.
    case full
    /// The table has to grow first.
    case crowded
  }

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
  /// A table for states with many bits may be so large from the beginning: 32 MiB.
  private static let greatestFirstScale = 22

  let wordCount: Int
  /// How states are kept in slots; nil if rows keep them.
  let quotient: Quotient?
  /// How far from home a state may be kept, in buckets.
  let mostDisplacement: Int
  private let limit: Int
  private(set) var scale: Int
  private(set) var nextScale: Int
  private(set) var slots: Slots
  private(set) var nextSlots: Slots
  private let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
  /// How many rows of a block are written; up to date while all threads wait.
  let usedRows: UnsafeMutablePointer<Int>
  let blockCount = Atomic<Int>(0)
  /// Blocks whose states have been expanded and are kept in slots.
  private var freeBlocks: [Int] = []
  private let takenBlocks = Atomic<Int>(0)
  /// The blocks, or groups of slots, that a thread has begun to move.
  private let movedParts = Atomic<Int>(0)
  /// Whether even the larger table has no place for some state.
  let isCrowded = Atomic<Bool>(false)
  private let bytes: Atomic<Int>
  /// The states that are stored or promised.
  private let promised = Atomic<Int>(0)

  /// Whether a table has slots for such states from a moderate size on.
  static func suits(_ quotient: Quotient) -> Bool { quotient.leastScale <= greatestFirstScale }

  /// An empty table, whose slots keep the states themselves if there is a `quotient`.
  init(
    wordCount: Int, quotient: Quotient? = nil, limit: Int,
    mostDisplacement: Int = Quotient.mostDisplacement
  ) {
    self.wordCount = wordCount
    self.quotient = quotient
    self.mostDisplacement = mostDisplacement
    self.limit = limit
    scale = max(Self.leastScale, quotient?.leastScale ?? 0)
    nextScale = scale
    slots = Slots(scale: scale, isWide: quotient != nil)
    nextSlots = slots
    unsafe directory = .allocate(capacity: Self.greatestBlockCount)
    unsafe usedRows = .allocate(capacity: Self.greatestBlockCount)
    bytes = Atomic(slots.byteCount)
  }

  deinit {
    for block in 0..<blockCount.load(ordering: .relaxed) { unsafe directory[block].deallocate() }
    unsafe directory.deallocate()
    unsafe usedRows.deallocate()
    slots.deallocate()
  }

  /// The memory that it holds.
  var byteCount: Int { bytes.load(ordering: .relaxed) }
  /// The states that are stored, if nobody has promised any.
  var count: Int { promised.load(ordering: .relaxed) }

  /// Makes sure that so many states fit into the table; false if it has to grow before.
  ///
  /// In a bucket, the slots to look at lie side by side, so it may be fuller.
  func promise(_ more: Int) -> Bool {
    let (_, all) = promised.add(more, ordering: .relaxed)
    if quotient == nil ? all &* 8 < (1 &<< scale) &* 5 : all &* 20 < (1 &<< scale) &* 17 {
      return true
    }
    promised.subtract(more, ordering: .relaxed)
    return false
  }

  /// Takes back what was promised and not needed.
  func release(_ rest: Int) { promised.subtract(rest, ordering: .relaxed) }

  /// The table as it is until it grows, for a thread's own use.
  var view: View {
    unsafe View(
      states: self, slots: slots, directory: directory, scale: scale, wordCount: wordCount,
      quotient: quotient)
  }

  func addBlock(for writer: inout Writer) -> Bool {
    let size = wordCount << Self.blockScale + Self.rowsInBlock / 32
    if let block = takeFreeBlock() {
      publish(writer)
      unsafe (directory[block] + wordCount << Self.blockScale).update(
        repeating: 0, count: Self.rowsInBlock / 32)
      writer.block = block
      writer.used = 0
      return true
    }
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

  /// Blocks other than these need not be kept; called while all threads wait.
  func recycle(except kept: Set<Int>) {
    guard quotient != nil else { return }
    freeBlocks = (0..<blockCount.load(ordering: .relaxed)).filter { !kept.contains($0) }
    takenBlocks.store(0, ordering: .relaxed)
  }

  private func takeFreeBlock() -> Int? {
    if freeBlocks.isEmpty { return nil }
    let (position, _) = takenBlocks.add(1, ordering: .relaxed)
    return position < freeBlocks.count ? freeBlocks[position] : nil
  }

  /// Begins to double the table, while everybody waits; false if there is no memory for it.
  ///
  /// Where the doubled one was too crowded, it begins to double that.
  func beginGrowth() -> Bool {
    let next = nextScale + 1
    endAttempt()
    let more = Slots.byteCount(scale: next, isWide: quotient != nil)
    guard next <= 31, byteCount + more <= limit else { return false }
    bytes.add(more, ordering: .relaxed)
    nextScale = next
    nextSlots = Slots(scale: next, isWide: quotient != nil)
    movedParts.store(0, ordering: .relaxed)
    isCrowded.store(false, ordering: .relaxed)
    return true
  }

  private func endAttempt() {
    guard nextScale > scale else { return }
    bytes.subtract(nextSlots.byteCount, ordering: .relaxed)
    nextSlots.deallocate()
    nextSlots = slots
    nextScale = scale
  }

  /// The next part of the table to move, of so many; nil if all are being moved.
  func nextPart(of count: Int) -> Int? {
    let (part, _) = movedParts.add(1, ordering: .relaxed)
    return part < count ? part : nil
  }

  /// Ends what `beginGrowth` began, when all states are in the larger table.
  func endGrowth() {
    bytes.subtract(slots.byteCount, ordering: .relaxed)
    slots.deallocate()
    slots = nextSlots
    scale = nextScale
  }
}
