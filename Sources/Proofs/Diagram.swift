package import Relational

/// What holds in one state, by the numbers of a vocabulary.
package struct Diagram {
  /// Everything that holds, in order.
  let facts: [Fact]
  private let tuples: [Set<[Int]>]
  /// How many tuples each relation has where it holds of everything.
  private let greatestCounts: [Int]
  /// For each element, what the facts about it speak of.
  private let related: [Element: [Set<Element>]]

  /// A relation that holds of some elements.
  struct Fact: Hashable, Comparable {
    var relation: Int
    var tuple: [Int]

    static func < (left: Fact, right: Fact) -> Bool {
      left.relation != right.relation
        ? left.relation < right.relation : left.tuple.lexicographicallyPrecedes(right.tuple)
    }
  }

  /// An element of the state; sorts are numbered by name.
  package struct Element: Hashable, Comparable {
    package var sort: Int
    package var number: Int

    package init(sort: Int, _ number: Int) {
      self.sort = sort
      self.number = number
    }

    package static func < (left: Element, right: Element) -> Bool {
      (left.sort, left.number) < (right.sort, right.number)
    }
  }

  /// What holds in the state, of the relations of the samples.
  package init(_ state: Structure, _ samples: CandidateSamples) {
    let vocabulary = samples.vocabulary
    tuples = vocabulary.relations.map { state.tuples[$0.name] ?? [] }
    let sizes = vocabulary.sorts.map { state.sizes[$0] ?? 1 }
    greatestCounts = vocabulary.places.map { $0.reduce(1) { $0 * sizes[$1] } }
    facts = tuples.enumerated().flatMap { relation, tuples in
      tuples.map { Fact(relation: relation, tuple: $0) }
    }.sorted()
    var related: [Element: [Set<Element>]] = [:]
    for fact in facts where fact.relation >= vocabulary.locationCount {
      let elements = Set(
        zip(vocabulary.places[fact.relation], fact.tuple).map { Element(sort: $0, $1) })
      for element in elements where related[element]?.contains(elements) != true {
        related[element, default: []].append(elements)
      }
    }
    self.related = related
  }

  /// The elements of which something is true by themselves, in order.
  var elements: [Element] {
    related.filter { element, facts in facts.contains([element]) }.keys.sorted()
  }

  func holds(_ relation: Int, _ tuple: [Int]) -> Bool { tuples[relation].contains(tuple) }

  func hasFact(of relation: Int) -> Bool { !tuples[relation].isEmpty }

  func holdsOfAll(_ relation: Int) -> Bool { tuples[relation].count >= greatestCounts[relation] }

  /// The elements that some facts speak of besides these.
  ///
  /// Each fact shares an element with what is there before it. Of two sets one of which contains
  /// the other the larger one is given.
  ///
  /// - Parameters:
  ///   - start: The elements; if there are none, every fact is a beginning.
  ///   - count: How many facts at most.
  ///   - most: How many others at most.
  /// - Returns: The sets, small ones first, each in order.
  package func neighbourhoods(of start: [Element], facts count: Int, most: Int) -> [[Element]] {
    let own = Set(start)
    var level: Set<Set<Element>> = [[]]
    var all = level
    for _ in 0..<count {
      var next: Set<Set<Element>> = []
      for chosen in level {
        let reached = own.union(chosen)
        let near = reached.isEmpty ? Array(related.keys) : Array(reached)
        for elements in near.flatMap({ related[$0] ?? [] }) {
          let more = chosen.union(elements).subtracting(own)
          if more.count <= most, all.insert(more).inserted { next.insert(more) }
        }
      }
      level = next
    }
    let largest = all.filter { one in
      !all.contains { $0.count > one.count && $0.isSuperset(of: one) }
    }
    return largest.map { $0.sorted() }
      .sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
  }
}
