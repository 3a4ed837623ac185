internal import TransitionSystem

/// A level is expanded batch by batch. What a batch shows is as if its states had been expanded one
/// after the other; where that cannot be told from the batch, as after an error of the spec, it is
/// done so.
extension BreadthFirstSearch {
  /// How many states ahead of the one that is inserted the table's memory is asked for.
  private static let distance = 16

  /// Looks at states, of which none has been looked at, and takes their steps.
  mutating func expand(from number: Int, _ batch: Batch) -> End? {
    batches.load(batch)
    let disk = settled > 0 ? disk : nil
    let isAsDemanded = batches.areAsDemanded(findings) { lane in
      disk?.isMarked(number + lane) ?? store.isMarked(number + lane)
    }
    if !isAsDemanded {
      for lane in 0..<batch.count where isMarked(number + lane) {
        load(number + lane)
        if !checkState(number + lane) { return expandSingly(number..<number + batch.count) }
      }
    }
    guard depth < options.maximumDepth ?? .max else { return nil }
    guard batches.expand(), checkDeadlocks(from: number, batch.count),
      batches.leaveTransientStates()
    else { return expandSingly(number..<number + batch.count) }
    findings.note(batches.machine.reports) { number + $0 }
    findings.note(batches.transient.reports) { number + $0 }
    batches.look(
      &expansion.canonicalizer, hashMask: store.hashMask, support: expansion.support)
    return insertSteps(from: number) ? nil : outOfMemory
  }

  /// Looks for states without a step; false if whether one is quiescent is an error of the spec.
  private mutating func checkDeadlocks(from number: Int, _ count: Int) -> Bool {
    guard options.checksDeadlock, findings.deadlock == nil,
      let entry = expansion.program.quiescent
    else { return true }
    for lane in 0..<count where batches.stepCount(lane) == 0 {
      load(number + lane)
      switch expansion.machine.run(entry) {
      case .accepted: continue
      case .trapped: return false
      case .rejected:
        findings.deadlock = number + lane
        return true
      }
    }
    return true
  }

  /// Adds the states after the steps, state by state; false if there is no memory for one.
  private mutating func insertSteps(from number: Int) -> Bool {
    let count = batches.machine.steps.count
    var position = -2 * Self.distance
    while position < count {
      let (near, far) = (position &+ Self.distance, position &+ 2 * Self.distance)
      if far < count { store.prefetchSlot(batches.looks[Int(batches.order[far])].hash) }
      if near >= 0, near < count {
        store.prefetchState(batches.looks[Int(batches.order[near])].hash)
      }
      if position >= 0, !insert(step: Int(batches.order[position]), from: number) { return false }
      position &+= 1
    }
    return true
  }

  @inline(__always)
  private mutating func insert(step: Int, from number: Int) -> Bool {
    let look = batches.looks[step]
    let lane = Int(batches.machine.steps.lanes[step])
    transitions &+= 1
    var insertion = unsafe store.insert(
      batches.machine.steps.row(step), look.hash, parent: number &+ lane, isMarked: look.isMarked)
    if insertion == .full, settle() {
      insertion = unsafe store.insert(
        batches.machine.steps.row(step), look.hash, parent: number &+ lane,
        isMarked: look.isMarked)
    }
    switch insertion {
    case .known: return true
    case .full: return false
    case .added:
      // A state after states on disk may be one of them.
      if settled == 0 {
        orbitStates &+= look.orbit > 0 ? Int(look.orbit) : orbit(of: number &+ lane)
      }
      return true
    }
  }

  /// The number of states that a stored one stands for.
  private mutating func orbit(of number: Int) -> Int {
    if expansion.canonicalizer.isTrivial { return 1 }
    if lastOrbit.number == number { return lastOrbit.size }
    store.load(number, into: &expansion.machine.words)
    lastOrbit = (number, unsafe expansion.canonicalizer.canonicalize(expansion.machine.words.base))
    return lastOrbit.size
  }
}
