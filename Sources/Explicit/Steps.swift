/// The steps that a batch of states takes: for each the state before it and the words after it.
struct Steps: ~Copyable {
  private(set) var count = 0
  let wordCount: Int
  /// The packed states after the steps, one after the other.
  private(set) var words: Buffer<UInt32>
  /// The position in the batch of the state before each step.
  private(set) var lanes: Buffer<UInt16>
  private var capacity: Int

  init(wordCount: Int, capacity: Int) {
    self.wordCount = wordCount
    self.capacity = capacity
    words = Buffer(repeating: 0, count: capacity * wordCount)
    lanes = Buffer(repeating: 0, count: capacity)
  }

  mutating func clear() { count = 0 }

  /// Makes room for more steps.
  mutating func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    words = words.enlarged(to: capacity * wordCount)
    lanes = lanes.enlarged(to: capacity)
  }

  /// Adds a step, for which there is room, that changes nothing so far; returns its number.
  @inline(__always)
  mutating func append(lane: Int, _ before: UnsafePointer<UInt32>) -> Int {
    let number = count
    unsafe lanes.base[number] = UInt16(truncatingIfNeeded: lane)
    let row = unsafe words.base + number &* wordCount
    var word = 0
    while word < wordCount {
      unsafe row[word] = before[word]
      word &+= 1
    }
    count = number &+ 1
    return number
  }

  /// The words after a step.
  @inline(__always)
  func row(_ number: Int) -> UnsafeMutablePointer<UInt32> {
    precondition(UInt(bitPattern: number) < UInt(bitPattern: count), "there is no such step")
    return unsafe words.base + number &* wordCount
  }
}
