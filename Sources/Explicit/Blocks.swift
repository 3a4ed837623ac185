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

  mutating func set(_ number: Int, origin: UInt32, _ words: borrowing Buffer<UInt32>) {
    precondition(words.count == rowWidth - 1, "a state of another width")
    let row = unsafe row(number)
    unsafe row[0] = origin
    for position in 0..<words.count { unsafe row[position &+ 1] = words[position] }
  }

  func load(_ number: Int, into words: inout Buffer<UInt32>) {
    precondition(words.count == rowWidth - 1, "a state of another width")
    let row = unsafe row(number)
    for position in 0..<words.count { words[position] = unsafe row[position &+ 1] }
  }

  func origin(of number: Int) -> UInt32 { unsafe row(number)[0] }

  @inline(__always)
  func row(_ number: Int, equals words: borrowing Buffer<UInt32>) -> Bool {
    precondition(words.count == rowWidth - 1, "a state of another width")
    let row = unsafe row(number)
    var position = 0
    while position < words.count {
      guard unsafe row[position &+ 1] == words[position] else { return false }
      position &+= 1
    }
    return true
  }
}
