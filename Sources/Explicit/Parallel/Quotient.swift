/// How a table keeps a packed state in one slot of 64 bits, without a copy of it elsewhere.
///
/// A state is a number of `bitCount` bits. It is scrambled, so that similar states lie far apart,
/// in a way that could be undone. The upper bits of the result say where the state belongs, and
/// only the rest of it, with how far from there it lies, is written there:
///
///     scrambled: │ home, a bucket of 8 slots │ remainder │
///     slot:      │ displacement + 1, in buckets (6 bits) │ remainder (at most 58 bits) │
///
/// Place, displacement and remainder make up the state; so two states never have the same slot, and
/// to compare a state with one in the table takes no second look elsewhere. An empty slot is 0.
///
/// This is quotienting: J. G. Cleary, "Compact Hash Tables Using Bidirectional Linear Probing"
/// (IEEE Transactions on Computers, 1984); for state spaces J. Geldenhuys and A. Valmari, "A Nearly
/// Memory-Optimal Data Structure for Sets and Mappings" (SPIN 2003). The displacement in the slot,
/// instead of theirs, lets threads fill slots without a lock.
struct Quotient: Sendable {
  static let bucketScale = 3
  static let remainderBits = 58
  /// How many buckets from home a state may lie at most; if it had to lie further, the table grows.
  ///
  /// The greatest content of the six bits means "further".
  static let mostDisplacement = 1 << (64 - remainderBits) - 3

  let bitCount: Int
  private let wordCount: Int
  /// Where the second word and the third one begin.
  private let second: Int
  private let third: Int

  /// For states of so many bits in each of their words; nil if there are too many of them.
  init?(_ wordBits: [Int]) {
    guard wordBits.count <= 3 else { return nil }
    wordCount = wordBits.count
    second = wordBits[0]
    third = wordBits.prefix(2).reduce(0, +)
    bitCount = max(wordBits.reduce(0, +), 40)
  }

  /// The number of slots, as a power of two, that a table must have at least.
  var leastScale: Int { bitCount - Self.remainderBits + Self.bucketScale }

  /// A state scrambled: its first 64 bits, beginning with the uppermost, and the rest.
  @inline(__always)
  func scrambled(_ words: UnsafePointer<UInt32>) -> (first: UInt64, rest: UInt64) {
    var low = UInt64(unsafe words[0])
    var high: UInt64 = 0
    if wordCount > 1 { low |= UInt64(unsafe words[1]) &<< UInt64(truncatingIfNeeded: second) }
    if wordCount > 2 {
      let word = UInt64(unsafe words[2])
      low |= word << UInt64(truncatingIfNeeded: third)
      high = word >> UInt64(truncatingIfNeeded: 64 &- third)
    }
    return bitCount > 64 ? Self.mixed(low, high, bitCount) : (mixed(low), 0)
  }

  /// At most 64 bits scrambled, in the uppermost bits.
  ///
  /// Each line can be undone: a shift to the right that is added without carry, from the uppermost
  /// bits on, and a product with an odd number by its inverse.
  @inline(__always)
  private func mixed(_ state: UInt64) -> UInt64 {
    let left = UInt64(truncatingIfNeeded: 64 &- bitCount)
    let half = UInt64(truncatingIfNeeded: bitCount / 2)
    let mask = UInt64.max &>> left
    var bits = state
    bits ^= bits &>> half
    bits = (bits &* 0xD6E8_FEB8_6659_FD93) & mask
    bits ^= bits &>> half
    bits = (bits &* 0xE703_7ED1_A0B4_28DB) & mask
    bits ^= bits &>> half
    return bits &<< left
  }

  /// More than 64 bits: what the lower ones make of the upper ones is undone first.
  @inline(__always)
  private static func mixed(
    _ low: UInt64, _ high: UInt64, _ bitCount: Int
  ) -> (first: UInt64, rest: UInt64) {
    let mask = UInt64.max &>> UInt64(truncatingIfNeeded: 128 &- bitCount)
    let folded = (low ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    let rest = (high ^ folded.high ^ folded.low) & mask
    var bits = low &+ rest &* 0x8EBC_6AF0_9C88_C6E3
    bits ^= bits &>> 32
    bits &*= 0xD6E8_FEB8_6659_FD93
    bits ^= bits &>> 29
    bits &*= 0xE703_7ED1_A0B4_28DB
    bits ^= bits &>> 32
    return (bits, rest)
  }

  /// What a slot keeps of a scrambled state in a table of 2^`buckets` buckets.
  @inline(__always)
  func remainder(_ first: UInt64, _ rest: UInt64, buckets: Int) -> UInt64 {
    let low = first & (UInt64.max &>> UInt64(truncatingIfNeeded: buckets))
    if bitCount <= 64 { return low &>> UInt64(truncatingIfNeeded: 64 &- bitCount) }
    return low &<< UInt64(truncatingIfNeeded: bitCount &- 64) | rest
  }

  /// Where a state of a table of 2^`buckets` buckets goes in one twice as large, and what is kept.
  @inline(__always)
  func moved(
    _ home: Int, _ remainder: UInt64, buckets: Int, to larger: Int
  ) -> (home: Int, remainder: UInt64) {
    let bits = UInt64(truncatingIfNeeded: bitCount &- larger)
    return (
      home &<< (larger &- buckets) | Int(truncatingIfNeeded: remainder &>> bits),
      remainder & (1 &<< bits &- 1)
    )
  }
}
