internal import TransitionSystem

/// When memory is full, states go to disk, and the table takes only what is new since; the search
/// is the same to the last number. All of this costs nothing as long as no state is on disk.
extension BreadthFirstSearch {
  /// The number of states, in a level that has been settled.
  var stateCount: Int { settled &+ store.count }

  /// Why the search ends when it can put a state nowhere.
  var outOfMemory: End {
    .stopped(failure.map { .storage($0.message) } ?? .memoryLimit)
  }

  /// Makes room in memory; false if there is nowhere else for the states to go.
  mutating func settle() -> Bool {
    guard isSpilling, failure == nil, store.count > 0, let storage = options.storage else {
      return false
    }
    do throws(StorageFailure) {
      let disk = try openDisk(storage)
      let before = settled
      try disk.settle(&store)
      settled = disk.count
      // The orbits of what was never on disk have been counted when it was found.
      if before > 0 { try countOrbits(before..<settled, disk) }
    } catch {
      failure = error
    }
    return failure == nil
  }

  /// The states on disk, none at first.
  mutating func openDisk(
    _ storage: SearchStorage
  ) throws(StorageFailure) -> SettledStates {
    if let disk { return disk }
    let new = try SettledStates(storage, wordCount: store.wordCount, hashMask: store.hashMask)
    disk = new
    return new
  }

  private mutating func countOrbits(
    _ numbers: Range<Int>, _ disk: SettledStates
  ) throws(StorageFailure) {
    guard !expansion.canonicalizer.isTrivial else { return orbitStates &+= numbers.count }
    var row = Buffer(repeating: UInt32(0), count: store.wordCount)
    for number in numbers {
      try disk.fetch(number)
      disk.load(number, into: &row)
      orbitStates &+= unsafe expansion.canonicalizer.canonicalize(row.base)
    }
  }

  /// Finds out which states of the next level are new, if some states are on disk.
  mutating func settleLevel() -> Bool { settled == 0 || store.count == 0 || settle() }

  /// Makes sure that a state can be looked at, and some of those after it.
  mutating func fetch(_ number: Int) -> Bool {
    guard settled > 0, let disk else { return true }
    do throws(StorageFailure) { try disk.fetch(number) } catch { failure = error }
    return failure == nil
  }

  /// At most so many fetched states from this one on.
  func batch(from number: Int, atMost most: Int) -> Batch {
    guard settled > 0, let disk else { return store.batch(from: number, atMost: most) }
    return disk.batch(from: number, atMost: most)
  }

  /// Loads a fetched state.
  mutating func load(_ number: Int) {
    if settled > 0, let disk {
      disk.load(number, into: &expansion.machine.before)
    } else {
      store.load(number, into: &expansion.machine.before)
    }
    expansion.load()
  }

  /// The bit that was given with a fetched state.
  @inline(__always)
  func isMarked(_ number: Int) -> Bool {
    guard settled > 0, let disk else { return store.isMarked(number) }
    return disk.isMarked(number)
  }

  /// The state from which a fetched state was reached first.
  func parent(of number: Int) -> Int {
    guard settled > 0, let disk else { return store.parent(of: number) }
    return disk.parent(of: number)
  }
}
