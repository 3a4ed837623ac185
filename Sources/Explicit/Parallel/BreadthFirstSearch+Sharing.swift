internal import TransitionSystem

/// A search that has become large goes on with the threads that it can have.
///
/// They see the same states in the same levels, but in no fixed order, and keep no parents. So what
/// they find counts as found at its level, and the runs to it are those of a second search, alone,
/// which ends there.
extension BreadthFirstSearch {
  /// What the threads saw.
  struct Shared {
    var end: End
    var stateCount: Int
    var byteCount: Int
    var firedActions: Set<Int> = []
    /// What was found, each with the level of the state before the step, or of the state.
    var levels: [Findings.Kind: Int] = [:]
  }

  /// Goes on from the beginning of a level.
  ///
  /// - Returns: What was seen; nil if the threads cannot be had, if memory ends before the states
  ///   and there is a disk, or if a state is an error of the spec, which only a search in order can
  ///   tell.
  mutating func goOn(on threads: Int, from first: Int) -> Shared? {
    let states = SharedStates(
      wordCount: store.wordCount, quotient: quotient, limit: options.memoryLimit - store.byteCount)
    let crew = Crew(
      states, options: options, depth: depth, expanded: first, transitions: transitions)
    guard hand(to: states, crew, from: first) else { return nil }
    var all = Sight()
    let (program, symmetry, options) = (expansion.program, symmetry, options)
    let transientSteps = transientSteps
    let known = Set(findings.numbers.keys)
    var (size, areDone) = (threads, true)
    repeat {
      crew.gather(size)
      areDone = onThreads(size) { number in
        var worker = Worker(
          crew, number: number, program, symmetry, transientSteps, known: known,
          options: options)
        worker.run()
      }
      for sight in crew.sights { sight.map { all.add($0) } }
      size = min(options.threads(), SharedStates.mostThreads)
    } while areDone && crew.mustGather
    guard areDone, crew.ending != .trapped else { return nil }
    // Alone, and with less in memory, it goes on with states on disk.
    if crew.ending == .memory, isSpilling, options.storage != nil { return nil }
    transitions = crew.transitionCount
    orbitStates += all.orbitStates
    depth = crew.depth
    return Shared(
      end: end(of: crew), stateCount: states.count, byteCount: states.byteCount + store.byteCount,
      firedActions: all.firedActions, levels: all.levels)
  }

  /// How slots may keep the states; nil if rows have to.
  private var quotient: Quotient? {
    guard options.usesQuotients else { return nil }
    return Quotient(expansion.program.packing.wordBits).flatMap {
      SharedStates.suits($0) ? $0 : nil
    }
  }

  /// Goes on with several threads if there are any to be had, or with one if the states then take
  /// less memory; nil if the search goes on as it is.
  mutating func share(from first: Int) -> End? {
    guard isSharing, settled == 0, store.count >= options.sharingThreshold else { return nil }
    let threads = min(options.threads(), SharedStates.mostThreads)
    guard threads > 1 || quotient != nil else { return nil }
    shared = goOn(on: threads, from: first)
    // Who could not share once will not try again.
    isSharing = shared != nil
    return shared?.end
  }

  /// Puts what the threads saw into a result, with runs to what they found.
  func report(_ shared: Shared, in result: inout SearchResult) {
    result.distinctStates = shared.stateCount
    result.usedBytes = shared.byteCount
    result.firedActions.formUnion(shared.firedActions)
    guard let last = shared.levels.values.max() else { return }
    var options = options
    options.maximumDepth = min(last + 1, options.maximumDepth ?? .max)
    options.threads = { 1 }
    options.storage?.checkpoint = nil
    var again = BreadthFirstSearch(evaluator.system, scope: scope, options: options)
    again.isSpilling = isSpilling
    let told = again.run()
    result.violations.merge(told.violations) { mine, _ in mine }
    result.witnesses.merge(told.witnesses) { mine, _ in mine }
    result.covers.merge(told.covers) { mine, _ in mine }
    result.deadlock = result.deadlock ?? told.deadlock
    if case .stopped(let reason) = told.outcome {
      if case .depthBound = reason { return again.demandAll(of: shared) }
      // What was found cannot be shown.
      return result.outcome = .stopped(reason)
    }
    again.demandAll(of: shared)
  }

  /// Ends the program if threads have found what a search alone does not.
  private func demandAll(of shared: Shared) {
    let mine = findings.numbers
    precondition(
      shared.levels.keys.allSatisfy { mine[$0] != nil }, "threads found what is not there")
  }

  /// Gives all states to the threads, and the rest of them to be expanded.
  private func hand(to states: SharedStates, _ crew: Crew, from first: Int) -> Bool {
    var writer = SharedStates.Writer()
    var words = Buffer(repeating: UInt32(0), count: store.wordCount)
    for number in 0..<store.count {
      if number == first { _ = writer.takeWritten() }
      store.load(number, into: &words)
      while !states.promise(1) {
        guard states.grow(writer) else { return false }
      }
      insertion: while true {
        let view = states.view
        let hash = unsafe view.hash(words.base)
        let isMarked = store.isMarked(number)
        switch unsafe view.insert(words.base, hash, isMarked: isMarked, by: &writer) {
        case .added: break insertion
        case .crowded: guard states.grow(writer) else { return false }
        case .known, .full: return false
        }
      }
    }
    states.publish(writer)
    crew.handIn(&writer, of: 0)
    crew.beginLevel(depth: depth)
    return true
  }

  private func end(of crew: Crew) -> End {
    switch crew.ending {
    case .memory: .stopped(.memoryLimit)
    case .asked: .stopped(crew.reason ?? .interrupted)
    case .none, .trapped:
      depth == options.maximumDepth ? .stopped(.depthBound(depth)) : .exhausted
    }
  }
}
