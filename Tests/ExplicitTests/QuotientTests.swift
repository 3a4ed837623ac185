import Explicit
import Testing

/// Tables that keep a state in a slot of 64 bits.
@Suite("Slots that keep states")
struct QuotientTests {
  /// Distinct states: counted up, so similar to each other, with the bits that their words have.
  private static func state(_ number: UInt64, _ wordBits: [Int]) -> [UInt32] {
    var rest = number
    return wordBits.map { bits in
      let word = UInt32(truncatingIfNeeded: rest) & (.max >> UInt32(32 - bits))
      rest = bits < 64 ? rest >> UInt64(bits) : 0
      return word
    }
  }

  /// Also in two words of 32 bits, and where the last word is in the upper bits alone.
  private static let shapes = [[20], [17, 16], [32, 32], [30, 32, 3], [32, 31, 14]]

  @Test("A state is new once, through growth", arguments: shapes)
  func set(_ wordBits: [Int]) throws {
    let table = try #require(CrowdedStates(wordBits: wordBits))
    let first = table.slotCount
    let most = wordBits.reduce(0, +) < 21 ? 1 << 20 : 900_000
    let total = UInt64(1) << UInt64(min(63, wordBits.reduce(0, +)))
    // So many bits that every word has some.
    let stride = max(1, total / UInt64(most)) | 1
    for round in 0..<2 {
      var added = 0
      for number in 0..<most {
        let state = Self.state(UInt64(number) &* stride % total, wordBits)
        if table.insert(state) { added += 1 }
      }
      #expect(added == (round == 0 ? most : 0))
    }
    #expect(table.count == most)
    #expect(table.slotCount > first || first > most)
  }

  @Test("Too far from home, and the table grows", arguments: [0, 1, 61])
  func crowded(mostDisplacement: Int) throws {
    let wordBits = [32, 20]
    let table = try #require(
      CrowdedStates(wordBits: wordBits, mostDisplacement: mostDisplacement))
    let first = table.slotCount
    for round in 0..<2 {
      for number in 0..<UInt64(600_000) {
        let isNew = table.insert(Self.state(number, wordBits))
        #expect(isNew == (round == 0))
      }
    }
    #expect(table.count == 600_000)
    // There would be room for all without the bound.
    #expect((table.slotCount > first) == (mostDisplacement < 61))
  }

  @Test("Scrambling loses nothing", arguments: shapes)
  func bijection(_ wordBits: [Int]) throws {
    let table = try #require(CrowdedStates(wordBits: wordBits))
    let bits = wordBits.reduce(0, +)
    var seen: Set<[UInt64]> = []
    var count = 0
    // All states near to one another, and those that differ in a few bits anywhere.
    for number in 0..<UInt64(1) << 14 {
      seen.insert(table.scrambled(Self.state(number, wordBits)))
      count += 1
    }
    for first in 14..<min(bits, 64) {
      for second in 0..<14 {
        let number = UInt64(1) << UInt64(first) | UInt64(1) << UInt64(second)
        seen.insert(table.scrambled(Self.state(number, wordBits)))
        count += 1
      }
    }
    #expect(seen.count == count)
  }

  @Test("States with too many bits are not kept so")
  func tooWide() {
    #expect(CrowdedStates(wordBits: [32, 32, 13]) != nil)
    #expect(CrowdedStates(wordBits: [32, 32, 14]) == nil)
    #expect(CrowdedStates(wordBits: [32, 32, 32]) == nil)
    #expect(CrowdedStates(wordBits: [8, 8, 8, 8]) == nil)
  }
}
