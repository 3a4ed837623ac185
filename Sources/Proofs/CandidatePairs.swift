/// Clauses that say what two tasks have in common, or never have.
extension CandidateRun {
  mutating func findPairs(_ shouldStop: () -> Bool) {
    let seen = PairRows(samples)
    for left in 0..<vocabulary.locationCount {
      if !report.wasStopped, shouldStop() { report.wasStopped = true }
      if report.wasStopped { return }
      for right in left..<vocabulary.locationCount
      where seen.counts[left] > 0 && seen.counts[right] > 0 {
        if options.hasPairs {
          findPairs(left, right, seen)
        } else {
          findUnshared(left, right, seen)
        }
      }
    }
  }

  private mutating func findPairs(_ left: Int, _ right: Int, _ seen: PairRows) {
    let equalities = PairRows.equalities(vocabulary, left, right)
    let sorts = vocabulary.places[left] + vocabulary.places[right]
    guard !equalities.isEmpty, CandidateTemplate.fits(sorts) else { return }
    var rows = CandidateRows(atomCount: equalities.count)
    for row in seen.rows[PairRows.Pair(left: left, right: right)] ?? [] { rows.insert([row]) }
    let isBacked = seen.evidence(left, right) >= options.pairEvidence
    if !isBacked {
      // Nobody knows: two tasks there might as well have nothing in common.
      rows.insert([0])
      report.omittedPairs += 1
    }
    guard rows.count > 0 else { return note(literals(left, right, equalities, [])) }
    let covers = CandidateCovers(
      rows, signs: equalities.map { _ in .both },
      size: left == right ? options.pairLiterals : options.pairLiterals - 1, shouldStop: { false })
    for cover in covers.covers where isBacked || cover.contains(0) {
      note(literals(left, right, equalities, cover))
    }
  }

  /// That two tasks do not have the same element, unless a sample shows that they may.
  private mutating func findUnshared(_ left: Int, _ right: Int, _ seen: PairRows) {
    let equalities = PairRows.equalities(vocabulary, left, right)
    let sorts = vocabulary.places[left] + vocabulary.places[right]
    guard !equalities.isEmpty, CandidateTemplate.fits(sorts) else { return }
    let rows = seen.rows[PairRows.Pair(left: left, right: right)] ?? []
    // A task shares everything with itself; the first equality is that of the tasks.
    let isSame = left == right
    for (atom, (place, _)) in equalities.enumerated()
    where options.unsharedSorts.contains(vocabulary.sorts[vocabulary.places[left][place]]) {
      let isShared = rows.contains { row in
        row >> UInt64(atom) & 1 == 1 && !(isSame && row & 1 == 1)
      }
      if !isShared { note(literals(left, right, equalities, isSame ? [1, 2 * atom] : [2 * atom])) }
    }
  }

  private func literals(
    _ left: Int, _ right: Int, _ equalities: [(Int, Int)], _ cover: [Int]
  ) -> [CandidateLiteral] {
    let count = vocabulary.places[left].count
    let codes = variableCodes(vocabulary.places[left] + vocabulary.places[right])
    let both = [
      CandidateLiteral(head: 2 * left, terms: codes[..<count]),
      CandidateLiteral(head: 2 * right, terms: codes[count...]),
    ]
    return both
      + cover.map { literal in
        let (first, second) = equalities[literal >> 1]
        return CandidateLiteral(
          head: 2 * vocabulary.equality + literal & 1, terms: [codes[first], codes[count + second]])
      }
  }
}

/// Which places of two tuples were equal when they were seen together.
struct PairRows {
  /// How many placements have a task at each location.
  private(set) var counts: [Int]
  /// A bit for each equality, by the pair of locations.
  private(set) var rows: [Pair: Set<UInt64>] = [:]
  /// How many placements have two different tuples of the pair.
  private var together: [Pair: Int] = [:]
  private let placements: Int

  /// Two locations, the first one not after the second one.
  struct Pair: Hashable {
    var left: Int
    var right: Int
  }

  init(_ samples: CandidateSamples) {
    let vocabulary = samples.vocabulary
    counts = Array(repeating: 0, count: vocabulary.locationCount)
    placements = samples.placements.count
    var equalities: [Pair: [(Int, Int)]] = [:]
    for placement in samples.placements {
      let tuples = placement.map { vocabulary.tuple(Int($0.location), Int($0.tuple)) }
      for location in Set(placement.map(\.location)) { counts[Int(location)] += 1 }
      for (first, left) in placement.enumerated() {
        for (second, right) in placement.enumerated() where left.location <= right.location {
          let pair = Pair(left: Int(left.location), right: Int(right.location))
          let places = equalities[pair] ?? Self.equalities(vocabulary, pair.left, pair.right)
          equalities[pair] = places
          var row: UInt64 = 0
          for (bit, (one, other)) in places.enumerated()
          where tuples[first][one] == tuples[second][other] {
            row |= 1 << UInt64(bit)
          }
          rows[pair, default: []].insert(row)
          if first < second { together[pair, default: 0] += 1 }
        }
      }
    }
  }

  /// How often a pair was seen, or would be if where one task is did not matter to the other.
  func evidence(_ left: Int, _ right: Int) -> Int {
    let seen = together[Pair(left: left, right: right)] ?? 0
    let product = counts[left] * counts[right] / max(placements, 1)
    return max(seen, left == right ? product / 2 : product)
  }

  /// The places of two tuples that may be equal, that of the task first.
  static func equalities(
    _ vocabulary: CandidateVocabulary, _ left: Int, _ right: Int
  ) -> [(Int, Int)] {
    var found: [(Int, Int)] = []
    for (first, sort) in vocabulary.places[left].enumerated() {
      for (second, other) in vocabulary.places[right].enumerated() where sort == other {
        found.append((first, second))
      }
    }
    return Array(found.prefix(64))
  }
}
