internal import Glibc
internal import Synchronization
internal import TransitionSystem

/// What the threads of one search share: the states, the level, and where they wait for each other.
///
/// What is no atomic is written by the leader alone, and read after all of them have waited.
@safe final class Crew: @unchecked Sendable {
  /// Why the search ends before all states are seen.
  enum End: Int, AtomicRepresentable {
    case none, memory, trapped, asked
  }

  let states: SharedStates
  private(set) var depth: Int
  private(set) var isDone = false
  /// Why whoever was asked wants the search to end.
  private(set) var reason: Verdict.Reason?
  private let options: SearchOptions
  private var chunks: [Range<Int>] = []
  private let nextChunk = Atomic<Int>(0)
  private let written = Mutex<[Range<Int>]>([])
  private let end = Atomic<End>(.none)
  private let mustGrow = Atomic<Bool>(false)
  private let canGrow = Atomic<Bool>(false)
  private let expanded: Atomic<Int>
  private let transitions: Atomic<Int>
  private let barrier: UnsafeMutablePointer<pthread_barrier_t>

  /// Threads that begin with a level when so many states were expanded, with so many transitions.
  init(
    _ states: SharedStates, size: Int, options: SearchOptions, depth: Int, expanded: Int,
    transitions: Int
  ) {
    self.states = states
    self.options = options
    self.depth = depth
    self.expanded = Atomic(expanded)
    self.transitions = Atomic(transitions)
    unsafe barrier = .allocate(capacity: 1)
    unsafe pthread_barrier_init(barrier, nil, UInt32(size))
  }

  deinit {
    unsafe pthread_barrier_destroy(barrier)
    unsafe barrier.deallocate()
  }

  var ending: End { end.load(ordering: .relaxed) }
  var transitionCount: Int { transitions.load(ordering: .relaxed) }

  /// Waits until all threads do.
  func wait() { _ = unsafe pthread_barrier_wait(barrier) }

  /// Ends the search.
  func stop(_ end: End) { self.end.store(end, ordering: .relaxed) }

  /// States to expand; nil if there are none left in this level, or the table has to grow first.
  func takeChunk() -> Range<Int>? {
    guard ending == .none, !mustGrow.load(ordering: .relaxed) else { return nil }
    let (position, _) = nextChunk.add(1, ordering: .relaxed)
    return position < chunks.count ? chunks[position] : nil
  }

  /// Notes what a thread has done; the leader asks whether to go on.
  func note(expanded more: Int, transitions steps: Int, isLeader: Bool) {
    expanded.add(more, ordering: .relaxed)
    transitions.add(steps, ordering: .relaxed)
    guard isLeader else { return }
    options.progress?(
      SearchProgress(
        distinctStates: states.count, expandedStates: expanded.load(ordering: .relaxed),
        generatedTransitions: transitionCount, depth: depth, usedBytes: states.byteCount))
    guard let reason = options.shouldStop() else { return }
    self.reason = reason
    stop(.asked)
  }

  /// Asks for a larger table; `meet` has to follow.
  func askForGrowth() { mustGrow.store(true, ordering: .relaxed) }

  /// Waits for the others, and lets the table grow if one of them wants that; tells if it has.
  func meet(_ writer: SharedStates.Writer, isLeader: Bool) -> Bool {
    states.publish(writer)
    wait()
    guard mustGrow.load(ordering: .relaxed) else { return false }
    if isLeader { canGrow.store(states.beginGrowth(), ordering: .relaxed) }
    wait()
    let grows = canGrow.load(ordering: .relaxed)
    if grows { states.moveBlocks() }
    wait()
    if isLeader {
      if grows { states.endGrowth() } else { stop(.memory) }
      mustGrow.store(false, ordering: .relaxed)
    }
    wait()
    return true
  }

  /// Hands in what a thread has found in this level.
  func handIn(_ ranges: [Range<Int>]) { written.withLock { $0 += ranges } }

  /// Makes what was handed in the level to expand, or ends the search.
  func beginLevel(depth: Int) {
    let found = written.withLock { written in
      defer { written = [] }
      return written
    }
    isDone = found.isEmpty || ending != .none
    if !isDone { self.depth = depth }
    chunks.removeAll(keepingCapacity: true)
    for range in found {
      for first in stride(from: range.lowerBound, to: range.upperBound, by: VectorMachine.width) {
        chunks.append(first..<min(first + VectorMachine.width, range.upperBound))
      }
    }
    nextChunk.store(0, ordering: .relaxed)
  }
}
