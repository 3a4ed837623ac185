import SMT
import Synchronization

/// Asks a bounded check to stop, from any task.
///
/// The check answers that it was interrupted: at once if Z3 is thinking, else before its next
/// query. Z3 loses an interrupt that comes in the instant before it thinks; whoever cannot wait
/// for that one query to end may give the signal again.
package final class StopSignal: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isStopped = false
    /// What to stop, by a number that its owner knows.
    var running: [Int: Interrupter] = [:]
    var count = 0
  }

  package init() {}

  package var isStopped: Bool { state.withLock { $0.isStopped } }

  package func stop() {
    state.withLock { state in
      state.isStopped = true
      for interrupter in state.running.values { interrupter.interrupt() }
    }
  }

  /// Runs a query that ``stop()`` interrupts; nil if the signal was given before.
  func whileRunning<Answer>(
    _ interrupter: Interrupter, _ query: () throws(SMTError) -> Answer
  ) throws(SMTError) -> Answer? {
    let number: Int? = state.withLock { state in
      if state.isStopped { return nil }
      state.count += 1
      state.running[state.count] = interrupter
      return state.count
    }
    guard let number else { return nil }
    defer { state.withLock { _ = $0.running.removeValue(forKey: number) } }
    return try query()
  }
}
