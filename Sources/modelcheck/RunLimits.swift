import ArgumentParser
import Checking
import Foundation
import TransitionSystem

/// What the command line allows a run to use.
struct RunLimits {
  var memory: Int?
  var timeout: Int?
  var threads: Int?
  var symmetry = true
  var reducesAll = false
  /// Whether more memory than is allowed ends the run, and not only its searches.
  var endsByMemory = false
  /// The folder for states that memory does not hold; nil: then a search ends.
  var scratch: String?
  /// Whether estimates of time and memory are told, line by line.
  var tellsEstimates = false

  /// Throws unless each number that is given is a possible limit.
  static func validate(_ numbers: [(name: String, number: Int?)]) throws {
    for (name, number) in numbers {
      guard let number, !(1...1_000_000_000).contains(number) else { continue }
      throw ValidationError("\(name) \(number): write a number from 1 on")
    }
  }

  func limits(_ console: Console) -> Limits {
    let deadline = timeout.map { ContinuousClock.now + .seconds($0) }
    let interruption = console.interruption
    let most = memory.map { $0 << 20 } ?? Memory.defaultLimit
    let isFull = Memory.watch(endsByMemory ? most : .max)
    var limits = Limits(
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
      memory: most,
      shouldStop: {
        if let reason = interruption() { return reason }
        if let deadline, ContinuousClock.now > deadline { return .deadline }
        return isFull() ? .memoryLimit : nil
      },
      symmetry: symmetry,
      progress: RunWatch.progress(console.progress, tellsEstimates ? console.tellTime : nil))
    limits.reducesAll = reducesAll
    limits.storage = scratch.map(Scratch.storage)
    return limits
  }
}
