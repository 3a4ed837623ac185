import Proofs
import Relational
import TransitionSystem

/// Tries to refute clauses, some at a time and side by side.
struct Refuting {
  /// One for each thread.
  private let refutations: [Refutation]
  private let shouldStop: @Sendable () -> Bool
  /// What was asked about; it is not asked twice.
  private var examined: Set<Clause> = []

  private static let examinedAtOnce = 40

  init(
    _ draws: [Sampling.Draw], _ system: RelationalSystem, threads: Int,
    shouldStop: @escaping @Sendable () -> Bool
  ) {
    refutations = (0..<max(threads, 1)).map { _ in Refutation(draws, system) }
    self.shouldStop = shouldStop
  }

  /// What came of an attempt.
  struct Outcome {
    /// Reached states that are no samples yet.
    var states: [Structure]
    /// What they contradict.
    var clauses: [Clause]
  }

  /// Tries to refute the first of the clauses that were not asked about.
  ///
  /// - Parameters:
  ///   - clauses: What is to be refuted.
  ///   - open: What else the states may contradict.
  /// - Returns: What was found, possibly nothing; nil if all were asked about before.
  mutating func refute(_ clauses: [Clause], open: [Clause]) async -> Outcome? {
    let fresh = clauses.filter { !examined.contains($0) }.prefix(Self.examinedAtOnce)
    guard !fresh.isEmpty, !shouldStop() else { return nil }
    examined.formUnion(fresh)
    let parts = refutations.enumerated().map { index, refutation in
      (refutation, fresh.enumerated().filter { $0.offset % refutations.count == index }.map(\.1))
    }
    let found = await inParallel(parts, atMost: parts.count) { [shouldStop] refutation, clauses in
      await refutation.evidence(against: clauses, shouldStop: shouldStop)
    }
    let evidence = found.flatMap(\.self)
    guard let first = refutations.first, !evidence.isEmpty else {
      return Outcome(states: [], clauses: [])
    }
    return Outcome(
      states: evidence.map(\.structure), clauses: await first.contradicted(open, by: evidence))
  }
}
