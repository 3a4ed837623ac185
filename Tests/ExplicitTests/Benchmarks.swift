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
    let result = measure(PersistentMemory.system(budget: size.4), scope, mode)
    #expect(result.orbitStates == size.5)
  }

  @Test("A wide system", arguments: [SymmetryMode.off, .automatic(["block"])])
  func wide(mode: SymmetryMode) {
    let result = measure(WideSystem.system, WideSystem.scope, mode)
    #expect(result.specError == nil)
  }

  private func measure(
    _ system: TransitionSystem, _ scope: Scope, _ mode: SymmetryMode
  ) -> SearchResult {
    let peak = Peak()
    let limit = 20_000_000
    let options = SearchOptions(
      symmetricSorts: mode, memoryLimit: 4 << 30,
      shouldStop: { peak.states > limit ? .interrupted : nil }, progress: { peak.note($0) })
    let (start, cpuStart) = (ContinuousClock.now, clock())
    let result = explore(system, scope: scope, options: options)
    let wall = start.duration(to: .now) / .seconds(1)
    // Processor time: the machine may be busy with something else.
    let elapsed = Double(clock() - cpuStart) / Double(CLOCKS_PER_SEC)
    let report = [
      "cells \(Layout(system: system, scope: scope).cellCount)", "states \(result.distinctStates)",
      "orbits \(result.orbitStates)",
      "transitions \(result.generatedTransitions)", "levels \(result.levels)",
      "CPU seconds \(elapsed)", "wall \(wall)",
      "first state after \((start.duration(to: peak.firstNote)) / .seconds(1))",
      "states/s \(Int(Double(result.distinctStates) / elapsed))",
      "transitions/s \(Int(Double(result.generatedTransitions) / elapsed))",
      "bytes/state \(Double(result.usedBytes) / Double(result.distinctStates))",
      "\(result.outcome)",
    ]
    FileHandle.standardError.write(Data((report.joined(separator: ", ") + "\n").utf8))
    return result
  }
}

/// What a search told about its progress.
private final class Peak: @unchecked Sendable {
  private let lock = NSLock()
  private var greatest = 0
  private var first: ContinuousClock.Instant?

  var states: Int { lock.withLock { greatest } }
  var firstNote: ContinuousClock.Instant { lock.withLock { first ?? .now } }

  func note(_ progress: SearchProgress) {
    lock.withLock {
      first = first ?? .now
      greatest = progress.distinctStates
    }
  }
}
