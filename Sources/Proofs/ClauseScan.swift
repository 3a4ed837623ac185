package import Relational

/// Many reached states, in which clauses are looked up that may be false.
///
/// Clauses are made of few states, since every one of them makes a template larger. Whether one of
/// a great many contradicts a clause costs less than to ask a solver about it.
package struct ClauseScan: Sendable {
  let vocabulary: CandidateVocabulary
  /// What holds, a bit for each ground atom, one row after the other; different states may have the
  /// same.
  private(set) var rows: CandidateRows
  /// By row: its sizes, by their number, and the first state with it.
  private var sizesOfRow: [Int32] = []
  private var stateOfRow: [Int32] = []
  private(set) var sizeVectors: [[Int]] = []
  private(set) var states: [ScannedState] = []
  /// For each location, the rows and tuples with which it was seen, and in which state.
  private(set) var occurrences: [[ScannedOccurrence]]
  private var scratch: [UInt64]

  /// Rows of different sizes differ in one of so many bits more.
  private static let mostSizeVectors = 64

  /// Where a state comes from: the numbers of its draw and in its draw.
  package struct Origin: Hashable, Sendable {
    package var draw: Int
    package var state: Int

    package init(draw: Int, state: Int) { (self.draw, self.state) = (draw, state) }
  }

  struct ScannedState {
    var row: Int32
    var origin: Origin
    var placed: [CandidateSamples.Placement]
  }

  struct ScannedOccurrence {
    var row: UInt32
    var tuple: UInt32
    var state: Int32
  }

  /// No states yet, of the relations and sizes of the samples.
  package init(like samples: CandidateSamples) {
    vocabulary = samples.vocabulary
    rows = CandidateRows(atomCount: vocabulary.groundCount + Self.mostSizeVectors)
    occurrences = Array(repeating: [], count: vocabulary.locationCount)
    scratch = Array(repeating: 0, count: rows.wordCount)
  }

  /// Adds a state.
  package mutating func add(_ reading: SampleReading, from origin: Origin) {
    for word in scratch.indices { scratch[word] = 0 }
    for ground in reading.held { scratch[Int(ground) >> 6] |= 1 &<< UInt64(ground & 63) }
    let vector = sizeVectors.firstIndex(of: reading.sizes) ?? sizeVectors.count
    if vector == sizeVectors.count { sizeVectors.append(reading.sizes) }
    let mark = vocabulary.groundCount + vector % Self.mostSizeVectors
    scratch[mark >> 6] |= 1 &<< UInt64(mark & 63)
    let row = rows.insert(scratch)
    if row == stateOfRow.count {
      sizesOfRow.append(Int32(vector))
      stateOfRow.append(Int32(states.count))
    }
    for placement in reading.placed {
      occurrences[Int(placement.location)].append(
        ScannedOccurrence(
          row: UInt32(row), tuple: placement.tuple, state: Int32(states.count)))
    }
    states.append(ScannedState(row: Int32(row), origin: origin, placed: reading.placed))
  }

  /// Forgets what was seen twice; to be called once all states are there.
  package mutating func close() {
    for location in occurrences.indices {
      let sorted = occurrences[location].sorted {
        ($0.row, $0.tuple, $0.state) < ($1.row, $1.tuple, $1.state)
      }
      var unique: [ScannedOccurrence] = []
      for item in sorted where unique.last?.row != item.row || unique.last?.tuple != item.tuple {
        unique.append(item)
      }
      occurrences[location] = unique
    }
  }

  /// A state that contradicts the clause, if there is one; nil also for clauses about named
  /// elements.
  package func contradiction(of clause: Clause) -> Origin? {
    guard let coded = vocabulary.coded(clause) else { return nil }
    let query = ClauseQuery(coded, vocabulary)
    var values = query.noValues
    if !query.absences.isEmpty || query.anchors.count > 1 {
      return states.first { isViolated(query, Int($0.row), $0.placed, &values) }?.origin
    }
    guard let anchor = query.anchors.first else {
      let row = stateOfRow.indices.first { isViolated(query, $0, [], &values) }
      return row.map { states[Int(stateOfRow[$0])].origin }
    }
    let location = UInt32(anchor.relation)
    for occurrence in occurrences[anchor.relation] {
      let placed = CandidateSamples.Placement(location: location, tuple: occurrence.tuple)
      if isViolated(query, Int(occurrence.row), CollectionOfOne(placed), &values) {
        return states[Int(occurrence.state)].origin
      }
    }
    return nil
  }

  private func isViolated(
    _ query: ClauseQuery, _ row: Int,
    _ placed: some Collection<CandidateSamples.Placement>, _ values: inout [Int]
  ) -> Bool {
    let sizes = sizeVectors[Int(sizesOfRow[row])]
    return query.isViolated(ClauseQuery.Row(rows: rows, number: row, sizes: sizes), placed, &values)
  }
}
