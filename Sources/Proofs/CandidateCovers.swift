/// Finds the smallest sets of literals one of which is true in each row.
///
/// It works by levels: no set is looked at that contains a smaller one. The last literal of a set
/// is not tried, but computed: it has to be true in every row in which the others are false, and
/// the conjunction of a few such rows mostly leaves none.
struct CandidateCovers {
  /// For each literal, the rows in which it is false: a bit each.
  private var failures: [UInt64] = []
  /// The literals that are worth trying: a bit for each atom, for its two literals.
  private var positive: [UInt64]
  private var negative: [UInt64]
  /// For each literal, those that make a cover with it.
  private var partners: [(positive: [UInt64], negative: [UInt64])]
  /// The covers of three and more literals.
  private var larger: Set<[Int]> = []
  private let rows: CandidateRows
  private let rowWords: Int

  /// Which literals of an atom may be in a cover.
  struct Signs: OptionSet, Sendable {
    let rawValue: UInt8

    static let positive = Signs(rawValue: 1)
    static let negative = Signs(rawValue: 2)
    static let both: Signs = [.positive, .negative]
  }

  /// The covers, each an ascending row of literals: twice the atom, plus one if it is positive.
  private(set) var covers: [[Int]] = []
  private(set) var wasStopped = false

  /// - Parameters:
  ///   - rows: At least one.
  ///   - signs: For each atom, which of its two literals may be used.
  ///   - size: The greatest number of literals.
  ///   - shouldStop: Polled now and then.
  init(_ rows: CandidateRows, signs: [Signs], size: Int, shouldStop: () -> Bool) {
    self.rows = rows.scattered
    rowWords = (rows.count + 63) / 64
    let none = Array(repeating: UInt64(0), count: rows.wordCount)
    positive = none
    negative = none
    partners = Array(repeating: (none, none), count: 2 * rows.atomCount)
    collectFailures()
    findUnits(signs)
    guard size > 1 else { return }
    for level in 2...size {
      extend([], nil, positive, negative, level, shouldStop)
      if wasStopped { return }
    }
  }

  private mutating func collectFailures() {
    failures = Array(repeating: 0, count: 2 * rows.atomCount * rowWords)
    for row in 0..<rows.count {
      let (word, bit) = (row >> 6, UInt64(1) << UInt64(row & 63))
      for atom in 0..<rows.atomCount {
        let holds = rows[row, atom >> 6] >> UInt64(atom & 63) & 1 == 1
        failures[(2 * atom + (holds ? 0 : 1)) * rowWords + word] |= bit
      }
    }
  }

  private mutating func findUnits(_ signs: [Signs]) {
    for atom in 0..<rows.atomCount {
      let failsNever = [0, 1].map { sign in
        !failures[(2 * atom + sign) * rowWords..<(2 * atom + sign + 1) * rowWords]
          .contains { $0 != 0 }
      }
      if failsNever[1], signs[atom].contains(.positive) { covers.append([2 * atom + 1]) }
      if failsNever[0], signs[atom].contains(.negative) { covers.append([2 * atom]) }
      // A literal that is always true is a cover, and one that is never true is in none.
      if failsNever[0] || failsNever[1] { continue }
      if signs[atom].contains(.positive) { positive[atom >> 6] |= 1 << UInt64(atom & 63) }
      if signs[atom].contains(.negative) { negative[atom >> 6] |= 1 << UInt64(atom & 63) }
    }
  }

  /// Adds literals to the chosen ones, all of which fail in the rows, until there are enough.
  private mutating func extend(
    _ chosen: [Int], _ failing: [UInt64]?, _ positive: [UInt64], _ negative: [UInt64],
    _ size: Int, _ shouldStop: () -> Bool
  ) {
    let first = chosen.last.map { $0 / 2 + 1 } ?? 0
    for atom in first..<max(rows.atomCount, first) {
      let (word, bit) = (atom >> 6, UInt64(1) << UInt64(atom & 63))
      for sign in 0...1 where (sign == 1 ? positive : negative)[word] & bit != 0 {
        if chosen.count < 2, shouldStop() { wasStopped = true }
        if wasStopped { return }
        let literal = 2 * atom + sign
        let next = chosen + [literal]
        if next.count > 2, larger.contains(next) { continue }
        var (candidates, negations) = (positive, negative)
        restrict(&candidates, &negations, after: literal)
        if next.count + 1 == size {
          complete(next, failing, candidates, negations)
        } else {
          let start = literal * rowWords
          let rest = (0..<rowWords).map { failures[start + $0] & (failing?[$0] ?? .max) }
          extend(next, rest, candidates, negations, size, shouldStop)
        }
      }
    }
  }

  /// Leaves the literals of later atoms that make no cover with the literal.
  private func restrict(
    _ candidates: inout [UInt64], _ negations: inout [UInt64], after literal: Int
  ) {
    let (last, bit) = (literal >> 7, UInt64(literal >> 1 & 63))
    for word in candidates.indices {
      var mask = UInt64.max
      if word < last { mask = 0 }
      if word == last { mask = bit == 63 ? 0 : .max << (bit + 1) }
      candidates[word] &= mask & ~partners[literal].positive[word]
      negations[word] &= mask & ~partners[literal].negative[word]
    }
  }

  /// Finds the literals that are true in every row in which the chosen ones are false.
  private mutating func complete(
    _ chosen: [Int], _ failing: [UInt64]?, _ positive: [UInt64], _ negative: [UInt64]
  ) {
    var (positive, negative) = (positive, negative)
    let start = (chosen.last ?? 0) &* rowWords
    for word in 0..<rowWords {
      var bits = failures[start &+ word]
      if let failing { bits &= failing[word] }
      while bits != 0 {
        let row = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        var union: UInt64 = 0
        for part in 0..<rows.wordCount {
          let content = rows[row, part]
          positive[part] &= content
          negative[part] &= ~content
          union |= positive[part] | negative[part]
        }
        if union == 0 { return }
      }
    }
    for atom in 0..<rows.atomCount {
      let (word, bit) = (atom >> 6, UInt64(1) << UInt64(atom & 63))
      if negative[word] & bit != 0 { note(chosen + [2 * atom]) }
      if positive[word] & bit != 0 { note(chosen + [2 * atom + 1]) }
    }
  }

  private mutating func note(_ cover: [Int]) {
    if cover.count == 2 {
      for (literal, other) in [(cover[0], cover[1]), (cover[1], cover[0])] {
        let (word, bit) = (other >> 7, UInt64(1) << UInt64(other >> 1 & 63))
        if other & 1 == 1 {
          partners[literal].positive[word] |= bit
        } else {
          partners[literal].negative[word] |= bit
        }
      }
    } else {
      if cover.count > 3 {
        for position in cover.indices {
          var rest = cover
          rest.remove(at: position)
          if containsLarger(rest) { return }
        }
      }
      larger.insert(cover)
    }
    covers.append(cover)
  }

  /// Whether the literals are, or contain, a cover of at least three.
  private func containsLarger(_ literals: [Int]) -> Bool {
    if larger.contains(literals) { return true }
    guard literals.count > 3 else { return false }
    return literals.indices.contains { position in
      var rest = literals
      rest.remove(at: position)
      return containsLarger(rest)
    }
  }
}
