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

  func limits(_ console: Console) -> Limits {
    let deadline = timeout.map { ContinuousClock.now + .seconds($0) }
    let interruption = console.interruption
    return Limits(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: memory.map { $0 << 20 } ?? Memory.defaultLimit,
      shouldStop: {
        if let reason = interruption() { return reason }
        if let deadline, ContinuousClock.now > deadline { return .deadline }
        return nil
      },
      symmetry: symmetry, progress: console.progress.map(Self.progress))
  }

  /// One line, at most ten times a second.
  private static func progress(
    _ show: @escaping @Sendable (String) -> Void
  ) -> @Sendable (Limits.Progress) -> Void {
    let last = Mutex<ContinuousClock.Instant?>(nil)
    return { progress in
      let isDue = last.withLock { last in
        let now = ContinuousClock.now
        if let last, now - last < .milliseconds(100) { return false }
        last = now
        return true
      }
      guard isDue else { return }
      let column = progress.search.column
      let kernel = column.kernel.map { " on \($0)" } ?? ""
      show(
        "\(progress.finished)/\(progress.total) searches, \(column.title)\(kernel): "
          + "\(progress.states) states, depth \(progress.depth)")
    }
  }
}
