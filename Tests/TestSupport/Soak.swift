import Foundation

/// How many random inputs a test has: `make test-soak` wants more than there is usually time for.
package enum Soak {
  private static let wanted = ProcessInfo.processInfo.environment["MODELCHECK_SOAK"]

  /// How many times more inputs than usual.
  package static let effort = Int(wanted ?? "") ?? 1

  /// The first so many seeds, or all of them.
  package static func seeds(_ usual: UInt64, of all: UInt64) -> Range<UInt64> {
    0..<(wanted == nil ? usual : all)
  }
}
