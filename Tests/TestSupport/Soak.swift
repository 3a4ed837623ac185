import Foundation

/// How many random inputs a test has: `make test-soak` wants more than there is usually time for.
package enum Soak {
  /// The first so many seeds, or all of them.
  package static func seeds(_ usual: UInt64, of all: UInt64) -> Range<UInt64> {
    0..<(ProcessInfo.processInfo.environment["MODELCHECK_SOAK"] == nil ? usual : all)
  }
}
