import Proofs
import Relational

/// Random samples, and a state that is none of them.
struct BlockingCase {
  static let relations = [
    Relation("at.L", ["task", "file", "file"], .location, group: "pc", keyCount: 1),
    Relation("at.M", ["task"], .location, group: "pc", keyCount: 1),
    Relation("at.N", ["task", "file"], .location, group: "pc", keyCount: 1),
    Relation("always", ["file"]), Relation("flag", []), Relation("mark", ["file"]),
    Relation("never", ["file"]), Relation("next", ["file", "file"]),
    Relation("own", ["task", "file"]),
  ]

  let samples: [Structure]
  let state: Structure

  /// In the samples nobody is at `N`, `never` does not hold of a file, and `always` of every one.
  init(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let density = Int.random(in: 1...3, using: &random)
    samples = (0..<Int.random(in: 3...7, using: &random)).map { _ in
      var sample = Self.structure(density, ["at.L", "at.M"], &random)
      sample.tuples["never"] = []
      sample.tuples["always"] = Set((0..<(sample.sizes["file"] ?? 0)).map { [$0] })
      return sample
    }
    state = Self.structure(2, ["at.L", "at.M", "at.N"], &random)
  }

  /// A structure in which about `density` of 5 facts hold and each task is somewhere.
  private static func structure(
    _ density: Int, _ locations: [String], _ random: inout SplitMix
  ) -> Structure {
    let sizes = ["task": 2, "file": Int.random(in: 2...3, using: &random)]
    var structure = Structure(sizes: sizes)
    structure.draw(relations, density, of: 5, &random)
    for task in 0..<2 {
      let name = locations[Int.random(in: 0..<locations.count, using: &random)]
      let sorts = relations.first { $0.name == name }?.sorts ?? []
      let rest = sorts.dropFirst().map { Int.random(in: 0..<(sizes[$0] ?? 1), using: &random) }
      structure.tuples[name, default: []].insert([task] + rest)
    }
    return structure
  }

  var candidateSamples: CandidateSamples {
    CandidateSamples(relations: Self.relations, structures: samples)
  }

  var oracle: CandidateOracle { CandidateOracle(Self.relations, samples) }

  /// The options of a level, with room for whatever there is of two literals, or of three.
  static func options(_ level: Int) -> BlockingSearch.Options {
    var options = BlockingSearch.Options.levels[level]
    options.literals = level == 0 ? 2 : 3
    options.sets = 0
    options.clauses = 100_000
    options.templates = 100_000
    return options
  }
}

extension Structure {
  /// The same with the elements of each sort in reverse order.
  func reversed(_ relations: [Relation]) -> Structure {
    var result = Structure(sizes: sizes)
    for relation in relations {
      result.tuples[relation.name] = tuples[relation.name].map { tuples in
        Set(
          tuples.map { tuple in
            zip(relation.sorts, tuple).map { (sizes[$0] ?? 1) - 1 - $1 }
          })
      }
    }
    return result
  }
}
