package import Explicit
package import TransitionSystem

/// What a run may use, and who is told how far it is.
package struct Limits: Sendable {
  /// Searches at a time.
  package var threads: Int
  /// Bytes for the states of all searches together.
  package var memory: Int
  /// Polled by every search: a deadline that has passed, an interruption.
  package var shouldStop: @Sendable () -> Verdict.Reason?
  package var symmetry: Bool
  /// Called when a search ends, from any thread.
  package var progress: (@Sendable (Progress) -> Void)?

  /// How far a run is.
  package struct Progress: Sendable {
    package var finished: Int
    package var total: Int
    /// The search that is under way or has ended.
    package var search: Plan.Search
    package var states: Int
    package var depth: Int
  }

  package init(
    threads: Int = 2, memory: Int = 2 << 30,
    shouldStop: @escaping @Sendable () -> Verdict.Reason? = { nil }, symmetry: Bool = true,
    progress: (@Sendable (Progress) -> Void)? = nil
  ) {
    self.threads = threads
    self.memory = memory
    self.shouldStop = shouldStop
    self.symmetry = symmetry
    self.progress = progress
  }

  /// The same limits for what begins now and may take so long.
  package func lasting(_ time: Duration) -> Limits {
    var limits = self
    let (deadline, outer) = (ContinuousClock.now + time, shouldStop)
    limits.shouldStop = { outer() ?? (ContinuousClock.now > deadline ? .deadline : nil) }
    return limits
  }

  /// The options of one search of many; only blocks are all alike.
  package var searchOptions: SearchOptions {
    SearchOptions(
      symmetricSorts: symmetry ? .automatic(["block"]) : .off,
      memoryLimit: memory / max(1, threads), shouldStop: shouldStop)
  }
}
