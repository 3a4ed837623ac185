package import Checking
package import Relational

/// Whether a state is a part of one that was reached.
///
/// A part: some of the elements, and all that is true of them alone. Whatever a clause says of all
/// elements of a state it says of such a part, so a clause that excludes the part is no invariant.
package struct SampledStates: Sendable {
  private let structures: [Structure]
  private let relations: [Relation]

  package init(_ structures: [Structure], _ relations: [Relation]) {
    self.structures = structures
    self.relations = relations
  }

  package func contain(_ part: Structure) -> Bool {
    structures.contains { PartMatcher.isPart(part, of: $0, relations) }
  }
}

/// Looks for places of a small structure's elements in a larger one.
private struct PartMatcher {
  private let part: Structure
  private let whole: Structure
  private let relations: [Relation]
  private let elements: [(sort: String, number: Int)]
  private var places: [String: [Int]] = [:]

  static func isPart(_ part: Structure, of whole: Structure, _ relations: [Relation]) -> Bool {
    for relation in relations {
      let (few, many) = (part.tuples[relation.name] ?? [], whole.tuples[relation.name] ?? [])
      guard few.count <= many.count, !relation.sorts.isEmpty || few == many else { return false }
    }
    var matcher = PartMatcher(part, whole, relations)
    return matcher.place(0)
  }

  private init(_ part: Structure, _ whole: Structure, _ relations: [Relation]) {
    (self.part, self.whole) = (part, whole)
    self.relations = relations.filter { !$0.sorts.isEmpty }
    elements = part.sizes.sorted { $0.key < $1.key }.flatMap { sort, size in
      (0..<size).map { (sort, $0) }
    }
  }

  /// Places the elements from the given one on.
  private mutating func place(_ index: Int) -> Bool {
    guard index < elements.count else { return true }
    let sort = elements[index].sort
    for candidate in 0..<(whole.sizes[sort] ?? 0)
    where places[sort]?.contains(candidate) != true {
      places[sort, default: []].append(candidate)
      if fits(), place(index + 1) { return true }
      places[sort]?.removeLast()
    }
    return false
  }

  /// Whether the same is true of the placed elements, the last of which is new.
  private func fits() -> Bool {
    relations.allSatisfy { relation in
      let few = part.tuples[relation.name] ?? []
      let placed = relation.sorts.map { places[$0]?.count ?? 0 }
      var found = 0
      for tuple in few where zip(tuple, placed).allSatisfy({ $0 < $1 }) {
        let image = zip(relation.sorts, tuple).map { places[$0]?[$1] ?? 0 }
        guard whole.holds(relation.name, image) else { return false }
        found += 1
      }
      let taken = (whole.tuples[relation.name] ?? []).count { tuple in
        zip(relation.sorts, tuple).allSatisfy { places[$0]?.contains($1) == true }
      }
      return taken == found
    }
  }
}

extension Prover {
  /// The states from which clauses were guessed.
  package func sampled(
    _ search: Plan.Search, _ property: String, _ system: RelationalSystem
  ) -> SampledStates? {
    let sampling = Sampling(
      assembly: assembly, search: search, property: property, shouldStop: shouldStop)
    return (try? sampling.structures(of: system)).map { SampledStates($0, system.relations) }
  }
}
