package import Relational

/// Reached states, kept small: what is equal is kept once.
///
/// A state is cut in two, what holds apart from the tasks and where the tasks are, since far fewer
/// halves than states differ.
package struct CandidateSamples: Sendable {
  let vocabulary: CandidateVocabulary
  /// The numbers of the ground atoms that hold, one row after the other.
  private(set) var facts: [UInt32] = []
  /// Where the rows begin; one more than rows.
  private(set) var starts = [0]
  /// For each row, which of the `sizeVectors` its state has.
  private(set) var sizesOfRow: [Int] = []
  private(set) var sizeVectors: [[Int]] = []
  /// For each location, the rows and tuples with which it was seen.
  private(set) var occurrences: [[Occurrence]]
  /// The different sets of locations and tuples that were seen together.
  private(set) var placements: [[Placement]] = []
  /// For each relation that is no location, whether it ever held, and whether it ever did not.
  private(set) var everHeld: [Bool]
  private(set) var everFailed: [Bool]
  /// The different states, as halves that belong together.
  private(set) var states: [State] = []
  private var rows: [[UInt32]: Int] = [:]
  private var seenOccurrences: [Set<Occurrence>]
  private var seenPlacements: [[Placement]: Int] = [:]
  private var seenStates: Set<State> = []

  /// A state without its tasks, and a tuple of a location in it.
  struct Occurrence: Hashable, Sendable {
    var row: UInt32
    var tuple: UInt32
  }

  /// A task at a location.
  struct Placement: Hashable, Comparable, Sendable {
    var location: UInt32
    var tuple: UInt32

    static func < (left: Placement, right: Placement) -> Bool {
      (left.location, left.tuple) < (right.location, right.tuple)
    }
  }

  /// A state: a row, and which of the `placements` is in it.
  struct State: Hashable, Sendable {
    var row: UInt32
    var placement: UInt32
  }

  /// No states yet.
  ///
  /// - Parameters:
  ///   - relations: The relations of which the clauses are to be made.
  ///   - sizes: The greatest size of each sort in the states.
  ///   - elements: The named elements that clauses may speak of.
  package init(
    relations: [Relation], sizes: [String: Int], elements: [ClauseTerm] = []
  ) {
    vocabulary = CandidateVocabulary(relations, sizes: sizes, elements: elements)
    let count = vocabulary.relations.count
    occurrences = Array(repeating: [], count: vocabulary.locationCount)
    seenOccurrences = Array(repeating: [], count: vocabulary.locationCount)
    everHeld = Array(repeating: false, count: count)
    everFailed = Array(repeating: false, count: count)
  }

  /// These states.
  package init(
    relations: [Relation], structures: some Sequence<Structure>, elements: [ClauseTerm] = []
  ) {
    var sizes: [String: Int] = [:]
    for structure in structures { sizes.merge(structure.sizes, uniquingKeysWith: max) }
    self.init(relations: relations, sizes: sizes, elements: elements)
    for structure in structures { add(structure) }
  }

  var rowCount: Int { sizesOfRow.count }

  /// Adds a state; relations that are not in the vocabulary do not count.
  package mutating func add(_ structure: Structure) {
    var reading = SampleReading(sizes: vocabulary.sizes(structure.sizes))
    for (name, tuples) in structure.tuples {
      guard let relation = vocabulary.number(of: name) else { continue }
      for tuple in tuples { reading.insert(relation, tuple, vocabulary) }
    }
    add(reading)
  }

  /// Adds a state.
  package mutating func add(_ reading: SampleReading) {
    let placed = reading.placed.sorted()
    let row = row(reading.held.sortedUnique, reading.sizes)
    for placement in placed {
      let location = Int(placement.location)
      let occurrence = Occurrence(row: UInt32(row), tuple: placement.tuple)
      if seenOccurrences[location].insert(occurrence).inserted {
        occurrences[location].append(occurrence)
      }
    }
    let number = seenPlacements[placed] ?? placements.count
    if number == placements.count {
      seenPlacements[placed] = number
      placements.append(placed)
    }
    let state = State(row: UInt32(row), placement: UInt32(number))
    if seenStates.insert(state).inserted { states.append(state) }
  }

  /// Whether a relation that is no location holds in a row.
  func holds(_ row: UInt32, _ relation: Int, _ tuple: [Int]) -> Bool {
    guard let ground = vocabulary.ground(relation, tuple) else { return false }
    return facts[starts[Int(row)]..<starts[Int(row) + 1]].contains(UInt32(ground))
  }

  private mutating func row(_ held: [UInt32], _ sizes: [Int]) -> Int {
    let vector = sizeVectors.firstIndex(of: sizes) ?? sizeVectors.count
    if vector == sizeVectors.count { sizeVectors.append(sizes) }
    let key = held + [UInt32(vector)]
    if let known = rows[key] { return known }
    let row = rowCount
    rows[key] = row
    facts += held
    starts.append(facts.count)
    sizesOfRow.append(vector)
    for relation in vocabulary.locationCount..<vocabulary.relations.count {
      let grounds = vocabulary.grounds(of: relation)
      let count = held.count { grounds.contains(Int($0)) }
      let all = vocabulary.places[relation].reduce(1) { $0 * sizes[$1] }
      if count > 0 { everHeld[relation] = true }
      if count < all { everFailed[relation] = true }
    }
    return row
  }
}
