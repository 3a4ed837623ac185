internal import CMemory

extension SharedStates {
  /// What a thread needs to find and to add states; out of date once the table has grown.
  @safe struct View {
    let states: SharedStates
    let slots: Slots
    let directory: UnsafeMutablePointer<UnsafeMutablePointer<UInt32>>
    let scale: Int
    let wordCount: Int
    let quotient: Quotient?
  }
}

extension SharedStates.View {
  @inline(__always)
  private func home(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> UInt64(truncatingIfNeeded: 64 &- scale))
  }

  @inline(__always)
  func row(_ number: Int) -> UnsafeMutablePointer<UInt32> {
    unsafe directory[number &>> SharedStates.blockScale]
      + (number & SharedStates.rowMask) &* wordCount
  }

  /// Adds a promised state, unless it is known; with its `hash`.
  @inline(__always)
  func insert(
    _ words: UnsafePointer<UInt32>, _ hash: UInt64, isMarked: Bool,
    by writer: inout SharedStates.Writer
  ) -> SharedStates.Insertion {
    if let quotient {
      return unsafe insert(words, hash, quotient, isMarked: isMarked, by: &writer)
    }
    let mask = UInt32(truncatingIfNeeded: (1 &<< scale) &- 1)
    let tag = UInt32(truncatingIfNeeded: hash) & ~mask
    var slot = home(of: hash)
    var isWritten = false
    while true {
      var entry = slots.load(slot)
      if entry == 0 {
        if !isWritten {
          guard unsafe write(words, by: &writer) else { return .full }
          isWritten = true
        }
        let number = writer.block &<< SharedStates.blockScale &+ writer.used
        entry = slots.fill(slot, tag | UInt32(truncatingIfNeeded: number &+ 1))
        if entry == 0 {
          advance(&writer, isMarked: isMarked)
          return .added
        }
      }
      if entry & ~mask == tag, unsafe equals(words, Int(entry & mask) &- 1) { return .known }
      slot = (slot &+ 1) & Int(mask)
    }
  }

  @inline(__always)
  private func equals(_ words: UnsafePointer<UInt32>, _ number: Int) -> Bool {
    let row = unsafe row(number)
    var difference: UInt32 = 0
    var word = 0
    while word < wordCount {
      difference |= unsafe row[word] ^ words[word]
      word &+= 1
    }
    return difference == 0
  }

  /// Writes a state where the next one goes; false if there is no memory for it.
  @inline(__always)
  func write(_ words: UnsafePointer<UInt32>, by writer: inout SharedStates.Writer) -> Bool {
    if writer.used == SharedStates.rowsInBlock, !states.addBlock(for: &writer) { return false }
    let row = unsafe directory[writer.block] + writer.used &* wordCount
    var word = 0
    while word < wordCount {
      unsafe row[word] = words[word]
      word &+= 1
    }
    return true
  }

  @inline(__always)
  func advance(_ writer: inout SharedStates.Writer, isMarked: Bool) {
    let marks = unsafe directory[writer.block] + wordCount &<< SharedStates.blockScale
    let bit = UInt32(1) &<< UInt32(truncatingIfNeeded: writer.used & 31)
    // Others may read the marks of states before this one, which stay as they are.
    let word = unsafe marks + writer.used &>> 5
    if isMarked { unsafe memory_store(word, memory_load(word) | bit) }
    let number = writer.block &<< SharedStates.blockScale &+ writer.used
    writer.used &+= 1
    if let last = writer.written.last, last.upperBound == number, number & SharedStates.rowMask != 0
    {
      writer.written[writer.written.count &- 1] = last.lowerBound..<number &+ 1
    } else {
      writer.written.append(number..<number &+ 1)
    }
  }

  /// Asks for the slot that will be looked at first.
  @inline(__always)
  func prefetchSlot(_ hash: UInt64) {
    if quotient != nil { return prefetchBucket(hash) }
    slots.prefetch(home(of: hash))
  }

  /// The hash by which a state is found; of some tables it is a part of the state itself.
  @inline(__always)
  func hash(_ words: UnsafePointer<UInt32>) -> UInt64 {
    unsafe quotient?.scrambled(words).first ?? stateHash(words, count: wordCount)
  }

  /// Asks for the state that will be compared, if its slot is the first one and already here.
  @inline(__always)
  func prefetchState(_ hash: UInt64) {
    if quotient != nil { return }
    let mask = UInt32(truncatingIfNeeded: (1 &<< scale) &- 1)
    let entry = slots.load(home(of: hash))
    guard entry & mask != 0, (entry ^ UInt32(truncatingIfNeeded: hash)) & ~mask == 0 else { return }
    unsafe memory_prefetch(row(Int(entry & mask) &- 1))
  }

  /// States that lie side by side, of which nobody writes any.
  func batch(_ numbers: Range<Int>) -> Batch {
    unsafe Batch(first: row(numbers.lowerBound), stride: wordCount, count: numbers.count)
  }

  /// The mark that was given with a state.
  func isMarked(_ number: Int) -> Bool {
    let marks =
      unsafe directory[number &>> SharedStates.blockScale] + wordCount &<< SharedStates.blockScale
    let row = number & SharedStates.rowMask
    return unsafe memory_load(marks + row &>> 5) &>> UInt32(truncatingIfNeeded: row & 31) & 1 != 0
  }
}
