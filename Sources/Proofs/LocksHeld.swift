internal import Relational
internal import TransitionSystem

/// Which locks the tasks at each location hold, as far as samples tell.
struct LocksHeld: Sendable {
  /// By location.
  private let uses: [Set<Use>]

  /// A lock of what the task works on.
  struct Use: Hashable, Sendable {
    /// The relation that tells who holds it.
    var relation: Int
    /// Which of the task's values it belongs to: the how-manieth of its sort.
    var places: [Place]
  }

  struct Place: Hashable, Sendable {
    var sort: Int
    var ordinal: Int
  }

  /// How many states of a location are looked at.
  private static let occurrences = 500

  init(_ samples: CandidateSamples) {
    let vocabulary = samples.vocabulary
    let locks = vocabulary.relations.indices.filter {
      Lock.isHolders(vocabulary.relations[$0].name)
    }
    uses = (0..<vocabulary.locationCount).map { location in
      let seen = samples.occurrences[location]
      guard !seen.isEmpty else { return [] }
      let sorts = vocabulary.places[location]
      var uses = locks.flatMap { lock in
        Self.choices(vocabulary.places[lock], sorts).map { Choice(relation: lock, positions: $0) }
      }
      for index in stride(from: 0, to: seen.count, by: max(1, seen.count / Self.occurrences)) {
        let tuple = vocabulary.tuple(location, Int(seen[index].tuple))
        uses = uses.filter { choice in
          samples.holds(seen[index].row, choice.relation, choice.positions.map { tuple[$0] })
        }
      }
      return Set(
        uses.map { choice in
          Use(
            relation: choice.relation,
            places: choice.positions.map { position in
              let earlier = sorts[..<position].count { $0 == sorts[position] }
              return Place(sort: sorts[position], ordinal: earlier)
            })
        })
    }
  }

  private struct Choice {
    var relation: Int
    var positions: [Int]
  }

  /// The task's values that fit the places of a relation.
  private static func choices(_ places: [Int], _ sorts: [Int]) -> [[Int]] {
    places.reduce([[]]) { partial, sort in
      partial.flatMap { chosen in
        sorts.indices.filter { sorts[$0] == sort }.map { chosen + [$0] }
      }
    }
  }

  subscript(location: Int) -> Set<Use> { uses[location] }

  /// Whether the tasks at the location hold this lock of something of theirs.
  func holds(_ relation: Int, at location: Int) -> Bool {
    uses[location].contains { $0.relation == relation }
  }
}
