import Checking
import Foundation
import Synchronization

/// Tells how far a run is: on a line of the terminal, and in lines that stay.
struct RunWatch {
  private var shown: ContinuousClock.Instant?
  private var pace = Pace<Plan.Search>()
  private var start: ContinuousClock.Instant?
  private var searches: [Plan.Search: Watched] = [:]

  /// A search under way.
  private struct Watched {
    var forecast = Forecast()
    let start: ContinuousClock.Instant
    var seen: ContinuousClock.Instant
    /// What was told of it last, and when.
    var told: Forecast.Estimate?
    var toldAt: ContinuousClock.Instant?
  }

  /// What listens to a run.
  ///
  /// - Parameters:
  ///   - show: Shows a line that the next one replaces; nil where nobody watches.
  ///   - tell: Writes a line; nil unless estimates are wanted.
  /// - Returns: Nil if nobody listens.
  static func progress(
    _ show: (@Sendable (String) -> Void)?, _ tell: (@Sendable (String) -> Void)?
  ) -> (@Sendable (Limits.Progress) -> Void)? {
    guard show != nil || tell != nil else { return nil }
    let watch = Mutex(RunWatch())
    return { progress in
      let now = ContinuousClock.now
      let (line, estimate) = watch.withLock { watch in
        watch.note(progress, at: now)
        return (
          show == nil ? nil : watch.line(progress, at: now),
          tell == nil ? nil : watch.estimate(progress, at: now)
        )
      }
      if let estimate { tell?(estimate) }
      if let line { show?(line) }
    }
  }

  private mutating func note(_ progress: Limits.Progress, at now: ContinuousClock.Instant) {
    start = start ?? now
    pace.note(progress.states, of: progress.search, at: now)
    var watched = searches[progress.search] ?? Watched(start: now, seen: now)
    watched.seen = now
    watched.forecast.note(
      depth: progress.depth, level: progress.levelStates, states: progress.states,
      expanded: progress.expanded, bytes: progress.bytes, at: now)
    searches[progress.search] = watched
  }

  /// One line, at most ten times a second.
  ///
  /// What is of interest to the end of a run comes first: a narrow terminal cuts the rest.
  private mutating func line(
    _ progress: Limits.Progress, at now: ContinuousClock.Instant
  ) -> String? {
    if let shown, now - shown < .milliseconds(100) { return nil }
    shown = now
    let run = [
      "\(progress.finished)/\(progress.total) searches",
      pace.statesPerSecond(at: now).map { "\($0) states/s" },
      Memory.used.map { "\($0 >> 20) MiB" }, left(progress, at: now),
    ].compactMap(\.self).joined(separator: ", ")
    return "\(run); \(Self.name(progress.search)): "
      + "\(progress.states) states, depth \(progress.depth)"
  }

  /// What the rest of the run takes; nil in its first seconds.
  private func left(_ progress: Limits.Progress, at now: ContinuousClock.Instant) -> String? {
    guard let start, now - start >= .seconds(2) else { return nil }
    let estimates = searches.values.filter { now - $0.seen < .seconds(2) }
      .map { $0.forecast.estimate(at: now) }
    let known = estimates.compactMap(\.self)
    // The searches that have not begun may be larger than all others.
    if known.count == progress.total - progress.finished, known.count == estimates.count,
      let longest = known.map(\.left).max()
    {
      let bytes = known.reduce(0) { $0 + $1.bytes }
      return "about \(Self.words(bytes: bytes)), \(Self.words(longest)) left"
    }
    let rest = pace.timeLeft(finished: progress.finished, of: progress.total, at: now)
    return rest.map { "about \(Self.words($0)) left" } ?? "no estimate yet"
  }

  /// A search that has taken so long is told about.
  private static let long = Duration.seconds(2)

  /// A line about a long search: what it will come to, once that is known, and when it has turned
  /// out otherwise, or much of the time has passed.
  private mutating func estimate(
    _ progress: Limits.Progress, at now: ContinuousClock.Instant
  ) -> String? {
    guard var watched = searches[progress.search], now - watched.start >= Self.long else {
      return nil
    }
    let estimate = watched.forecast.estimate(at: now)
    guard Self.isNews(estimate, watched, at: now) else { return nil }
    (watched.told, watched.toldAt) = (estimate, now)
    searches[progress.search] = watched
    guard let estimate else { return "\(Self.name(progress.search)): no estimate yet" }
    let rest = "\(Self.words(estimate.left)) left, \(Self.words(states: estimate.states))"
    if progress.isOnDisk {
      return "\(Self.name(progress.search)): about \(rest), with states on disk"
    }
    let beyond = estimate.bytes > progress.mostBytes
    let limit = beyond ? ", beyond the limit of \(Self.words(bytes: progress.mostBytes))" : ""
    return "\(Self.name(progress.search)): about \(Self.words(bytes: estimate.bytes)), "
      + "\(rest)\(limit)"
  }

  private static func isNews(
    _ estimate: Forecast.Estimate?, _ watched: Watched, at now: ContinuousClock.Instant
  ) -> Bool {
    guard let toldAt = watched.toldAt else { return true }
    let hasDoubled = now - watched.start >= (toldAt - watched.start) * 2
    guard let estimate else { return hasDoubled }
    guard let told = watched.told else { return true }
    let ratio = Double(estimate.states) / Double(max(told.states, 1))
    return hasDoubled || now - toldAt >= .seconds(10) && !(0.75...1.33).contains(ratio)
  }

  private static func name(_ search: Plan.Search) -> String {
    // The rows of the table that a search decides: the first one, and how many more.
    let more = search.properties.count - 1
    let cells = (search.properties.first ?? "") + (more > 0 ? " and \(more) more" : "")
    return "\(search.column.place), \(cells)"
  }

  /// `40 s`, or minutes from two on, or hours.
  private static func words(_ time: Duration) -> String {
    let seconds = Int(min(time / .seconds(1), 1e9))
    if seconds < 120 { return "\(seconds) s" }
    return seconds < 7200 ? "\(seconds / 60) min" : "\(seconds / 3600) h"
  }

  /// `85 MiB`, or GiB from a tenth on.
  private static func words(bytes: Int) -> String {
    let tenths = bytes / ((1 << 30) / 10)
    return tenths < 1 ? "\(bytes >> 20) MiB" : "\(tenths / 10).\(tenths % 10) GiB"
  }

  private static func words(states: Int) -> String {
    let tenths = states / 100_000
    return tenths < 10 ? "\(states) states" : "\(tenths / 10).\(tenths % 10) million states"
  }
}
