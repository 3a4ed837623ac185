import Foundation

/// How large a search will become, told from the sizes of its levels.
///
/// The levels of such a search grow, by less and less, and then shrink: the logarithm of what one
/// level is to the one before it falls by about the same from level to level. So a straight line
/// through the last of them tells the sizes of those to come.
package struct Forecast: Sendable {
  /// What a search comes to; all of it are guesses.
  package struct Estimate: Hashable, Sendable {
    package var states: Int
    /// The memory that these take.
    package var bytes: Int
    /// How long the rest takes.
    package var left: Duration
  }

  private var start: ContinuousClock.Instant?
  /// The sizes of consecutive levels, the last one being expanded.
  private var levels: [Double] = []
  private var depth = -1
  /// The states before the level that is being expanded, or a few more.
  private var levelStart = 0
  private var states = 0
  private var expanded = 0
  private var expandedAtStart = 0
  private var bytes = 0

  /// From fewer levels nothing can be told.
  private static let fewest = 8
  /// How many of the last ratios the line goes through.
  private static let ratios = 8
  /// A search with more levels to come is none of which anything can be told.
  private static let mostLevels = 2000

  package init() {}

  /// Takes note of how far a search is.
  ///
  /// - Parameters:
  ///   - depth: The level that is being expanded.
  ///   - level: Its states; 0 if that is not known.
  ///   - states: All states so far.
  ///   - expanded: Those whose steps are known.
  ///   - bytes: The memory that they take.
  ///   - now: When that is so.
  package mutating func note(
    depth: Int, level: Int, states: Int, expanded: Int, bytes: Int,
    at now: ContinuousClock.Instant
  ) {
    // A search with fewer states than before is a second one of the same name.
    if start == nil || expanded < self.expanded {
      self = Forecast()
      (start, expandedAtStart) = (now, expanded)
    }
    if depth != self.depth {
      if depth != self.depth + 1 || level == 0 { levels = [] }
      if level > 0 { levels.append(Double(level)) }
      levelStart = expanded
    }
    (self.depth, self.states, self.expanded, self.bytes) = (depth, states, expanded, bytes)
  }

  /// What the search comes to; nil if nothing can be told yet.
  package func estimate(at now: ContinuousClock.Instant) -> Estimate? {
    guard let start, now - start >= .seconds(1), expanded > expandedAtStart, states > 0,
      let later = statesOfLaterLevels
    else { return nil }
    let all = max(Double(states), Double(levelStart) + levels[levels.count - 1] + later)
    let pace = (now - start) / .seconds(1) / Double(expanded - expandedAtStart)
    return Estimate(
      states: Int(all), bytes: Int(Double(bytes) / Double(states) * all),
      left: .seconds((all - Double(expanded)) * pace))
  }

  /// The states of the levels to come; nil if levels do not grow by less and less.
  private var statesOfLaterLevels: Double? {
    guard levels.count >= Self.fewest, let last = levels.last else { return nil }
    let ratios = zip(levels, levels.dropFirst()).map { log($1 / $0) }.suffix(Self.ratios)
    let middle = Double(ratios.count - 1) / 2
    let mean = ratios.reduce(0, +) / Double(ratios.count)
    let deviations = ratios.enumerated().map { (Double($0.offset) - middle, $0.element - mean) }
    let slope =
      deviations.reduce(0) { $0 + $1.0 * $1.1 } / deviations.reduce(0) { $0 + $1.0 * $1.0 }
    // Levels that shrink go on to do so.
    let fall = mean < 0 ? min(slope, 0) : slope
    var ratio = mean + fall * (middle + 1)
    guard fall < 0 || ratio < 0 else { return nil }
    var (level, all, count) = (last, 0.0, 0)
    while level >= 1 {
      level *= exp(ratio)
      ratio += fall
      all += level
      count += 1
      guard count < Self.mostLevels, all < 1e15 else { return nil }
    }
    return all
  }
}
