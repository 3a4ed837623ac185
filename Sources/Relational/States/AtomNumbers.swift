/// Numbers for the ground atoms of some relations, at one size of each sort.
package struct AtomNumbers: Sendable {
  /// Where the atoms of a relation are: the tuple is the number's digits, the last varying fastest.
  package struct Place: Hashable, Sendable {
    package var base: Int
    package var sizes: [Int]
  }

  /// How many atoms there are.
  package let count: Int
  package let sizes: [String: Int]
  private let places: [String: Place]

  /// Sorts whose size is not given have one element.
  package init(_ relations: [Relation], sizes: [String: Int]) {
    var places: [String: Place] = [:]
    var count = 0
    for relation in relations {
      let extents = relation.sorts.map { sizes[$0, default: 1] }
      places[relation.name] = Place(base: count, sizes: extents)
      count += extents.reduce(1, *)
    }
    (self.places, self.count, self.sizes) = (places, count, sizes)
  }

  /// Nil for a relation that is none of them.
  package func place(of relation: String) -> Place? { places[relation] }
}

extension AtomNumbers.Place {
  /// How much the number grows with each element of the tuple.
  package var factors: [Int] {
    var factor = 1
    return sizes.reversed().map { size in
      defer { factor *= size }
      return factor
    }.reversed()
  }

  /// The number of the relation's atom with a tuple.
  package func number(of tuple: [Int]) -> Int {
    precondition(tuple.count == sizes.count, "a tuple of another length")
    var number = 0
    for (element, size) in zip(tuple, sizes) {
      precondition(element >= 0 && element < size, "no such element")
      number = number * size + element
    }
    return base + number
  }
}
