/// States on disk, sorted by their hashes, and those with the same hash by their words.
///
/// It is the order in which a table of states has them already, all but neighbours.
struct SortedRun {
  let file: WordFile
  let wordCount: Int
  /// The bits of the hash that count.
  let hashMask: UInt64

  var count: Int { file.count / wordCount }

  /// One run of two.
  static func merged(
    _ one: SortedRun, _ other: SortedRun, into file: WordFile
  ) throws(StorageFailure) -> SortedRun {
    var left = RunReader(one)
    var right = RunReader(other)
    try left.advance()
    try right.advance()
    while !left.isAtEnd || !right.isAtEnd {
      let isLeft =
        unsafe right.isAtEnd || !left.isAtEnd && right.isAfter(left.hash, left.words)
      if isLeft {
        try unsafe file.append(left.words, one.wordCount)
        try left.advance()
      } else {
        try unsafe file.append(right.words, one.wordCount)
        try right.advance()
      }
    }
    try file.flush()
    return SortedRun(file: file, wordCount: one.wordCount, hashMask: one.hashMask)
  }
}

/// Reads a run from its beginning to its end.
@safe struct RunReader: ~Copyable {
  private let run: SortedRun
  private var window: Buffer<UInt32>
  /// The rows in the window, and where in it the present one is.
  private var rows = 0
  private var row = -1
  private var next = 0
  private(set) var hash: UInt64 = 0
  private(set) var isAtEnd = false

  private static let windowRows = 8192

  init(_ run: SortedRun) {
    self.run = run
    window = Buffer(repeating: 0, count: Self.windowRows * run.wordCount)
  }

  /// The words of the present state.
  var words: UnsafePointer<UInt32> { unsafe UnsafePointer(window.base + row &* run.wordCount) }

  /// Goes to the next state, at first to the first one.
  mutating func advance() throws(StorageFailure) {
    row &+= 1
    if row >= rows {
      rows = min(Self.windowRows, run.count - next)
      guard rows > 0 else { return isAtEnd = true }
      try run.file.read(
        from: next * run.wordCount, into: &window, rows * run.wordCount)
      next += rows
      row = 0
    }
    hash = unsafe stateHash(words, count: run.wordCount) & run.hashMask
  }

  /// Whether the present state comes after another one.
  @inline(__always)
  func isAfter(_ hash: UInt64, _ words: UnsafePointer<UInt32>) -> Bool {
    if self.hash != hash { return self.hash > hash }
    return unsafe compareWords(self.words, words, run.wordCount) > 0
  }

  /// Goes to the first state that is not before this one; tells if it is this one.
  @inline(__always)
  mutating func find(
    _ hash: UInt64, _ words: UnsafePointer<UInt32>
  ) throws(StorageFailure) -> Bool {
    while !isAtEnd {
      if self.hash < hash {
        try advance()
        continue
      }
      if self.hash > hash { return false }
      let order = unsafe compareWords(self.words, words, run.wordCount)
      if order >= 0 { return order == 0 }
      try advance()
    }
    return false
  }
}

/// Less than, 0 or more than 0, as the first state is before, is or is after the second one.
@inline(__always)
func compareWords(
  _ one: UnsafePointer<UInt32>, _ other: UnsafePointer<UInt32>, _ count: Int
) -> Int {
  var position = 0
  while position < count {
    let (left, right) = unsafe (one[position], other[position])
    if left != right { return left < right ? -1 : 1 }
    position &+= 1
  }
  return 0
}
