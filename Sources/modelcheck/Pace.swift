/// How fast the searches of a run go, all together.
package struct Pace<Search: Hashable & Sendable>: Sendable {
  private var start: ContinuousClock.Instant?
  /// What each search had visited when it was last heard of.
  private var visited: [Search: Int] = [:]
  private var states = 0

  package init() {}

  /// Takes note of what a search has visited so far.
  package mutating func note(_ count: Int, of search: Search, at now: ContinuousClock.Instant) {
    start = start ?? now
    let before = visited.updateValue(count, forKey: search) ?? 0
    // A search with fewer states than before is a second one of the same name.
    states += count >= before ? count - before : count
  }

  /// The mean since the first note; nil in the first second, when it says nothing.
  package func statesPerSecond(at now: ContinuousClock.Instant) -> Int? {
    guard let start, now - start >= .seconds(1) else { return nil }
    return Int(Double(states) / ((now - start) / .seconds(1)))
  }

  /// How long the rest takes, if its searches are like those that have ended; nil before a tenth of
  /// them has, or in the first two seconds.
  package func timeLeft(
    finished: Int, of total: Int, at now: ContinuousClock.Instant
  ) -> Duration? {
    guard let start, now - start >= .seconds(2), finished > 0, finished * 10 >= total else {
      return nil
    }
    return (now - start) / finished * (total - finished)
  }
}
