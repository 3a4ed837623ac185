import Foundation
import Proofs
import Relational
import Testing

/// Measurements, for a release build: `PROOFS_BENCHMARK=1 swift test -c release`.
@Suite(
  "Speed of the search for candidates", .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["PROOFS_BENCHMARK"] != nil))
struct CandidateBenchmarks {
  private static let locationCount = 100
  private static let stateSorts = [
    ["block"], ["file", "page"], ["file", "page", "block"], ["file", "task"],
    ["block", "file", "page", "data"], ["task", "file", "page"],
  ]

  private static let relations =
    (0..<locationCount).map { number in
      Relation(
        "at.\(number)", ["task", "file", "page", "data", "block"].dropLast(number % 3).map(\.self),
        .location, group: "pc", keyCount: 1)
    } + (0..<48).map { Relation("r\($0)", stateSorts[$0 % stateSorts.count]) }

  /// States of three tasks; a relation follows the one before it with the same places.
  private static func structures(_ count: Int) -> [Structure] {
    var random = SplitMix(seed: 1)
    let sizes = ["task": 3, "file": 2, "page": 2, "data": 2, "block": 3]
    return (0..<count).map { _ in
      var structure = Structure(sizes: sizes)
      for (number, relation) in relations.enumerated() where relation.kind == .state {
        let earlier = number >= locationCount + stateSorts.count
        let base = earlier ? structure.tuples["r\(number - locationCount - stateSorts.count)"] : nil
        var tuples: Set<[Int]> = []
        for _ in 0..<3 {
          tuples.insert(
            relation.sorts.map { Int.random(in: 0..<sizes[$0, default: 1], using: &random) })
        }
        structure.tuples[relation.name] =
          base.map { number % 2 == 0 ? $0.union(tuples) : $0 } ?? tuples
      }
      for task in 0..<3 {
        let location = relations[Int.random(in: 0..<locationCount, using: &random)]
        let rest = location.sorts.dropFirst().map {
          Int.random(in: 0..<sizes[$0, default: 1], using: &random)
        }
        structure.tuples[location.name, default: []].insert([task] + rest)
      }
      return structure
    }
  }

  @Test("A hundred locations and 20,000 states")
  func large() {
    let structures = Self.structures(20_000)
    var clocks = [clock()]
    let samples = CandidateSamples(relations: Self.relations, structures: structures)
    clocks.append(clock())
    let set = CandidateSearch().candidates(in: samples)
    clocks.append(clock())
    let seconds = zip(clocks.dropFirst(), clocks).map { Double($0 - $1) / Double(CLOCKS_PER_SEC) }
    let report = set.report
    let text =
      "\(report.distinctStates) states, \(report.distinctPlacements) placements, collected in "
      + "\(seconds[0]) s, searched in \(seconds[1]) s: \(report.globalCount) global, "
      + "\(report.locatedCount) located, \(report.pairCount) pair clauses, "
      + "\(report.cappedTemplates.count) templates capped\n"
    FileHandle.standardError.write(Data(text.utf8))
    #expect(report.globalCount > 0)
  }
}
