internal import Glibc
internal import Synchronization

/// Runs some work on so many threads, of which this one is the first, and waits for all of them.
///
/// - Parameters:
///   - count: The number of threads.
///   - work: Gets the number of its thread, from 0 on.
/// - Returns: Whether the threads could be had; if not, nothing was done.
func onThreads(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) -> Bool {
  let gate = Gate()
  var threads: [pthread_t] = []
  var areAll = true
  for number in 1..<max(count, 1) where areAll {
    let start = ThreadStart(gate: gate) { work(number) }
    if let thread = start.run() { threads.append(thread) } else { areAll = false }
  }
  gate.open(areAll)
  if areAll { work(0) }
  for thread in threads { pthread_join(thread, nil) }
  return areAll
}

/// Where threads wait until it is known whether there are enough of them.
private final class Gate: Sendable {
  private let state = Atomic<Int>(0)

  func open(_ isForWork: Bool) { state.store(isForWork ? 1 : 2, ordering: .releasing) }

  /// Whether to work.
  func pass() -> Bool {
    while true {
      let state = state.load(ordering: .acquiring)
      if state != 0 { return state == 1 }
      sched_yield()
    }
  }
}

private final class ThreadStart: Sendable {
  private let gate: Gate
  private let work: @Sendable () -> Void

  init(gate: Gate, _ work: @escaping @Sendable () -> Void) {
    self.gate = gate
    self.work = work
  }

  /// Starts a thread that works once the gate is open; nil if there is none to be had.
  func run() -> pthread_t? {
    let this = unsafe Unmanaged.passRetained(self)
    var thread = pthread_t()
    let error = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let start = unsafe Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
        if start.gate.pass() { start.work() }
        return nil
      }, this.toOpaque())
    if error == 0 { return thread }
    unsafe this.release()
    return nil
  }
}
