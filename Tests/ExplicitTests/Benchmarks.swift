import Explicit
import Foundation
import TestSupport
import Testing
import TransitionSystem

/// Measurements, for a release build: `EXPLICIT_BENCHMARK=1 swift test -c release`.
@Suite(
  "Speed", .serialized,
  .enabled(if: ProcessInfo.processInfo.environment["EXPLICIT_BENCHMARK"] != nil))
struct Benchmarks {
  @Test(
    "Persistent memory",
    arguments: [
      (4, 2, 1, 2, 2, 706_246), (4, 2, 2, 2, 1, 2_633_999), (4, 2, 2, 2, 2, 12_977_790),
    ],
    [SymmetryMode.off, .automatic(["block"]), .automatic(["block", "task"])])
  func persistentMemory(size: (Int, Int, Int, Int, Int, Int), mode: SymmetryMode) {
    let scope = PersistentMemory.scope(
      blocks: size.0, files: size.1, pages: size.2, tasks: size.3)
    let peak = Peak()
    let options = SearchOptions(symmetricSorts: mode, progress: { peak.note($0.usedBytes) })
    let start = ContinuousClock.now
    let result = explore(PersistentMemory.system(budget: size.4), scope: scope, options: options)
    let elapsed = start.duration(to: .now) / .seconds(1)
    #expect(result.orbitStates == size.5)
    let rates = [
      "states \(result.distinctStates)", "transitions \(result.generatedTransitions)",
      "levels \(result.levels)", "seconds \(elapsed)",
      "states/s \(Int(Double(result.distinctStates) / elapsed))",
      "transitions/s \(Int(Double(result.generatedTransitions) / elapsed))",
      "bytes/state \(Double(peak.bytes) / Double(result.distinctStates))",
    ]
    FileHandle.standardError.write(Data((rates.joined(separator: ", ") + "\n").utf8))
  }
}

/// The greatest number noted.
private final class Peak: @unchecked Sendable {
  private let lock = NSLock()
  private var greatest = 0

  var bytes: Int { lock.withLock { greatest } }

  func note(_ bytes: Int) { lock.withLock { greatest = max(greatest, bytes) } }
}
