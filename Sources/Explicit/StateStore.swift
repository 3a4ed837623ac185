internal import CMemory
internal import TransitionSystem

/// All states seen so far, exact: packed states are compared word by word.
///
/// States are numbered in the order of their discovery. Each is a row in one of many blocks of
/// memory, so that none is ever moved; a table of 32-bit slots finds them by hash:
///
///     block: │ parent, mark │ word 0 │ word 1 │ parent, mark │ word 0 │ word 1 │ …
///     slot:  │ some bits of the hash │ number of the state + 1 │      0 is an empty slot
///
/// With 2^s slots a number takes s bits, which leaves 32 - s bits of the hash to tell most other
/// states apart without looking at them. At most 5/8 of the slots are taken; probing is linear.
struct StateStore: ~Copyable {
  enum Insertion {
    case known
    case added
    /// The memory limit does not allow another state.
    case full
  }

  private(set) var count = 0
  /// The memory that it holds.
  private(set) var byteCount = 0
  let wordCount: Int
  private let limit: Int
  /// The most states that fit, whatever memory there is.
  private let most: Int
  private var blocks: Blocks
  private var slots: Buffer<UInt32>
  private var scale: Int
  /// The bits of the hash that count: all, except in tests.
  let hashMask: UInt64

  init(wordCount: Int, limit: Int, hashMask: UInt64 = .max, most: Int = .max) {
    self.wordCount = wordCount
    self.limit = limit
    self.most = most
    scale = 12
    slots = Buffer(repeating: 0, count: 1 << scale)
    blocks = Blocks(rowWidth: wordCount + 1)
    self.hashMask = hashMask
    byteCount = slots.count * 4
  }

  /// Adds a state that was reached from `parent`, unless it is known, and one bit of its finder's.
  mutating func insert(
    _ words: borrowing Buffer<UInt32>, parent: Int, isMarked: Bool
  ) -> Insertion {
    precondition(words.count == wordCount, "a state of another width")
    let hash = unsafe hash(words.base)
    return unsafe insert(words.base, hash, parent: parent, isMarked: isMarked)
  }

  /// The same with the words of a state and their hash.
  @inline(__always)
  mutating func insert(
    _ words: UnsafePointer<UInt32>, _ hash: UInt64, parent: Int, isMarked: Bool
  ) -> Insertion {
    if count &* 8 >= slots.count &* 5, !grow() { return .full }
    var slot = home(of: hash)
    let mask = (1 &<< scale) &- 1
    let tag = UInt32(truncatingIfNeeded: hash) & ~UInt32(truncatingIfNeeded: mask)
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry & ~UInt32(truncatingIfNeeded: mask) == tag {
        let number = Int(entry & UInt32(truncatingIfNeeded: mask)) &- 1
        if unsafe blocks.row(number, equals: words) { return .known }
      }
      slot = (slot &+ 1) & mask
    }
    return unsafe add(words, (parent &<< 1) | (isMarked ? 1 : 0), at: slot, tag)
  }

  /// Where the search for a state begins.
  @inline(__always)
  func home(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> UInt64(truncatingIfNeeded: 64 &- scale))
  }

  /// Asks for the slot that will be looked at first.
  @inline(__always)
  func prefetchSlot(_ hash: UInt64) { unsafe memory_prefetch(slots.base + home(of: hash)) }

  /// Asks for the state that will be compared, if its slot is the first one and already here.
  @inline(__always)
  func prefetchState(_ hash: UInt64) {
    let mask = UInt32(truncatingIfNeeded: (1 &<< scale) &- 1)
    let entry = slots[home(of: hash)]
    guard entry & mask != 0, (entry ^ UInt32(truncatingIfNeeded: hash)) & ~mask == 0 else { return }
    blocks.prefetch(Int(entry & mask) &- 1)
  }

  /// The number of a state; nil if it is not known.
  func number(of words: borrowing Buffer<UInt32>) -> Int? {
    precondition(words.count == wordCount, "a state of another width")
    var slot = home(of: unsafe hash(words.base))
    let mask = (1 &<< scale) &- 1
    while slots[slot] != 0 {
      let number = Int(slots[slot] & UInt32(truncatingIfNeeded: mask)) &- 1
      if unsafe blocks.row(number, equals: words.base) { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private mutating func add(
    _ words: UnsafePointer<UInt32>, _ origin: Int, at slot: Int, _ tag: UInt32
  ) -> Insertion {
    guard count < most, blocks.hasRoom(for: count) || addBlock() else { return .full }
    unsafe blocks.set(count, origin: UInt32(truncatingIfNeeded: origin), words)
    count &+= 1
    slots[slot] = tag | UInt32(truncatingIfNeeded: count)
    return .added
  }

  private mutating func addBlock() -> Bool {
    guard byteCount + blocks.blockBytes <= limit else { return false }
    byteCount += blocks.blockBytes
    blocks.addBlock()
    return true
  }

  /// Doubles the table, or quadruples a small one.
  private mutating func grow() -> Bool {
    // While it grows, both tables are in memory.
    guard scale < 31, byteCount + slots.count * 8 <= limit else { return false }
    let isSmall = scale < Self.smallScale && byteCount + slots.count * 16 <= limit
    byteCount += slots.count * (isSmall ? 12 : 4)
    scale += isSmall ? 2 : 1
    slots = Buffer(repeating: 0, count: 1 << scale)
    var hashes = Buffer(repeating: UInt64(0), count: Self.growthGroup)
    var first = 0
    while first < count {
      let size = min(Self.growthGroup, count &- first)
      for position in 0..<size {
        hashes[position] = unsafe hash(blocks.words(of: first &+ position))
        prefetchSlot(hashes[position])
      }
      for position in 0..<size { place(first &+ position, hashes[position]) }
      first &+= size
    }
    return true
  }

  /// A smaller table takes at most 4 MiB when it has grown.
  private static let smallScale = 19

  /// How many slots are asked for at once while the table grows.
  private static let growthGroup = 32

  /// Puts a state that is not in the table there.
  private mutating func place(_ number: Int, _ hash: UInt64) {
    let mask = (1 &<< scale) &- 1
    var slot = home(of: hash)
    while slots[slot] != 0 { slot = (slot &+ 1) & mask }
    let tag = UInt32(truncatingIfNeeded: hash) & ~UInt32(truncatingIfNeeded: mask)
    slots[slot] = tag | UInt32(truncatingIfNeeded: number &+ 1)
  }

  /// Copies a state.
  func load(_ number: Int, into words: inout Buffer<UInt32>) { blocks.load(number, into: &words) }

  /// Every so many of the states, in the order of their discovery.
  func states(every interval: Int, _ packing: Packing) -> [State] {
    var words = Buffer(repeating: UInt32(0), count: wordCount)
    return stride(from: 0, to: count, by: interval).map { number in
      load(number, into: &words)
      return packing.unpacked(words.array)
    }
  }

  /// The words of all states, one state after the other.
  var words: [UInt32] {
    var all: [UInt32] = []
    all.reserveCapacity(count * wordCount)
    var words = Buffer(repeating: UInt32(0), count: wordCount)
    for number in 0..<count {
      load(number, into: &words)
      for position in 0..<wordCount { all.append(words[position]) }
    }
    return all
  }

  /// The state from which a state was reached first; the initial state is its own parent.
  func parent(of number: Int) -> Int { Int(blocks.origin(of: number) &>> 1) }

  /// The bit that was given with the state.
  func isMarked(_ number: Int) -> Bool { blocks.origin(of: number) & 1 != 0 }

  /// At most so many states from this number on that lie side by side.
  func batch(from number: Int, atMost most: Int) -> Batch {
    let size = min(most, count &- number, blocks.neighbours(of: number))
    return unsafe Batch(first: blocks.words(of: number), stride: wordCount &+ 1, count: size)
  }

  /// The hash of a packed state.
  @inline(__always)
  func hash(_ words: UnsafePointer<UInt32>) -> UInt64 {
    unsafe stateHash(words, count: wordCount) & hashMask
  }
}

/// What a table that moves to disk is asked for.
extension StateStore {
  var slotCount: Int { slots.count }

  /// The state in a slot; nil if it is empty.
  @inline(__always)
  func place(in slot: Int) -> Place? {
    let mask = UInt32(truncatingIfNeeded: (1 &<< scale) &- 1)
    guard slots[slot] != 0 else { return nil }
    let number = Int(slots[slot] & mask) &- 1
    return Place(hash: unsafe hash(blocks.words(of: number)), number: number)
  }

  /// Asks for the state in a slot, if there is one.
  @inline(__always)
  func prefetchState(in slot: Int) {
    let mask = UInt32(truncatingIfNeeded: (1 &<< scale) &- 1)
    guard slot < slots.count, slots[slot] != 0 else { return }
    blocks.prefetch(Int(slots[slot] & mask) &- 1)
  }

  func words(of number: Int) -> UnsafePointer<UInt32> { unsafe blocks.words(of: number) }

  /// What was given with a state.
  func origin(of number: Int) -> UInt32 { blocks.origin(of: number) }

  /// Notes that a state is not wanted any more.
  mutating func forget(_ number: Int) {
    unsafe blocks.set(number, origin: .max, blocks.words(of: number))
  }

  func isForgotten(_ number: Int) -> Bool { blocks.origin(of: number) == .max }

  /// Forgets all states and keeps the memory.
  mutating func removeAll() {
    for slot in 0..<slots.count { slots[slot] = 0 }
    count = 0
  }
}
