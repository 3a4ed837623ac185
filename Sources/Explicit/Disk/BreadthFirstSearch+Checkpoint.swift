internal import TransitionSystem

/// A search is kept as its log and a `SearchPoint`: the log only grows, so that a point which was
/// saved stays true whatever is written after it.
extension BreadthFirstSearch {
  /// Goes where a search that was kept has come; nil if there is none, and this one begins anew.
  ///
  /// Where its states cannot be read, or do not fit, `failure` says why, and they stay as they are.
  mutating func resume() -> SearchPoint? {
    guard isSpilling, let storage = options.storage, let checkpoint = storage.checkpoint else {
      return nil
    }
    keeps = true
    guard let start = checkpoint.start else { return nil }
    do throws(StorageFailure) {
      if isPossible(start) {
        let disk = try openDisk(storage)
        if try disk.isIntact(start), try disk.load(&store) {
          settled = disk.count
          restore(start)
          return start
        }
      }
    } catch {
      failure = error
      return nil
    }
    checkpoint.complain(.damaged("its states are not those that were kept"))
    beginAnew(storage)
    return nil
  }

  /// Puts aside what was kept.
  private mutating func beginAnew(_ storage: SearchStorage) {
    store.removeAll()
    (disk, settled) = (nil, 0)
    var storage = storage
    storage.checkpoint?.start = nil
    do throws(StorageFailure) { _ = try openDisk(storage) } catch { failure = error }
  }

  /// Whether all numbers of a point are within bounds.
  private func isPossible(_ point: SearchPoint) -> Bool {
    let properties = Set(expansion.program.stateProperties.map(\.position))
    let states = (point.properties + point.checks).map(\.state) + [point.deadlock ?? 0]
    return (1..<1 << 31).contains(point.states) && (0...point.states).contains(point.levelEnd)
      && (0...point.levelEnd).contains(point.expanded) && point.depth >= 0
      && states.allSatisfy { (0..<point.states).contains($0) }
      && point.properties.allSatisfy { properties.contains($0.what) }
      && point.checks.allSatisfy { findings.checkStates.indices.contains($0.what) }
      && point.firedActions.allSatisfy(expansion.program.system.actions.indices.contains)
  }

  private mutating func restore(_ point: SearchPoint) {
    depth = point.depth
    transitions = point.transitions
    orbitStates = point.orbitStates
    for found in point.properties { findings.note(property: found.what, state: found.state) }
    for found in point.checks { findings.note(check: found.what, state: found.state) }
    findings.deadlock = point.deadlock
    for action in point.firedActions { findings.noteFired(action) }
    if findings.closeSettledProperties() { expansion.watch(findings.support) }
  }

  /// Keeps how far the search is if that is due, or if it ends here.
  ///
  /// - Returns: Whether the search can go on.
  mutating func keep(expanded: Int, levelEnd: Int, isLast: Bool = false) -> Bool {
    guard keeps, let storage = options.storage, let checkpoint = storage.checkpoint,
      isLast || checkpoint.isDue()
    else { return true }
    guard settleLevel() else { return false }
    do throws(StorageFailure) {
      let disk = try openDisk(storage)
      let digest = try disk.log(store)
      try checkpoint.save(point(expanded: expanded, levelEnd: levelEnd, digest))
    } catch {
      keeps = false
      checkpoint.complain(.notKept(error.message))
    }
    return true
  }

  private func point(expanded: Int, levelEnd: Int, _ digest: UInt64) -> SearchPoint {
    var point = SearchPoint()
    point.states = stateCount
    point.digest = digest
    point.expanded = expanded
    point.levelEnd = levelEnd
    point.depth = depth
    point.transitions = transitions
    point.orbitStates = orbitStates
    for (position, state) in findings.propertyStates.enumerated() {
      if let state { point.properties.append(.init(what: position, state: state)) }
    }
    point.checks = findings.checkOrder.compactMap { check in
      findings.checkStates[check].map { .init(what: check, state: $0) }
    }
    point.deadlock = findings.deadlock
    point.firedActions = firedActions.sorted()
    return point
  }
}
