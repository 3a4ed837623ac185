import Proofs
import Relational
import Testing

@Suite("Clauses that exclude a state")
struct BlockingSearchTests {
  private static func names(_ clause: Clause) -> [String] {
    clause.literals.compactMap { literal in
      if case .holds(let name, _) = literal.atom { name } else { nil }
    }
  }

  @Test("each is true of the samples and not of the state, and says what no other one says")
  func sound() {
    var count = 0
    for seed in 1..<5 {
      let test = BlockingCase(seed: UInt64(seed))
      var search = BlockingSearch(test.candidateSamples)
      for level in 0..<3 {
        let options = BlockingCase.options(level)
        let clauses = search.clauses(excluding: test.state, options) { false }
        count += clauses.count
        for clause in clauses {
          let place = "seed \(seed), level \(level): \(text(clause))"
          #expect(test.samples.allSatisfy { test.oracle.isTrue(clause, in: $0) }, "\(place)")
          #expect(!StructureEvaluator(test.state).holds(clause), "\(place)")
          let others = clauses.filter { $0 != clause && test.oracle.subsumes($0, clause) }
          #expect(others.map(text) == [], "\(place)")
          let locations = Self.names(clause).count { $0.hasPrefix("at.") }
          #expect(locations <= (options.hasPairs ? 2 : 1), "\(place)")
        }
        // What has nothing to do with each other comes last.
        let connected = clauses.prefix { search.isConnected($0) }
        let rest = clauses.dropFirst(connected.count)
        #expect(!rest.contains { search.isConnected($0) })
        for part in [connected, rest] {
          let sizes = part.map(\.literals.count)
          #expect(sizes == sizes.sorted())
        }
      }
    }
    #expect(count > 150)
  }

  @Test("no small clause is missing", arguments: [(0, 0..<8), (1, 0..<4)])
  func complete(level: Int, seeds: Range<Int>) {
    let options = BlockingCase.options(level)
    var count = 0
    for seed in seeds {
      let test = BlockingCase(seed: 100 + UInt64(seed))
      var search = BlockingSearch(test.candidateSamples)
      let clauses = search.clauses(excluding: test.state, options) { false }
      let found = Set(clauses.map(test.oracle.canonicalText))
      let slow = BlockingOracle(
        relations: BlockingCase.relations, samples: test.samples, state: test.state)
      var seen: Set<String> = []
      for wanted in slow.clauses(
        facts: options.facts, globalFacts: options.globalFacts, literals: options.literals)
      {
        guard let clause = test.oracle.collapsed(wanted.literals) else {
          Issue.record("true of everything: \(text(wanted))")
          continue
        }
        let name = test.oracle.canonicalText(clause)
        guard seen.insert(name).inserted, !found.contains(name) else { continue }
        let isImplied = clauses.contains { test.oracle.subsumes($0, clause) }
        #expect(isImplied, "seed \(seed): \(name)")
      }
      count += seen.count
    }
    #expect(count > 100)
  }

  @Test("nothing excludes a sample, or a state that only names its elements otherwise")
  func samples() {
    for seed in 0..<4 {
      let test = BlockingCase(seed: UInt64(seed))
      var search = BlockingSearch(test.candidateSamples)
      for sample in test.samples {
        for state in [sample, sample.reversed(BlockingCase.relations)] {
          for level in 0..<3 {
            let found = search.clauses(excluding: state, BlockingCase.options(level)) { false }
            #expect(found.map(text) == [], "seed \(seed), level \(level)")
          }
        }
      }
    }
  }

  @Test("neither the order of the samples matters, nor what was looked for before")
  func determinism() {
    for seed in 0..<4 {
      let test = BlockingCase(seed: UInt64(seed))
      var search = BlockingSearch(test.candidateSamples)
      let first = search.clauses(excluding: test.state, BlockingCase.options(1)) { false }
      _ = search.clauses(excluding: test.samples[0], BlockingCase.options(2)) { false }
      #expect(search.clauses(excluding: test.state, BlockingCase.options(1)) { false } == first)
      var other = BlockingSearch(
        CandidateSamples(
          relations: BlockingCase.relations, structures: test.samples.reversed() + test.samples))
      #expect(other.clauses(excluding: test.state, BlockingCase.options(1)) { false } == first)
      var few = BlockingCase.options(1)
      few.clauses = 3
      #expect(search.clauses(excluding: test.state, few) { false } == Array(first.prefix(3)))
    }
  }

  @Test("a search that is stopped gives all clauses or none")
  func stopped() {
    let test = BlockingCase(seed: 1)
    var search = BlockingSearch(test.candidateSamples)
    var polls = 0
    let all = search.clauses(excluding: test.state) {
      polls += 1
      return false
    }
    #expect(polls > 10 && !all.isEmpty)
    for limit in [0, 1, 2, 5, polls / 2, polls - 2, polls - 1] {
      var count = 0
      var stopping = BlockingSearch(test.candidateSamples)
      let found = stopping.clauses(excluding: test.state) {
        count += 1
        return count > limit
      }
      #expect(found == [], "stopped at poll \(limit)")
      // What was prepared until then is whole.
      #expect(stopping.clauses(excluding: test.state) { false } == all)
    }
  }
}
