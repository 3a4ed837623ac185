/// Consecutive states of a store, as they lie there.
@safe struct Batch {
  /// The words of the first state.
  private let first: UnsafePointer<UInt32>
  /// From one state to the next.
  let stride: Int
  let count: Int

  init(first: UnsafePointer<UInt32>, stride: Int, count: Int) {
    unsafe self.first = first
    self.stride = stride
    self.count = count
  }

  /// The words of a state.
  @inline(__always)
  func row(_ lane: Int) -> UnsafePointer<UInt32> {
    unsafe first + lane &* stride
  }

  /// The contents of a cell.
  @inline(__always)
  func column(_ slot: Packing.Slot) -> Column {
    unsafe Column(
      word: first + Int(slot.word), stride: stride, shift: slot.shift, mask: slot.mask)
  }

  /// The contents of one cell in all states.
  @safe struct Column {
    fileprivate let word: UnsafePointer<UInt32>
    fileprivate let stride: Int
    fileprivate let shift: UInt32
    fileprivate let mask: UInt32

    @inline(__always)
    subscript(lane: Int) -> Int {
      Int(unsafe (word[lane &* stride] &>> shift) & mask)
    }
  }
}
