/// States on disk in the order of their discovery, each with its origin as in `Blocks`.
///
/// It is read where the search is, and for traces. Rows are never changed: whoever has a number of
/// rows and their digest can tell whether they are still what they were.
struct StateLog: ~Copyable {
  private let file: WordFile
  private let rowWidth: Int
  private(set) var count: Int
  /// Of all rows.
  private(set) var digest: UInt64
  /// Consecutive rows, for whoever reads one after the other.
  private var window: Buffer<UInt32>
  private var inWindow = 0..<0

  private static let windowRows = 4096
  static let emptyDigest: UInt64 = 0x6A09_E667_F3BC_C908

  /// - Parameters:
  ///   - file: It has the rows and nothing else.
  ///   - wordCount: The number of words of a state.
  ///   - count: The number of rows.
  ///   - digest: What the digest of the rows was.
  init(_ file: WordFile, wordCount: Int, count: Int = 0, digest: UInt64 = StateLog.emptyDigest) {
    precondition(file.count == count * (wordCount + 1), "a file with parts of rows")
    self.file = file
    rowWidth = wordCount + 1
    self.count = count
    self.digest = digest
    window = Buffer(repeating: 0, count: Self.windowRows * rowWidth)
  }

  /// The digest with one word more: different for different words.
  @inline(__always)
  private static func add(_ word: UInt32, to digest: inout UInt64) {
    digest = (digest ^ UInt64(word)) &* 0xD6E8_FEB8_6659_FD93
    digest ^= digest &>> 32
  }

  mutating func append(
    origin: UInt32, _ words: UnsafePointer<UInt32>
  ) throws(StorageFailure) {
    try file.append(origin)
    try unsafe file.append(words, rowWidth &- 1)
    Self.add(origin, to: &digest)
    var position = 0
    while position < rowWidth &- 1 {
      Self.add(unsafe words[position], to: &digest)
      position &+= 1
    }
    count += 1
  }

  /// Writes what is still in memory.
  func flush() throws(StorageFailure) { try file.flush() }

  func synchronize() throws(StorageFailure) { try file.synchronize() }

  /// Makes sure that a row can be looked at, and some of those after it.
  mutating func fetch(_ number: Int) throws(StorageFailure) {
    guard !inWindow.contains(number) else { return }
    precondition(number < count, "there is no such state")
    let rows = min(Self.windowRows, count - number)
    inWindow = 0..<0
    try file.read(from: number * rowWidth, into: &window, rows * rowWidth)
    inWindow = number..<number + rows
  }

  private func offset(_ number: Int) -> Int {
    precondition(inWindow.contains(number), "this state has not been fetched")
    return (number &- inWindow.lowerBound) &* rowWidth
  }

  /// The words of a fetched state.
  func words(of number: Int) -> UnsafePointer<UInt32> {
    unsafe UnsafePointer(window.base + offset(number) + 1)
  }

  /// The origin of a fetched state.
  func origin(of number: Int) -> UInt32 { window[offset(number)] }

  /// At most so many fetched states from this one on.
  func batch(from number: Int, atMost most: Int) -> Batch {
    unsafe Batch(
      first: words(of: number), stride: rowWidth, count: min(most, inWindow.upperBound - number))
  }

  /// Whether the rows are what they were when this digest was taken.
  mutating func hasDigest(_ expected: UInt64) throws(StorageFailure) -> Bool {
    var found = Self.emptyDigest
    var number = 0
    while number < count {
      try fetch(number)
      let rows = inWindow.upperBound - number
      for position in 0..<rows * rowWidth { Self.add(window[position], to: &found) }
      number += rows
    }
    return found == expected
  }
}
