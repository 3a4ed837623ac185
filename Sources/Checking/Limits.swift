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
  /// Whether all reductions are made: with all symmetric sorts, and without transient states.
  package var reducesAll = false
  /// Called when a search ends, from any thread.
  package var progress: (@Sendable (Progress) -> Void)?
  /// Where states go that memory does not hold; nil: then a search ends.
  package var storage: SearchStorage?

  /// How far a run is.
  package struct Progress: Sendable {
    package var finished: Int
    package var total: Int
    /// The search that is under way or has ended.
    package var search: Plan.Search
    package var states: Int
    package var depth: Int
    /// The states whose steps are known, and those of the level at this depth; 0: not known.
    package var expanded = 0
    package var levelStates = 0
    /// The memory that the states take, and the most that they may.
    package var bytes = 0
    package var mostBytes = 0
    /// Whether states have gone to disk for want of memory.
    package var isOnDisk = false
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

  /// The sorts in which states are identified unless all reductions are asked for.
  ///
  /// Data are left out though they are all alike, too: a run of the first states of orbits that are
  /// found writes now this value and now that, and reads worse.
  private static let usualSymmetry = SymmetryMode.automatic(["block", "file", "page", "task"])

  /// The options of one search of many.
  package var searchOptions: SearchOptions {
    var options = SearchOptions(
      symmetricSorts: symmetry ? Self.usualSymmetry : .off,
      memoryLimit: memory / max(1, threads), shouldStop: shouldStop)
    options.storage = storage
    guard reducesAll else { return options }
    options.skipsTransientStates = true
    options.symmetryOfRuns = options.symmetricSorts
    if symmetry { options.symmetricSorts = .automatic(nil) }
    return options
  }
}
