package import Relational
package import TransitionSystem

/// What holds in a state, by the numbers of a vocabulary.
package struct SampleReading: Sendable {
  /// The ground atoms, some perhaps more than once.
  var held: [UInt32] = []
  var placed: [CandidateSamples.Placement] = []
  /// The size of each sort.
  let sizes: [Int]

  init(sizes: [Int]) { self.sizes = sizes }

  mutating func insert(_ relation: Int, _ tuple: [Int], _ vocabulary: CandidateVocabulary) {
    guard let number = vocabulary.ground(relation, tuple) else { return }
    if relation < vocabulary.locationCount {
      placed.append(.init(location: UInt32(relation), tuple: UInt32(number)))
    } else {
      held.append(UInt32(number))
    }
  }
}

/// Reads many states of one system at one scope.
package struct SampleReader {
  private let vocabulary: CandidateVocabulary
  private let abstraction: Abstraction
  private let sizes: [Int]
  /// By the abstraction's number.
  private let relations: [Int?]
  /// By cell and content: the ground atoms that it makes true.
  private var grounds: [[[UInt32]]] = []
  private let rigidCells: [Int]
  /// The contents of the rigid cells that were seen last, and what they make true.
  private var rigid: (cells: [UInt16], grounds: [UInt32])?

  /// A reader for samples like these.
  package init(_ samples: CandidateSamples, _ abstraction: Abstraction, sizes: [String: Int]) {
    vocabulary = samples.vocabulary
    self.abstraction = abstraction
    self.sizes = vocabulary.sizes(sizes)
    rigidCells = abstraction.rigidCells
    let relations = abstraction.relations.map(vocabulary.number)
    self.relations = relations
    var grounds: [[[UInt32]]] = []
    abstraction.forEachContent { [vocabulary] cell, content, facts in
      while grounds.count <= cell { grounds.append([]) }
      var reading = SampleReading(sizes: [])
      for fact in facts {
        if let relation = relations[fact.relation] {
          reading.insert(relation, fact.tuple, vocabulary)
        }
      }
      grounds[cell].append(reading.held)
    }
    self.grounds = grounds
  }

  package mutating func reading(of state: State) -> SampleReading {
    var reading = SampleReading(sizes: sizes)
    reading.held = rigidGrounds(of: state)
    for (cell, contents) in grounds.enumerated() where !contents.isEmpty {
      reading.held += contents[Int(state.cells[cell])]
    }
    abstraction.forEachPlace(of: state) { number, tuple in
      if let relation = relations[number] { reading.insert(relation, tuple, vocabulary) }
    }
    return reading
  }

  private mutating func rigidGrounds(of state: State) -> [UInt32] {
    let cells = rigidCells.map { state.cells[$0] }
    if let rigid, rigid.cells == cells { return rigid.grounds }
    var reading = SampleReading(sizes: sizes)
    abstraction.forEachRigidFact(of: state) { number, tuple in
      if let relation = relations[number] { reading.insert(relation, tuple, vocabulary) }
    }
    rigid = (cells, reading.held)
    return reading.held
  }
}

extension [UInt32] {
  /// In order, each once.
  var sortedUnique: [UInt32] {
    var result: [UInt32] = []
    result.reserveCapacity(count)
    for number in sorted() where result.last != number { result.append(number) }
    return result
  }
}
