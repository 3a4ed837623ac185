import Checking
import Explicit
import Foundation
import Reporting
import SpecLanguage
import Synchronization
import TransitionSystem

/// The folder in which `check --checkpoint` keeps a run, for another process to go on with it.
///
///     run          of what specs, cells and settings, by which program
///     3.search     how far the fourth search is, or what it has seen
///     3.states     the states that it has found
///     lock         held by the process that works with the folder
final class CheckpointFolder: Sendable {
  private let path: String
  private let interval: Duration
  private let complain: @Sendable (String) -> Void
  private let numbers: [Plan.Search: Int]
  /// How far the searches were when the folder was opened.
  private let points: [Int: SearchPoint]
  private let results: [Int: SearchResult]
  private let lock: FileHandle
  /// Whether somebody has been told that nothing more can be kept.
  private let hasComplained = Mutex(false)

  /// Opens a folder that has this run in it, or nothing.
  init(
    _ path: String, identity: RunIdentity, plan: Plan, every interval: Duration,
    _ console: Console
  ) throws(Failure) {
    self.path = path
    self.interval = interval
    complain = console.complain
    numbers = Dictionary(
      plan.searches.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { one, _ in one })
    try OutputFile.makeFolder(path)
    // Not even the lock is left in a folder of somebody else.
    try RunIdentity.demandNothingElse(path)
    lock = try Self.lock(path)
    try identity.claim(path)
    var (points, results) = ([Int: SearchPoint](), [Int: SearchResult]())
    for number in plan.searches.indices {
      let file = "\(path)/\(number).search"
      switch SealedFile.read(file) {
      case .nothing: break
      case .json(let json):
        if let point = SearchPoint(json) {
          points[number] = point
        } else if let result = SearchResult(json) {
          results[number] = result
        } else {
          complain(Self.damaged(file))
        }
      case .damaged, .otherFormat: complain(Self.damaged(file))
      }
    }
    (self.points, self.results) = (points, results)
    guard !points.isEmpty || !results.isEmpty else { return }
    complain(
      "going on from '\(path)': \(results.count) of \(plan.searches.count) searches have ended, "
        + "\(points.count) \(points.count == 1 ? "is" : "are") under way")
  }

  private static func damaged(_ file: String) -> String {
    "'\(file)' is damaged: the search begins anew"
  }

  private static func lock(_ path: String) throws(Failure) -> FileHandle {
    do throws(StorageFailure) {
      guard let file = try DiskFile.lock("\(path)/lock") else {
        throw StorageFailure("another modelcheck works with it")
      }
      return FileHandle(fileDescriptor: file, closeOnDealloc: true)
    } catch { throw .output("'\(path)' cannot keep this run: \(error.message)") }
  }

  var keeper: SearchKeeper {
    SearchKeeper(
      result: { search in self.numbers[search].flatMap { self.results[$0] } },
      checkpoint: { self.checkpoint($0) }, keep: { self.keep($0, $1) })
  }

  private func checkpoint(_ search: Plan.Search) -> Checkpoint {
    let number = numbers[search] ?? 0
    let (file, states) = ("\(path)/\(number).search", "\(path)/\(number).states")
    let clock = CheckpointClock(every: interval)
    return Checkpoint(
      states: { () throws(StorageFailure) in try DiskFile.open(states) }, start: points[number],
      isDue: { clock.isDue },
      save: { point throws(StorageFailure) in
        try SealedFile.write(point.json, to: file)
        clock.note()
      },
      complain: { complaint in
        switch complaint {
        case .damaged: self.complain(Self.damaged(states))
        case .notKept(let reason): self.complainOnce(reason)
        }
      })
  }

  /// Keeps what a search has seen, if it has seen all: then its states are not needed any more.
  private func keep(_ search: Plan.Search, _ result: SearchResult) {
    guard let number = numbers[search], result.outcome == .exhausted else { return }
    do throws(StorageFailure) {
      try SealedFile.write(result.json, to: "\(path)/\(number).search")
      try? FileManager.default.removeItem(atPath: "\(path)/\(number).states")
    } catch { complainOnce(error.message) }
  }

  private func complainOnce(_ reason: String) {
    let isFirst = hasComplained.withLock { has in
      defer { has = true }
      return !has
    }
    if isFirst { complain("'\(path)' keeps the run no further: \(reason)") }
  }

  /// Says that a run which has ended early can be gone on with.
  func tell(_ results: [CellResult]) {
    let isEarly = results.contains { result in
      guard case .unknown(let reason) = result.verdict else { return false }
      switch reason {
      case .deadline, .interrupted, .memoryLimit, .storage: return true
      case .depthBound, .solver, .specError: return false
      }
    }
    if isEarly { complain("what has been done is in '\(path)': the same command goes on with it") }
  }
}

/// When a search is to be kept: not before some time has passed, and not so often that the search
/// itself takes less than nine tenths of it.
private final class CheckpointClock: Sendable {
  private struct Times {
    var next: ContinuousClock.Instant
    var begun: ContinuousClock.Instant
  }

  private let interval: Duration
  private let times: Mutex<Times>

  init(every interval: Duration) {
    self.interval = interval
    let now = ContinuousClock.now
    times = Mutex(Times(next: now + interval, begun: now))
  }

  var isDue: Bool {
    times.withLock { times in
      let now = ContinuousClock.now
      guard now >= times.next else { return false }
      times.begun = now
      return true
    }
  }

  /// Notes that the search has been kept.
  func note() {
    times.withLock { times in
      let now = ContinuousClock.now
      times.next = now + max(interval, (now - times.begun) * 9)
    }
  }
}
