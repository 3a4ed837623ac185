/// A part of one of the source texts of a run, in bytes of its UTF-8.
package struct SourceRange: Hashable, Sendable {
  /// The position of the text among the sources of the run.
  package var file: Int
  package var lower: Int
  package var upper: Int

  package init(file: Int, lower: Int, upper: Int) {
    self.file = file
    self.lower = lower
    self.upper = upper
  }

  /// The empty range at the start of this one.
  package var start: SourceRange { SourceRange(file: file, lower: lower, upper: lower) }

  /// The empty range at the end of this one.
  package var end: SourceRange { SourceRange(file: file, lower: upper, upper: upper) }

  /// The smallest range that holds both; the other one is of the same text.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(file: file, lower: min(lower, other.lower), upper: max(upper, other.upper))
  }
}

extension SourceRange: Comparable {
  package static func < (left: SourceRange, right: SourceRange) -> Bool {
    (left.file, left.lower, left.upper) < (right.file, right.lower, right.upper)
  }
}
