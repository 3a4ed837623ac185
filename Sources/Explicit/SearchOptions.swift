package import TransitionSystem

/// How far a search goes and how it is watched.
package struct SearchOptions: Sendable {
  package var symmetricSorts: SymmetryMode
  /// Whether transient states are not stored; not where the depth is
  /// bounded, runs are infinite, or a search is kept for another process.
  package var skipsTransientStates = false
  /// In which sorts states are identified where transient states were not stored and what was found
  /// is looked for again, so that it can be told; nil: in the same ones.
  package var symmetryOfRuns: SymmetryMode?
  /// Bytes for the states: before it would need more, the search goes on with states on disk, or
  /// ends.
  package var memoryLimit: Int
  /// Polled now and then; the search ends when there is a reason.
  package var shouldStop: @Sendable () -> Verdict.Reason?
  package var progress: (@Sendable (SearchProgress) -> Void)?
  /// How often, in states, a search on one thread polls and tells its progress.
  package var pollInterval = 2048
  /// Whether states without a step that are not quiescent are looked for.
  package var checksDeadlock: Bool
  /// The greatest number of steps of the runs that are looked at.
  package var maximumDepth: Int?
  /// How many threads a large search may have; asked at the beginning of its levels.
  package var threads: @Sendable () -> Int = { 1 }
  /// The number of states from which on a search is large.
  package var sharingThreshold = 1 << 17
  /// Whether slots of 64 bits may keep the states of a large search, and not only find them.
  package var usesQuotients = true
  /// Where states go for which there is no memory; nil: nowhere.
  package var storage: SearchStorage?

  package init(
    symmetricSorts: SymmetryMode = .off, memoryLimit: Int = 4 << 30,
    shouldStop: @escaping @Sendable () -> Verdict.Reason? = { nil },
    progress: (@Sendable (SearchProgress) -> Void)? = nil, checksDeadlock: Bool = true,
    maximumDepth: Int? = nil
  ) {
    self.symmetricSorts = symmetricSorts
    self.memoryLimit = memoryLimit
    self.shouldStop = shouldStop
    self.progress = progress
    self.checksDeadlock = checksDeadlock
    self.maximumDepth = maximumDepth
  }
}

/// Whether states that differ by the names of elements are one.
package enum SymmetryMode: Hashable, Sendable {
  case off
  /// Identify them in every sort that is found symmetric; with names, only in these.
  case automatic(Set<String>?)
}

/// How far a search has come.
package struct SearchProgress: Hashable, Sendable {
  /// With states on disk, those that are known to be new.
  package var distinctStates: Int
  /// The states whose steps are known.
  package var expandedStates: Int
  package var generatedTransitions: Int
  /// The number of steps to the states that are being expanded.
  package var depth: Int
  /// How many states these are; 0 if the search went on in the midst of them.
  package var levelStates: Int
  package var usedBytes: Int
  /// The states that are on disk, and nowhere else.
  package var settledStates = 0
}
