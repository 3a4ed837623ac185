import ArgumentParser
import Checking
import Foundation
import Synchronization
import TransitionSystem

/// What the command line allows a run to use.
struct RunLimits {
  var memory: Int?
  var timeout: Int?
  var threads: Int?
  var symmetry = true
  var reducesAll = false
  /// Whether more memory than is allowed ends the run, and not only its searches.
  var endsByMemory = false
  /// The folder for states that memory does not hold; nil: then a search ends.
  var scratch: String?

  /// Throws unless each number that is given is a possible limit.
  static func validate(_ numbers: [(name: String, number: Int?)]) throws {
    for (name, number) in numbers {
      guard let number, !(1...1_000_000_000).contains(number) else { continue }
      throw ValidationError("\(name) \(number): write a number from 1 on")
    }
  }

  func limits(_ console: Console) -> Limits {
    let deadline = timeout.map { ContinuousClock.now + .seconds($0) }
    let interruption = console.interruption
    let most = memory.map { $0 << 20 } ?? Memory.defaultLimit
    let isFull = Memory.watch(endsByMemory ? most : .max)
    var limits = Limits(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: most,
      shouldStop: {
        if let reason = interruption() { return reason }
        if let deadline, ContinuousClock.now > deadline { return .deadline }
        return isFull() ? .memoryLimit : nil
      },
      symmetry: symmetry, progress: console.progress.map(Self.progress))
    limits.reducesAll = reducesAll
    limits.storage = scratch.map(Scratch.storage)
    return limits
  }

  /// One line, at most ten times a second.
  private static func progress(
    _ show: @escaping @Sendable (String) -> Void
  ) -> @Sendable (Limits.Progress) -> Void {
    struct Watch {
      var shown: ContinuousClock.Instant?
      var pace = Pace<Plan.Search>()
    }
    let watch = Mutex(Watch())
    return { progress in
      let now = ContinuousClock.now
      let pace: Pace<Plan.Search>? = watch.withLock { watch in
        watch.pace.note(progress.states, of: progress.search, at: now)
        if let shown = watch.shown, now - shown < .milliseconds(100) { return nil }
        watch.shown = now
        return watch.pace
      }
      guard let pace else { return }
      show(line(progress, pace, at: now))
    }
  }

  /// What is of interest to the end of a run comes first: a narrow terminal cuts the rest.
  private static func line(
    _ progress: Limits.Progress, _ pace: Pace<Plan.Search>, at now: ContinuousClock.Instant
  ) -> String {
    let left = pace.timeLeft(finished: progress.finished, of: progress.total, at: now)
    let run = [
      "\(progress.finished)/\(progress.total) searches",
      pace.statesPerSecond(at: now).map { "\($0) states/s" },
      Memory.used.map { "\($0 >> 20) MiB" }, left.map { "about \(words($0)) left" },
    ].compactMap(\.self).joined(separator: ", ")
    let search = progress.search
    return "\(run); \(search.column.place), \(cells(search.properties)): "
      + "\(progress.states) states, depth \(progress.depth)"
  }

  /// The rows of the table that a search decides: the first one, and how many more.
  private static func cells(_ properties: [String]) -> String {
    let more = properties.count - 1
    return (properties.first ?? "") + (more > 0 ? " and \(more) more" : "")
  }

  /// `40 s`, or minutes from two on.
  private static func words(_ time: Duration) -> String {
    let seconds = Int(time / .seconds(1))
    return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
  }
}
