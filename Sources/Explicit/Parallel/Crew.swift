internal import Glibc
internal import Synchronization
internal import TransitionSystem

/// What the threads of one search share: the states, the level, and where they wait for each other.
///
/// What is no atomic is written by the leader alone, and read after all of them have waited, or by
/// who starts them.
@safe final class Crew: @unchecked Sendable {
  /// Why the search ends before all states are seen.
  enum End: Int, AtomicRepresentable {
    case none, memory, trapped, asked
  }

  let states: SharedStates
  private(set) var depth: Int
  /// The states of the level.
  private var levelStates = 0
  private(set) var isDone = false
  /// Why whoever was asked wants the search to end.
  private(set) var reason: Verdict.Reason?
  private let options: SearchOptions
  private var chunks: [Range<Int>] = []
  private let nextChunk = Atomic<Int>(0)
  /// What each thread has handed in; nobody else touches it before all have waited.
  private let hands = (0..<SharedStates.mostThreads).map { _ in Hand() }
  private let end = Atomic<End>(.none)
  private let mustGrow = Atomic<Bool>(false)
  private let canGrow = Atomic<Bool>(false)
  private let expanded: Atomic<Int>
  private let transitions: Atomic<Int>
  private let barrier: UnsafeMutablePointer<pthread_barrier_t>
  private var size = 1
  /// Whether there are more threads now, which have to begin the level.
  private(set) var mustGather = false

  /// For threads that begin with a level when so many states were expanded, with so many
  /// transitions.
  init(
    _ states: SharedStates, options: SearchOptions, depth: Int, expanded: Int, transitions: Int
  ) {
    self.states = states
    self.options = options
    self.depth = depth
    self.expanded = Atomic(expanded)
    self.transitions = Atomic(transitions)
    unsafe barrier = .allocate(capacity: 1)
    unsafe pthread_barrier_init(barrier, nil, UInt32(size))
  }

  /// Waits for so many threads from now on; called when none of them works.
  func gather(_ size: Int) {
    unsafe pthread_barrier_destroy(barrier)
    unsafe pthread_barrier_init(barrier, nil, UInt32(size))
    self.size = size
    if mustGather { isDone = false }
    mustGather = false
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
        generatedTransitions: transitionCount, depth: depth, levelStates: levelStates,
        usedBytes: states.byteCount))
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
    var (grows, mustRepeat) = (true, false)
    repeat {
      if isLeader { canGrow.store(states.beginGrowth(), ordering: .relaxed) }
      wait()
      grows = canGrow.load(ordering: .relaxed)
      if grows { states.moveStates() }
      wait()
      mustRepeat = grows && states.isCrowded.load(ordering: .relaxed)
      wait()
    } while mustRepeat
    if isLeader {
      if grows { states.endGrowth() } else { stop(.memory) }
      mustGrow.store(false, ordering: .relaxed)
    }
    wait()
    return true
  }

  /// Hands in what a thread has found in this level, and says where it writes.
  func handIn(_ writer: inout SharedStates.Writer, of number: Int) {
    hands[number].written = writer.takeWritten()
    hands[number].block = writer.block
  }

  /// Hands in what a thread saw in all its levels.
  func handIn(_ sight: Sight, of number: Int) { hands[number].sight = sight }

  /// What the threads saw that were gathered last; nil in the place of one that has not worked.
  var sights: [Sight?] { hands.map(\.sight) }

  /// Makes what was handed in the level to expand, or ends the search.
  func beginLevel(depth: Int) {
    let found = hands.flatMap(\.written)
    // No range lies in two blocks.
    let blocks = found.map { $0.lowerBound >> SharedStates.blockScale }
    states.recycle(except: Set(hands.map(\.block) + blocks))
    for hand in hands { (hand.written, hand.block) = ([], -1) }
    isDone = found.isEmpty || ending != .none
    if !isDone {
      self.depth = depth
      mustGather = size < SharedStates.mostThreads && options.threads() > size
      isDone = mustGather
    }
    levelStates = found.reduce(0) { $0 + $1.count }
    chunks.removeAll(keepingCapacity: true)
    for range in found {
      for first in stride(from: range.lowerBound, to: range.upperBound, by: VectorMachine.width) {
        chunks.append(first..<min(first + VectorMachine.width, range.upperBound))
      }
    }
    nextChunk.store(0, ordering: .relaxed)
  }
}

/// What one thread hands in.
private final class Hand: @unchecked Sendable {
  var written: [Range<Int>] = []
  var block = -1
  var sight: Sight?
}
