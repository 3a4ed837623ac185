internal import TransitionSystem

/// One thread of a search: it takes states of the level, expands them and adds what comes next.
struct Worker: ~Copyable {
  /// How many states ahead of the one that is inserted the table's memory is asked for.
  private static let distance = 16

  let crew: Crew
  private let number: Int
  private let isLeader: Bool
  private let checksDeadlock: Bool
  private let maximumDepth: Int
  private var expansion: Expansion
  private var batches: BatchExpansion
  private var table: SharedStates.View
  private var writer = SharedStates.Writer()
  /// For each finding the level; of what was found before the search was shared, -1.
  private var findings: Findings
  private var orbitStates = 0
  /// The state of the batch whose orbit was last asked for.
  private var lastOrbit = (lane: -1, size: 1)

  init(
    _ crew: Crew, number: Int, _ program: CompiledSystem, _ symmetry: Symmetry,
    _ transientSteps: TransientSteps, known: Set<Findings.Kind>, options: SearchOptions
  ) {
    self.crew = crew
    self.number = number
    isLeader = number == 0
    checksDeadlock = options.checksDeadlock
    maximumDepth = options.maximumDepth ?? .max
    expansion = Expansion(program, symmetry)
    batches = BatchExpansion(program, transientSteps)
    table = crew.states.view
    findings = Findings(program)
    findings.skip(known)
    expansion.watch(findings.support)
  }

  /// What was seen, for the other threads' to be added to.
  private var sight: Sight {
    Sight(
      orbitStates: orbitStates, firedActions: batches.firedActions,
      levels: findings.numbers.filter { $0.value >= 0 })
  }

  /// Works until the search is done.
  mutating func run() {
    while !crew.isDone {
      repeat {
        while let chunk = crew.takeChunk() { expand(chunk) }
      } while meet()
      crew.handIn(&writer, of: number)
      crew.wait()
      if isLeader { crew.beginLevel(depth: crew.depth + 1) }
      crew.wait()
    }
    crew.handIn(sight, of: number)
  }

  /// Waits for the others; tells if the table has grown.
  private mutating func meet() -> Bool {
    guard crew.meet(writer, isLeader: isLeader) else { return false }
    table = crew.states.view
    return true
  }

  private mutating func expand(_ chunk: Range<Int>) {
    let batch = table.batch(chunk)
    batches.load(batch)
    guard check(batch, from: chunk.lowerBound) else { return crew.stop(.trapped) }
    guard crew.depth < maximumDepth else { return }
    guard batches.expand(), checkDeadlocks(batch), batches.leaveTransientStates() else {
      return crew.stop(.trapped)
    }
    let depth = crew.depth
    findings.note(batches.machine.reports) { _ in depth }
    findings.note(batches.transient.reports) { _ in depth }
    batches.look(&expansion.canonicalizer, table.quotient, support: expansion.support)
    if !insertSteps(batch) { crew.stop(.memory) }
    crew.note(
      expanded: chunk.count, transitions: batches.machine.steps.count, isLeader: isLeader)
  }

  /// Evaluates the properties of marked states; false if that is an error of the spec.
  private mutating func check(_ batch: Batch, from first: Int) -> Bool {
    let table = table
    if batches.areAsDemanded(findings, marked: { table.isMarked(first + $0) }) { return true }
    for lane in 0..<batch.count where table.isMarked(first + lane) {
      load(batch, lane)
      guard findings.evaluate(&expansion.machine, state: crew.depth) else { return false }
      if findings.closeSettledProperties() { expansion.watch(findings.support) }
    }
    return true
  }

  private mutating func load(_ batch: Batch, _ lane: Int) {
    unsafe expansion.machine.before.copy(from: batch.row(lane))
    expansion.load()
  }

  /// Looks for states without a step; false if whether one is quiescent is an error of the spec.
  private mutating func checkDeadlocks(_ batch: Batch) -> Bool {
    guard checksDeadlock, findings.deadlock == nil, let entry = expansion.program.quiescent
    else { return true }
    for lane in 0..<batch.count where batches.stepCount(lane) == 0 {
      load(batch, lane)
      switch expansion.machine.run(entry) {
      case .accepted: continue
      case .trapped: return false
      case .rejected:
        findings.deadlock = crew.depth
        return true
      }
    }
    return true
  }

  /// Adds the states after the steps; false if there is no memory for them.
  private mutating func insertSteps(_ batch: Batch) -> Bool {
    let count = batches.machine.steps.count
    while !crew.states.promise(count) {
      guard growTable() else { return true }
    }
    lastOrbit.lane = -1
    var added = 0
    defer { crew.states.release(count - added) }
    var position = -2 * Self.distance
    while position < count {
      let (near, far) = (position &+ Self.distance, position &+ 2 * Self.distance)
      if far < count { table.prefetchSlot(batches.looks[Int(batches.order[far])].hash) }
      if near >= 0, near < count {
        table.prefetchState(batches.looks[Int(batches.order[near])].hash)
      }
      if position >= 0 {
        switch insert(step: Int(batches.order[position]), batch) {
        case .known: break
        case .added: added &+= 1
        case .full: return false
        case .crowded:
          guard growTable() else { return true }
          continue
        }
      }
      position &+= 1
    }
    return true
  }

  /// Lets the table grow; false if the search ends instead.
  private mutating func growTable() -> Bool {
    if crew.ending != .none { return false }
    crew.askForGrowth()
    _ = meet()
    return crew.ending == .none
  }

  @inline(__always)
  private mutating func insert(step: Int, _ batch: Batch) -> SharedStates.Insertion {
    let look = batches.looks[step]
    let insertion = unsafe table.insert(
      batches.machine.steps.row(step), look.hash, isMarked: look.isMarked, by: &writer)
    if case .added = insertion {
      let lane = Int(batches.machine.steps.lanes[step])
      orbitStates &+= look.orbit > 0 ? Int(look.orbit) : orbit(of: lane, batch)
    }
    return insertion
  }

  /// The number of states that a stored one stands for.
  private mutating func orbit(of lane: Int, _ batch: Batch) -> Int {
    if expansion.canonicalizer.isTrivial { return 1 }
    if lastOrbit.lane == lane { return lastOrbit.size }
    unsafe expansion.machine.words.copy(from: batch.row(lane))
    lastOrbit = (lane, unsafe expansion.canonicalizer.canonicalize(expansion.machine.words.base))
    return lastOrbit.size
  }
}

/// What some threads saw together.
struct Sight: Sendable {
  var orbitStates = 0
  var firedActions: Set<Int> = []
  /// What was found, each with its first level.
  var levels: [Findings.Kind: Int] = [:]

  mutating func add(_ other: Sight) {
    orbitStates += other.orbitStates
    firedActions.formUnion(other.firedActions)
    levels.merge(other.levels) { min($0, $1) }
  }
}
