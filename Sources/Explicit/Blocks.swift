internal import CMemory

/// The rows of a `StateStore`: in each a number that tells its origin and the words of a state.
///
/// Rows live in blocks of 2^15 that never move. A row is only reached through its number, which is
/// checked against the number of rows there is room for.
@safe struct Blocks: ~Copyable {
  private static let scale = 15
  private static let mask = (1 << scale) - 1
  /// The greatest number of states that a table's slots can name is 2^31.
  private static let greatestCount = 1 << (31 - scale)

  private let rowWidth: Int
  private let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
  private var blockCount = 0

  init(rowWidth: Int) {
    self.rowWidth = rowWidth
    unsafe directory = .allocate(capacity: Self.greatestCount)
  }

  deinit {
    for block in 0..<blockCount { unsafe directory[block].deallocate() }
    unsafe directory.deallocate()
  }

  /// The memory that one block takes.
  var blockBytes: Int { (rowWidth &<< Self.scale) &* 4 }

  func hasRoom(for number: Int) -> Bool { number >> Self.scale < blockCount }

  mutating func addBlock() {
    precondition(blockCount < Self.greatestCount, "there are too many states")
    let block = UnsafeMutablePointer<UInt32>.allocate(capacity: rowWidth << Self.scale)
    unsafe (directory + blockCount).initialize(to: block)
    blockCount += 1
  }

  @inline(__always)
  private func row(_ number: Int) -> UnsafeMutablePointer<UInt32> {
    precondition(number >= 0 && number &>> Self.scale < blockCount, "there is no such state")
    return unsafe directory[number &>> Self.scale] + (number & Self.mask) &* rowWidth
  }

  /// The words of a state.
  @inline(__always)
  func words(of number: Int) -> UnsafePointer<UInt32> { unsafe UnsafePointer(row(number) + 1) }

  /// The number of rows from this one to the end of its block.
  func neighbours(of number: Int) -> Int { (1 &<< Self.scale) &- (number & Self.mask) }

  @inline(__always)
  mutating func set(_ number: Int, origin: UInt32, _ words: UnsafePointer<UInt32>) {
    let row = unsafe row(number)
    unsafe row[0] = origin
    var position = 1
    while position < rowWidth {
      unsafe row[position] = words[position &- 1]
      position &+= 1
    }
  }

  func load(_ number: Int, into words: inout Buffer<UInt32>) {
    precondition(words.count == rowWidth - 1, "a state of another width")
    let row = unsafe row(number)
    for position in 0..<words.count { words[position] = unsafe row[position &+ 1] }
  }

  func origin(of number: Int) -> UInt32 { unsafe row(number)[0] }

  @inline(__always)
  func row(_ number: Int, equals words: UnsafePointer<UInt32>) -> Bool {
    let row = unsafe row(number)
    var difference: UInt32 = 0
    var position = 1
    while position < rowWidth {
      difference |= unsafe row[position] ^ words[position &- 1]
      position &+= 1
    }
    return difference == 0
  }

  /// Asks for the row of a state.
  @inline(__always)
  func prefetch(_ number: Int) {
    let row = unsafe row(number)
    unsafe memory_prefetch(row)
    unsafe memory_prefetch(row + (rowWidth &- 1))
  }
}
