import Proofs
import Relational

/// Holds clauses against every state that was drawn.
///
/// Clauses are made of some of the states only. One that any of the others contradicts is worth no
/// question, and the state is worth being a sample.
struct Sieve {
  private let draws: [Sampling.Draw]
  private let scan: ClauseScan
  /// Clauses that were found to be false.
  private var contradicted: Set<Clause> = []
  private var passed: Set<Clause> = []
  private var given: Set<ClauseScan.Origin> = []

  /// How often, in states, it is polled whether to stop; what is not read then is not looked at.
  private static let pollInterval = 4_096

  init(_ drawn: Sampling.Drawn, _ shouldStop: () -> Bool) {
    draws = drawn.draws
    var scan = ClauseScan(like: drawn.samples)
    for (number, draw) in drawn.draws.enumerated() {
      var reader = SampleReader(drawn.samples, draw.abstraction, sizes: draw.sizes)
      for (index, state) in draw.states.enumerated() {
        if index % Self.pollInterval == 0, shouldStop() { break }
        scan.add(
          reader.reading(of: state), from: ClauseScan.Origin(draw: number, state: index))
      }
    }
    scan.close()
    self.scan = scan
  }

  /// The first clauses that no state contradicts, and states that contradict clauses before them,
  /// those that were not given before; nothing more once told to stop.
  mutating func sift(
    _ clauses: [Clause], atMost most: Int, _ shouldStop: () -> Bool
  ) -> (kept: [Clause], states: [Structure]) {
    var kept: [Clause] = []
    var states: [Structure] = []
    for clause in clauses where kept.count < most && !contradicted.contains(clause) {
      if shouldStop() { break }
      if !passed.contains(clause), let origin = scan.contradiction(of: clause) {
        contradicted.insert(clause)
        guard given.insert(origin).inserted else { continue }
        let draw = draws[origin.draw]
        states.append(draw.abstraction.structure(draw.states[origin.state]))
      } else {
        passed.insert(clause)
        kept.append(clause)
      }
    }
    return (kept, states)
  }
}
