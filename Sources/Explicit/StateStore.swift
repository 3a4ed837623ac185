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
  private let wordCount: Int
  private let limit: Int
  private var blocks: Blocks
  private var slots: Buffer<UInt32>
  private var scale: Int

  init(wordCount: Int, limit: Int) {
    self.wordCount = wordCount
    self.limit = limit
    scale = 12
    slots = Buffer(repeating: 0, count: 1 << scale)
    blocks = Blocks(rowWidth: wordCount + 1)
    byteCount = slots.count * 4
  }

  /// Adds a state that was reached from `parent`, unless it is known, and one bit of its finder's.
  mutating func insert(
    _ words: borrowing Buffer<UInt32>, parent: Int, isMarked: Bool
  ) -> Insertion {
    if count &* 8 >= slots.count &* 5, !grow() { return .full }
    let hash = Self.hash(words)
    var slot = Int(truncatingIfNeeded: hash &>> UInt64(64 &- scale))
    let mask = (1 &<< scale) &- 1
    let tag = UInt32(truncatingIfNeeded: hash) & ~UInt32(truncatingIfNeeded: mask)
    while true {
      let entry = slots[slot]
      if entry == 0 { break }
      if entry & ~UInt32(truncatingIfNeeded: mask) == tag {
        let number = Int(entry & UInt32(truncatingIfNeeded: mask)) &- 1
        if blocks.row(number, equals: words) { return .known }
      }
      slot = (slot &+ 1) & mask
    }
    return add(words, (parent &<< 1) | (isMarked ? 1 : 0), at: slot, tag)
  }

  /// The number of a state; nil if it is not known.
  func number(of words: borrowing Buffer<UInt32>) -> Int? {
    var slot = Int(truncatingIfNeeded: Self.hash(words) &>> UInt64(64 &- scale))
    let mask = (1 &<< scale) &- 1
    while slots[slot] != 0 {
      let number = Int(slots[slot] & UInt32(truncatingIfNeeded: mask)) &- 1
      if blocks.row(number, equals: words) { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private mutating func add(
    _ words: borrowing Buffer<UInt32>, _ origin: Int, at slot: Int, _ tag: UInt32
  ) -> Insertion {
    guard blocks.hasRoom(for: count) || addBlock() else { return .full }
    blocks.set(count, origin: UInt32(truncatingIfNeeded: origin), words)
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

  /// Doubles the table.
  private mutating func grow() -> Bool {
    // While it grows, both tables are in memory.
    guard scale < 31, byteCount + slots.count * 8 <= limit else { return false }
    byteCount += slots.count * 4
    scale += 1
    slots = Buffer(repeating: 0, count: 1 << scale)
    var words = Buffer(repeating: UInt32(0), count: wordCount)
    let mask = (1 &<< scale) &- 1
    for number in 0..<count {
      blocks.load(number, into: &words)
      let hash = Self.hash(words)
      var slot = Int(truncatingIfNeeded: hash &>> UInt64(64 &- scale))
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      let tag = UInt32(truncatingIfNeeded: hash) & ~UInt32(truncatingIfNeeded: mask)
      slots[slot] = tag | UInt32(truncatingIfNeeded: number &+ 1)
    }
    return true
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

  /// Whether a state is the one with this number.
  func isState(_ number: Int, _ words: borrowing Buffer<UInt32>) -> Bool {
    blocks.row(number, equals: words)
  }

  /// A hash of a packed state, two words at a time; the same in every run.
  private static func hash(_ words: borrowing Buffer<UInt32>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var position = 0
    while position < words.count {
      var pair = UInt64(words[position])
      if position &+ 1 < words.count { pair |= UInt64(words[position &+ 1]) &<< 32 }
      let product = (hash ^ pair).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low ^ 0xA076_1D64_78BD_642F
      position &+= 2
    }
    let product = hash.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}
