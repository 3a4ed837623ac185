import Explicit
import TestSupport
import Testing

@Suite("The table of states")
struct StateTableTests {
  /// A state that no other number has.
  private static func state(_ number: Int, wordCount: Int) -> [UInt32] {
    (0..<wordCount).map { UInt32(truncatingIfNeeded: (number &* 0x9E37_79B1) >> ($0 % 2 * 7)) }
      .dropLast() + [UInt32(number)]
  }

  /// Adds states, and sees after each one whether those before it are still there.
  private static func fill(_ table: inout CollidingStates, _ count: Int, wordCount: Int) {
    for number in 0..<count {
      let state = state(number, wordCount: wordCount)
      #expect(table.insert(state) == true)
      #expect(table.insert(state) == false)
      let earlier = number / 2
      #expect(table.insert(Self.state(earlier, wordCount: wordCount)) == false)
      #expect(table.number(of: Self.state(earlier, wordCount: wordCount)) == earlier)
    }
    #expect(table.count == count)
    for number in 0..<count {
      #expect(table.number(of: state(number, wordCount: wordCount)) == number)
    }
    #expect(table.number(of: state(count, wordCount: wordCount)) == nil)
  }

  @Test(
    "is exact whichever bits of the hashes agree",
    arguments: [
      0, 1, 0xFFFF_FFFF, 0xFFFF_FFFF_0000_0000, 0xFFF0_0000_0000_0000, 0xFFF, 1 << 63 | 1,
    ] as [UInt64], [1, 2, 3, 8])
  func collisions(mask: UInt64, wordCount: Int) {
    var table = CollidingStates(wordCount: wordCount, hashMask: mask)
    Self.fill(&table, 1200, wordCount: wordCount)
  }

  @Test("is exact while it grows, with few and with all bits of the hashes")
  func growth() {
    for mask: UInt64 in [0xFFF8_0000_0000_0007, .max] {
      var table = CollidingStates(wordCount: 2, hashMask: mask)
      var sizes: Set<Int> = []
      for number in 0..<70_000 {
        if table.insert(Self.state(number, wordCount: 2)) != true { Issue.record("lost") }
        guard sizes.insert(table.byteCount).inserted else { continue }
        // It has just grown, by slots or by rows.
        for earlier in stride(from: 0, through: number, by: max(1, number / 500)) {
          #expect(table.number(of: Self.state(earlier, wordCount: 2)) == earlier)
        }
      }
      #expect(sizes.count >= 4)
      #expect(table.count == 70_000)
      for number in stride(from: 0, to: 70_000, by: 7) {
        #expect(table.insert(Self.state(number, wordCount: 2)) == false)
      }
    }
  }

  @Test("keeps what it has when there is no memory for more")
  func limit() {
    var table = CollidingStates(wordCount: 3, hashMask: .max, limit: 700_000)
    var count = 0
    while table.insert(Self.state(count, wordCount: 3)) == true { count += 1 }
    #expect(count > 1000)
    #expect(table.byteCount <= 700_000)
    #expect(table.insert(Self.state(count, wordCount: 3)) == nil)
    for number in 0..<count {
      #expect(table.number(of: Self.state(number, wordCount: 3)) == number)
    }
  }
}
