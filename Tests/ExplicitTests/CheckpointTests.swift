import Explicit
import Foundation
import Synchronization
import TestSupport
import Testing
import TransitionSystem

/// A search that is kept, and ended now and then.
private final class KeptSearch: Sendable {
  let folder: StateFolder
  private let kept = Mutex<SearchPoint?>(nil)
  private let polls = Mutex(0)
  private let said = Mutex<[Checkpoint.Complaint]>([])

  init() throws { folder = try StateFolder() }

  var file: String { folder.path + "/states" }
  var point: SearchPoint? { kept.withLock { $0 } }
  var complaints: [Checkpoint.Complaint] { said.withLock { $0 } }

  /// Options for a search that goes on, and ends at the poll with this number if it is to end.
  ///
  /// It keeps what it has done at each of them; they are counted from 1.
  func options(
    _ mode: SymmetryMode, most: Int, interval: Int, endingAt last: Int?
  ) -> SearchOptions {
    polls.withLock { $0 = 0 }
    var options = SearchOptions(symmetricSorts: mode)
    options.pollInterval = interval
    options.storage = folder.storage(most)
    let file = file
    options.storage?.checkpoint = Checkpoint(
      states: { () throws(StorageFailure) in try DiskFile.open(file) }, start: point,
      isDue: { true }, save: { point throws(StorageFailure) in self.kept.withLock { $0 = point } },
      complain: { complaint in self.said.withLock { $0.append(complaint) } })
    options.shouldStop = {
      self.polls.withLock { polls in
        polls += 1
        return polls == last ? .interrupted : nil
      }
    }
    return options
  }
}

@Suite("Searches that go on in another process")
struct CheckpointTests {
  @Test("Random systems give the same after interruptions, in memory and beyond", arguments: 0..<2)
  func randomSystems(part: Int) throws {
    var interruptions = 0
    for seed in part * 60..<part * 60 + 60 {
      let random = RandomSystem(seed: seed)
      let mode = seed % 2 == 0 ? SymmetryMode.off : .automatic(nil)
      let plain = SearchOptions(symmetricSorts: mode, maximumDepth: 300)
      let one = explore(random.system, scope: random.scope, options: plain)
      guard one.distinctStates < 400 else { continue }
      for most in [Int.max, 5] {
        let search = try KeptSearch()
        var result = SearchResult()
        repeat {
          let options = search.options(mode, most: most, interval: 1 + seed % 3, endingAt: 2)
          result = explore(random.system, scope: random.scope, options: options)
          interruptions += 1
        } while result.outcome == .stopped(.interrupted)
        #expect(result.agrees(with: one), "seed \(seed), \(most) states in memory")
        #expect(search.complaints == [])
      }
    }
    #expect(interruptions > 250)
  }

  @Test("A search goes on with less memory than it had, and with more")
  func otherMemory() throws {
    let (system, scope) = (DiskTests.system, DiskTests.scope)
    let alone = explore(system, scope: scope, options: SearchOptions())
    let search = try KeptSearch()
    for (most, last) in [(Int.max, 20), (50_000, 20), (20_000, 20), (.max, 20), (30_000, nil)] {
      let options = search.options(.off, most: most, interval: 5000, endingAt: last)
      let result = explore(system, scope: scope, options: options)
      #expect((result.outcome == .stopped(.interrupted)) == (last != nil))
      if last == nil { #expect(result.agrees(with: alone)) }
    }
    #expect(search.complaints == [])
  }

  @Test("What was written after the last checkpoint does not matter")
  func longer() throws {
    let (search, one) = try interrupted()
    let file = try #require(FileHandle(forWritingAtPath: search.file))
    try file.seekToEnd()
    try file.write(contentsOf: Data((0..<9999).map { UInt8(truncatingIfNeeded: $0) }))
    let options = search.options(.off, most: .max, interval: 100, endingAt: nil)
    #expect(explore(Self.system, scope: Self.scope, options: options).agrees(with: one))
    #expect(search.complaints == [])
  }

  @Test("Of damaged states none is used")
  func damaged() throws {
    let (search, one) = try interrupted()
    let whole = try Data(contentsOf: URL(fileURLWithPath: search.file))
    #expect(whole.count > 10_000)
    for number in 0..<60 {
      var bytes = whole
      let place = (number * 7919) % whole.count
      if number % 2 == 0 {
        bytes[place] ^= UInt8(1 << (number / 2 % 8))
      } else {
        bytes = bytes.prefix(place)
      }
      let copy = try KeptSearch()
      try bytes.write(to: URL(fileURLWithPath: copy.file))
      var options = copy.options(.off, most: .max, interval: 100, endingAt: nil)
      options.storage?.checkpoint?.start = search.point
      let result = explore(Self.system, scope: Self.scope, options: options)
      #expect(copy.complaints == [.damaged("its states are not those that were kept")])
      #expect(result.agrees(with: one))
    }
  }

  @Test("Numbers out of bounds are no place to begin")
  func impossible() throws {
    let (search, one) = try interrupted()
    let point = try #require(search.point)
    let changes: [(inout SearchPoint) -> Void] = [
      { $0.states += 1 }, { $0.states = 0 }, { $0.states = .max }, { $0.states = -1 },
      { $0.expanded = -1 }, { $0.expanded = $0.states + 1 },
      { $0.levelEnd = $0.states + 1 }, { $0.depth = -1 }, { $0.deadlock = $0.states },
      { $0.properties = [.init(what: 99, state: 0)] }, { $0.checks = [.init(what: -1, state: 0)] },
      { $0.properties.append(.init(what: 0, state: -1)) }, { $0.firedActions = [1000] },
    ]
    for (number, change) in changes.enumerated() {
      var changed = point
      change(&changed)
      let copy = try KeptSearch()
      try FileManager.default.copyItem(atPath: search.file, toPath: copy.file)
      var options = copy.options(.off, most: .max, interval: 100, endingAt: nil)
      options.storage?.checkpoint?.start = changed
      let result = explore(Self.system, scope: Self.scope, options: options)
      #expect(copy.complaints.count == 1, "change \(number)")
      #expect(result.agrees(with: one), "change \(number)")
    }
  }

  @Test("Where what was kept does not fit on the disk, it stays for another time")
  func noRoom() throws {
    let (search, one) = try interrupted()
    let kept = try Data(contentsOf: URL(fileURLWithPath: search.file))
    var options = search.options(.off, most: 500, interval: 100, endingAt: nil)
    options.storage?.space = DiskSpace(limit: 0)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.storage("they would take more than 0 MiB")))
    #expect(search.complaints == [])
    #expect(try Data(contentsOf: URL(fileURLWithPath: search.file)) == kept)
    let more = search.options(.off, most: 500, interval: 100, endingAt: nil)
    #expect(explore(Self.system, scope: Self.scope, options: more).agrees(with: one))
  }

  @Test("A search that cannot be kept goes on")
  func notKept() throws {
    let search = try KeptSearch()
    var options = search.options(.off, most: .max, interval: 100, endingAt: nil)
    options.storage?.checkpoint?.save = { _ throws(StorageFailure) in
      throw StorageFailure("no space")
    }
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .exhausted)
    #expect(search.complaints == [.notKept("no space")])
  }

  private static let system = PersistentMemory.system(budget: 1)
  private static let scope = PersistentMemory.scope(blocks: 2, files: 2, pages: 1, tasks: 2)

  /// A search that was ended on its way, and what it would have seen.
  private func interrupted() throws -> (KeptSearch, SearchResult) {
    let one = explore(Self.system, scope: Self.scope, options: SearchOptions())
    let search = try KeptSearch()
    let options = search.options(.off, most: .max, interval: 100, endingAt: 10)
    let result = explore(Self.system, scope: Self.scope, options: options)
    #expect(result.outcome == .stopped(.interrupted))
    return (search, one)
  }
}
