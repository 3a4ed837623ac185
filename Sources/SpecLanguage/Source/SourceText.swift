package import TransitionSystem

/// A file as it was read: its name, its bytes as UTF-8, and where its lines begin.
///
/// Bytes that are no UTF-8 are replaced by U+FFFD when the text is made, so that everything behind
/// this type may rely on valid text; `hadInvalidBytes` remembers it for a diagnostic.
package struct SourceText: Hashable, Sendable {
  /// The file as it was named to the tool.
  package let name: String
  package let bytes: [UInt8]
  package let hadInvalidBytes: Bool
  /// The offset of the first byte of each line; never empty.
  package let lineStarts: [Int]

  /// Columns in longer lines count bytes: nobody reads them, and counting characters is not free.
  private static let longestCountedLine = 4096

  package init(name: String, bytes input: [UInt8]) {
    self.name = name
    let decoded = String(decoding: input, as: UTF8.self)
    let bytes = Array(decoded.utf8)
    self.bytes = bytes
    hadInvalidBytes = bytes != input
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The text of a part; offsets outside of the file are cut off.
  package func text(_ lower: Int, _ upper: Int) -> String {
    let upper = min(max(upper, 0), bytes.count)
    let lower = min(max(lower, 0), upper)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The line of an offset, counted from 0.
  package func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of a line, without its line break.
  package func lineBounds(_ line: Int) -> Range<Int> {
    let lower = lineStarts[line]
    var upper = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if upper > lower && bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    return lower..<upper
  }

  /// The line and column of an offset, both counted from 1; a column counts characters.
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    guard lineBounds(line).count <= Self.longestCountedLine else {
      return (line + 1, offset - start + 1)
    }
    return (line + 1, text(start, offset).count + 1)
  }

  /// The place of an offset, as the intermediate representation keeps it.
  package func site(of offset: Int) -> SourceSite {
    let (line, column) = position(of: offset)
    return SourceSite(file: name, line: line, column: column)
  }
}
