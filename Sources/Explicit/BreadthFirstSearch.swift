internal import TransitionSystem

/// The search: states are expanded in the order of their discovery, so that runs are shortest.
struct BreadthFirstSearch: ~Copyable {
  let options: SearchOptions
  let scope: Scope
  let evaluator: Evaluator
  let symmetry: Symmetry
  let transientSteps: TransientSteps
  var expansion: Expansion
  var store: StateStore
  var findings: Findings
  var batches: BatchExpansion
  var transitions = 0
  var orbitStates = 0
  var depth = 0
  /// The states of the level that is being expanded; 0 if it was begun by another process.
  var levelStates = 0
  /// Whether the search may go on with several threads; then not all states are in `store`.
  var isSharing = false
  /// What they saw, if it did.
  var shared: Shared?
  /// Whether states may go to disk; then not all of them are in `store`.
  var isSpilling = false
  /// Those that did, and their number: that of the first state in `store`.
  var disk: SettledStates?
  var settled = 0
  /// Why no more can.
  var failure: StorageFailure?
  /// Whether the search is kept for another process.
  var keeps = false
  /// The state whose orbit was last asked for.
  var lastOrbit = (number: -1, size: 1)
  /// What the search is for, if it need not go on once all of this is found.
  var wanted: Set<Findings.Kind>?

  /// Why the search ends.
  enum End {
    case exhausted
    case stopped(Verdict.Reason)
    /// The state with this number cannot be evaluated.
    case trapped(Int)
  }

  /// A search; `skipsTransientStates` if it will be run without transient states.
  init(
    _ system: TransitionSystem, scope: Scope, options: SearchOptions,
    skipsTransientStates: Bool = false
  ) {
    self.options = options
    self.scope = scope
    evaluator = Evaluator(system: system, scope: scope)
    symmetry = Symmetry(layout: evaluator.layout, mode: options.symmetricSorts)
    let packing = Packing(cellSizes: evaluator.layout.cellSizes)
    let program = Compiler.compile(
      evaluator.layout, packing: packing, withFootprints: skipsTransientStates)
    transientSteps = skipsTransientStates ? TransientSteps(program, symmetry) : TransientSteps()
    expansion = Expansion(program, symmetry)
    store = StateStore(
      wordCount: packing.wordCount, limit: options.memoryLimit,
      most: options.storage?.mostStates ?? .max)
    findings = Findings(program)
    batches = BatchExpansion(program, transientSteps)
    expansion.watch(findings.support)
  }

  /// Searches and tells what was seen.
  mutating func run() -> SearchResult {
    run { search, end, initial, result in search.tell(end, from: initial, in: &result) }
  }

  /// Searches, counts, and lets somebody tell what was found.
  mutating func run(
    telling told: (inout BreadthFirstSearch, End, State, inout SearchResult) -> Void
  ) -> SearchResult {
    let initial: State
    do throws(EvaluationError) { initial = try evaluator.initialState() } catch {
      var result = SearchResult()
      result.specError = .init(error: error, trace: Trace(steps: []))
      result.outcome = .stopped(.specError(error, Trace(steps: [])))
      return result
    }
    let end =
      resume().map { searchAll(from: $0.expanded, levelEnd: $0.levelEnd) }
      ?? searchAll(from: initial)
    // What a run to an error of the spec has seen is counted to the last state.
    if case .trapped = end { _ = settleLevel() }
    var result = counts
    told(&self, end, initial, &result)
    return result
  }

  /// Some of the states that were seen, evenly spread over the order of their discovery.
  func states(atMost most: Int) -> [State] {
    let interval = max(1, (store.count + most - 1) / max(most, 1))
    return store.states(every: interval, expansion.program.packing)
  }

  /// Loads a state that need not be stored.
  mutating func load(_ state: State) {
    expansion.load(state)
  }

  private mutating func searchAll(from initial: State) -> End {
    guard failure == nil else { return outOfMemory }
    load(initial)
    expansion.canonicalizeAlways()
    return insert(parent: 0, isMarked: true) ? searchAll(from: 0, levelEnd: 1) : outOfMemory
  }

  /// Searches from the state with this number on, the next level beginning with that one.
  mutating func searchAll(from first: Int, levelEnd end: Int) -> End {
    var number = first
    var levelEnd = end
    var nextPoll = first
    while true {
      if number == levelEnd {
        guard settleLevel() else { return outOfMemory }
        guard number < stateCount else { break }
        depth += 1
        levelStates = stateCount - levelEnd
        levelEnd = stateCount
        if let end = share(from: number) { return end }
      }
      if number >= nextPoll {
        let reason = poll(expanded: number)
        guard keep(expanded: number, levelEnd: levelEnd, isLast: reason != nil) else {
          return outOfMemory
        }
        if let reason { return .stopped(reason) }
        nextPoll = number + options.pollInterval
      }
      guard fetch(number) else { return outOfMemory }
      let batch = batch(from: number, atMost: min(levelEnd - number, VectorMachine.width))
      if let end = expand(from: number, batch) { return end }
      number += batch.count
      if let wanted, wanted.isSubset(of: findings.numbers.keys) { break }
    }
    if depth == options.maximumDepth { return .stopped(.depthBound(depth)) }
    return .exhausted
  }

  /// Looks at states one after the other.
  mutating func expandSingly(_ numbers: Range<Int>) -> End? {
    for number in numbers {
      guard fetch(number) else { return outOfMemory }
      load(number)
      if isMarked(number), !checkState(number) { return .trapped(number) }
      if depth < options.maximumDepth ?? .max, let end = expand(number) { return end }
    }
    return nil
  }

  private func poll(expanded: Int) -> Verdict.Reason? {
    if let progress = options.progress {
      progress(
        SearchProgress(
          distinctStates: settled > 0 ? settled : store.count, expandedStates: expanded,
          generatedTransitions: transitions, depth: depth, levelStates: levelStates,
          usedBytes: store.byteCount,
          settledStates: settled))
    }
    return options.shouldStop()
  }

  /// Evaluates the properties of states; false if that is an error of the spec.
  ///
  /// It is only needed for marked states: in any other one the properties are what they are in its
  /// parent, because the step changed nothing that they read and permutations do not matter.
  mutating func checkState(_ number: Int) -> Bool {
    guard findings.evaluate(&expansion.machine, state: number) else { return false }
    if findings.closeSettledProperties() { expansion.watch(findings.support) }
    return true
  }

  /// Takes every step from the loaded state; tells if the search has to end there.
  private mutating func expand(_ number: Int) -> End? {
    let before = transitions
    for candidate in 0..<expansion.candidateCount {
      switch expansion.fire(candidate) {
      case .rejected: continue
      case .trapped: return .trapped(number)
      case .accepted: transitions &+= 1
      }
      findings.noteFired(Int(expansion.instance(candidate).action))
      noteReports(number)
      let isMarked = expansion.stepConcernsProperties()
      expansion.canonicalize()
      guard insert(parent: number, isMarked: isMarked) else { return outOfMemory }
    }
    return transitions == before ? checkDeadlock(number) : nil
  }

  private mutating func noteReports(_ number: Int) {
    for position in 0..<expansion.machine.reportCount {
      findings.note(check: Int(expansion.machine.reports[position]), state: number)
    }
  }

  /// Adds the state after the step; false if there is no memory for it.
  private mutating func insert(parent: Int, isMarked: Bool) -> Bool {
    var insertion = store.insert(expansion.machine.words, parent: parent, isMarked: isMarked)
    if insertion == .full, settle() {
      insertion = store.insert(expansion.machine.words, parent: parent, isMarked: isMarked)
    }
    switch insertion {
    case .known: return true
    case .full: return false
    case .added:
      // A state after states on disk may be one of them.
      if settled == 0 { orbitStates += expansion.orbitSize() }
      return true
    }
  }

  private mutating func checkDeadlock(_ number: Int) -> End? {
    guard options.checksDeadlock, findings.deadlock == nil,
      let entry = expansion.program.quiescent
    else { return nil }
    switch expansion.machine.run(entry) {
    case .accepted: return nil
    case .trapped: return .trapped(number)
    case .rejected:
      findings.deadlock = number
      return nil
    }
  }
}
