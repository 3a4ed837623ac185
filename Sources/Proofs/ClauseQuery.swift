/// A clause laid out to find out whether a state contradicts it.
struct ClauseQuery {
  /// A literal over numbered variables.
  struct Literal {
    let relation: Int
    let isPositive: Bool
    /// The ground atom whose elements are all the first ones.
    let base: Int
    /// Which variable each place has, and what a step of it adds to the ground atom.
    let places: [(variable: Int, stride: Int)]
  }

  /// That tasks are at places.
  private(set) var anchors: [Literal] = []
  /// That no task is.
  private(set) var absences: [Literal] = []
  /// The other literals, by the variable that is the last to get a value, those without one first.
  private var others: [[Literal]] = []
  private var sorts: [Int] = []
  private let equality: Int

  /// Of a clause without named elements.
  init(_ clause: [CandidateLiteral], _ vocabulary: CandidateVocabulary) {
    equality = vocabulary.equality
    var numbers: [UInt8: Int] = [:]
    let (located, rest) = (
      clause.filter { $0.relation < vocabulary.locationCount && !$0.isPositive },
      clause.filter { $0.relation >= vocabulary.locationCount || $0.isPositive }
    )
    for literal in located + rest {
      for term in literal.terms where numbers[term] == nil {
        numbers[term] = sorts.count
        sorts.append(Int(term >> 4))
      }
    }
    others = Array(repeating: [], count: sorts.count + 1)
    for literal in located { anchors.append(Self.laidOut(literal, numbers, vocabulary)) }
    for literal in rest {
      let made = Self.laidOut(literal, numbers, vocabulary)
      if literal.relation < vocabulary.locationCount {
        absences.append(made)
      } else {
        others[(made.places.map(\.variable).max() ?? -1) + 1].append(made)
      }
    }
  }

  private static func laidOut(
    _ literal: CandidateLiteral, _ numbers: [UInt8: Int], _ vocabulary: CandidateVocabulary
  ) -> Literal {
    let isEquality = literal.relation == vocabulary.equality
    let strides = isEquality ? [1, -1] : vocabulary.strides[literal.relation]
    return Literal(
      relation: literal.relation, isPositive: literal.isPositive,
      base: isEquality ? 0 : vocabulary.bases[literal.relation],
      places: zip(literal.terms, strides).map { (numbers[$0] ?? 0, $1) })
  }

  /// What holds in a state, apart from where its tasks are.
  struct Row {
    let rows: CandidateRows
    let number: Int
    let sizes: [Int]

    subscript(ground: Int) -> Bool {
      rows[number, ground &>> 6] &>> UInt64(ground & 63) & 1 == 1
    }
  }

  /// No variable has a value.
  var noValues: [Int] { Array(repeating: -1, count: sorts.count) }

  /// Whether there are values for which every literal is false; `values` are none, also after it.
  func isViolated(
    _ row: Row, _ placed: some Collection<CandidateSamples.Placement>, _ values: inout [Int]
  ) -> Bool {
    areFalse(0, values, row) && match(0, &values, row, placed)
  }

  /// Gives values to the variables of the anchors from the given one on, and then to the others.
  private func match(
    _ position: Int, _ values: inout [Int], _ row: Row,
    _ placed: some Collection<CandidateSamples.Placement>
  ) -> Bool {
    guard position < anchors.count else { return choose(0, &values, row, placed) }
    let anchor = anchors[position]
    for item in placed where Int(item.location) == anchor.relation {
      let before = values
      let isMatch =
        bind(anchor, Int(item.tuple), &values) && match(position + 1, &values, row, placed)
      values = before
      if isMatch { return true }
    }
    return false
  }

  private func bind(_ anchor: Literal, _ tuple: Int, _ values: inout [Int]) -> Bool {
    // The last place varies fastest.
    var rest = tuple
    for place in anchor.places {
      let value = rest / place.stride
      rest %= place.stride
      if values[place.variable] >= 0, values[place.variable] != value { return false }
      values[place.variable] = value
    }
    return true
  }

  private func choose(
    _ variable: Int, _ values: inout [Int], _ row: Row,
    _ placed: some Collection<CandidateSamples.Placement>
  ) -> Bool {
    guard variable < values.count else {
      return absences.allSatisfy { literal in
        let tuple = UInt32(ground(literal, values))
        return !placed.contains { Int($0.location) == literal.relation && $0.tuple == tuple }
      }
    }
    if values[variable] >= 0 {
      return areFalse(variable + 1, values, row) && choose(variable + 1, &values, row, placed)
    }
    defer { values[variable] = -1 }
    for value in 0..<row.sizes[sorts[variable]] {
      values[variable] = value
      if areFalse(variable + 1, values, row), choose(variable + 1, &values, row, placed) {
        return true
      }
    }
    return false
  }

  private func areFalse(_ position: Int, _ values: [Int], _ row: Row) -> Bool {
    for literal in others[position] {
      let number = ground(literal, values)
      let holds = literal.relation == equality ? number == 0 : row[number]
      if holds == literal.isPositive { return false }
    }
    return true
  }

  private func ground(_ literal: Literal, _ values: [Int]) -> Int {
    var number = literal.base
    for place in literal.places { number &+= place.stride &* values[place.variable] }
    return number
  }
}
