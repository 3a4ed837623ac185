import Explicit
import Foundation
import TestSupport
import Testing
import TransitionSystem

/// A folder for states, gone with its owner.
final class StateFolder: Sendable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "modelcheck-\(UUID().uuidString)"
      ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Storage that lets so many states stay in memory.
  func storage(_ most: Int = .max, space: Int = 1 << 30) -> SearchStorage {
    let folder = path
    var storage = SearchStorage(space: DiskSpace(limit: space)) { () throws(StorageFailure) in
      try DiskFile.scratch(in: folder)
    }
    storage.mostStates = most
    return storage
  }

  var names: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? ["?"]
  }
}

extension SearchResult {
  /// Whether two searches have seen the same.
  func agrees(with other: SearchResult) -> Bool {
    outcome == other.outcome && distinctStates == other.distinctStates
      && orbitStates == other.orbitStates && generatedTransitions == other.generatedTransitions
      && diameter == other.diameter && reducedSorts == other.reducedSorts
      && violations == other.violations && witnesses == other.witnesses && covers == other.covers
      && deadlock == other.deadlock && firedActions == other.firedActions
      && specError == other.specError
  }
}

/// With states on disk a search sees what it sees in memory, to the last step of each run.
@Suite("Searches beyond memory")
struct DiskTests {
  static let system = PersistentMemory.system(budget: 2)
  static let scope = PersistentMemory.scope(blocks: 4, files: 2, pages: 1, tasks: 2)

  @Test("Random systems give the same with one state in memory, or some", arguments: 0..<2)
  func randomSystems(part: Int) throws {
    let folder = try StateFolder()
    var (violated, wrong, settled) = (0, 0, 0)
    for seed in part * 60..<part * 60 + 60 {
      let random = RandomSystem(seed: seed)
      for mode in [SymmetryMode.off, .automatic(nil)] {
        var options = SearchOptions(symmetricSorts: mode, maximumDepth: 12)
        let one = explore(random.system, scope: random.scope, options: options)
        violated += one.violations.isEmpty ? 0 : 1
        wrong += one.specError == nil ? 0 : 1
        for most in [1, 5, 40] where one.distinctStates < 40 * most {
          options.storage = folder.storage(most)
          let result = explore(random.system, scope: random.scope, options: options)
          #expect(result.agrees(with: one), "seed \(seed), \(most) states in memory")
          settled += result.settledStates > 0 ? 1 : 0
        }
      }
    }
    #expect(violated > 0)
    #expect(wrong > 0)
    #expect(settled > 60)
    #expect(folder.names == [])
  }

  @Test("Searches that do not store transient states are the same beyond memory")
  func transientStates() throws {
    let folder = try StateFolder()
    var (skipped, settled) = (0, 0)
    for seed in 0..<60 {
      let system = RandomTasks(seed: seed).system
      var options = SearchOptions()
      options.skipsTransientStates = true
      let one = explore(system, scope: RandomTasks.scope, options: options)
      options.storage = folder.storage(4)
      let result = explore(system, scope: RandomTasks.scope, options: options)
      #expect(result.agrees(with: one), "seed \(seed)")
      skipped += result.skippedTransientStates ? 1 : 0
      settled += result.settledStates > 0 ? 1 : 0
    }
    #expect(skipped > 30)
    #expect(settled > 30)
  }

  @Test("The reference model has its counts and runs, with a twentieth of its states in memory")
  func counts() throws {
    let folder = try StateFolder()
    var options = SearchOptions()
    let alone = explore(Self.system, scope: Self.scope, options: options)
    options.storage = folder.storage(35_000)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.distinctStates == 706_246)
    #expect(result.generatedTransitions == 2_950_376)
    #expect(result.settledStates == 706_246)
    #expect(!alone.violations.isEmpty)
    #expect(result.agrees(with: alone))
  }

  @Test("Orbits are counted as in memory")
  func orbits() throws {
    let folder = try StateFolder()
    var options = SearchOptions(symmetricSorts: .automatic(nil))
    let alone = explore(Self.system, scope: Self.scope, options: options)
    options.storage = folder.storage(1000)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.distinctStates == 21_683)
    #expect(result.settledStates == 21_683)
    #expect(result.agrees(with: alone))
  }

  @Test("A limit in bytes is kept; threads that run out of memory leave it to one with a disk")
  func memoryLimit() throws {
    let folder = try StateFolder()
    let alone = explore(Self.system, scope: Self.scope, options: SearchOptions())
    for threads in [1, 2] {
      var options = SearchOptions(memoryLimit: 7 << 20)
      options.threads = { threads }
      options.sharingThreshold = 1000
      options.storage = folder.storage()
      let result = explore(Self.system, scope: Self.scope, options: options)
      #expect(result.settledStates == 706_246, "\(threads) threads")
      #expect(result.usedBytes <= 7 << 20)
      #expect(result.agrees(with: alone), "\(threads) threads")
    }
  }

  @Test("Where there is no room on disk the search ends, and says so, with what it has found")
  func fullDisk() throws {
    let folder = try StateFolder()
    var options = SearchOptions()
    // States that few bits tell apart would not fill the memory.
    options.usesQuotients = false
    let alone = explore(Self.system, scope: Self.scope, options: options)
    for (most, space) in [(400_000, 0), (400_000, 3 << 20), (200_000, 10 << 20)] {
      options.storage = folder.storage(most, space: space)
      let result = explore(Self.system, scope: Self.scope, options: options)
      guard case .stopped(.storage(let reason)) = result.outcome else {
        Issue.record("\(result.outcome)")
        continue
      }
      #expect(reason.contains("more than \(space >> 20) MiB"))
      #expect(result.distinctStates >= 200_000)
      #expect((result.settledStates > 0) == (most == 200_000))
      #expect(result.violations == alone.violations)
      #expect(options.storage?.space.byteCount == 0)
    }
    var device = folder.storage(1000)
    device.open = { () throws(StorageFailure) in try DiskFile.open("/dev/full") }
    options.storage = device
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.storage("No space left on device")))
    var nowhere = folder.storage(1000)
    nowhere.open = { () throws(StorageFailure) in throw StorageFailure("there is no folder") }
    options.storage = nowhere
    let none = explore(Self.system, scope: Self.scope, options: options)
    #expect(none.outcome == .stopped(.storage("there is no folder")))
    #expect(none.distinctStates == 1000)
  }

  @Test(
    "States go to disk sorted by their hashes, whichever bits of them agree",
    arguments: [0, 1, 0xFFFF_FFFF_0000_0000, 0xFFF0_0000_0000_0000, 0xFFF, .max] as [UInt64])
  func order(mask: UInt64) throws {
    for count in [0, 1, 2, 500, 2559] {
      var table = CollidingStates(wordCount: 2, hashMask: mask)
      var states: Set<[UInt32]> = []
      for number in 0..<count {
        let state = [UInt32(truncatingIfNeeded: number &* 0x9E37_79B1), UInt32(number % 7)]
        states.insert(state)
        _ = table.insert(state)
      }
      let found = try table.inOrder()
      #expect(found.count == count)
      #expect(Set(found) == states)
      let keys = found.map { (table.hash(of: $0), $0) }
      for (one, next) in zip(keys, keys.dropFirst()) {
        #expect(one.0 < next.0 || one.0 == next.0 && one.1.lexicographicallyPrecedes(next.1))
      }
    }
  }
}
