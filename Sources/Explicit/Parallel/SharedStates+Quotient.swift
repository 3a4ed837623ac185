internal import Synchronization

/// Tables whose slots are all that is kept of states.
extension SharedStates {
  /// Slots that a thread moves at once.
  private static let partScale = 15

  /// Moves the slots in their order; the places that they go to are in that order, too.
  func moveSlots(_ quotient: Quotient) {
    let (from, to) = (slots, nextSlots)
    let (buckets, larger) = (scale - Quotient.bucketScale, nextScale - Quotient.bucketScale)
    let mask = 1 &<< buckets &- 1
    while let part = nextPart(of: 1 << (scale - Self.partScale)) {
      for slot in part &<< Self.partScale..<(part &+ 1) &<< Self.partScale {
        let entry = from.loadWide(slot)
        guard entry != 0 else { continue }
        let displacement = Int(entry &>> UInt64(Quotient.remainderBits)) &- 1
        let home = (slot &>> Quotient.bucketScale &- displacement) & mask
        let (next, remainder) = quotient.moved(
          home, entry & Quotient.remainderMask, buckets: buckets, to: larger)
        guard
          to.fillBucket(next, remainder, buckets: larger, mostDisplacement: mostDisplacement)
        else { return isCrowded.store(true, ordering: .relaxed) }
      }
    }
  }
}

extension Quotient {
  static let remainderMask: UInt64 = 1 << UInt64(remainderBits) - 1
  /// What one bucket more adds to a slot.
  static let oneBucket: UInt64 = 1 << UInt64(remainderBits)
}

extension Slots {
  /// Puts a state that is not in the table into the first empty slot; false if that is too far.
  fileprivate func fillBucket(
    _ home: Int, _ remainder: UInt64, buckets: Int, mostDisplacement: Int
  ) -> Bool {
    var (bucket, content) = (home, remainder &+ Quotient.oneBucket)
    let start = Int(truncatingIfNeeded: remainder)
    for _ in 0...mostDisplacement {
      for offset in 0..<1 << Quotient.bucketScale {
        let place = (start &+ offset) & (1 &<< Quotient.bucketScale &- 1)
        if fillWide(bucket &<< Quotient.bucketScale | place, content) == 0 { return true }
      }
      bucket = (bucket &+ 1) & (1 &<< buckets &- 1)
      content &+= Quotient.oneBucket
    }
    return false
  }
}

extension SharedStates.View {
  /// Adds a promised state whose slot is all that is kept of it, unless it is known.
  ///
  /// `first` are the uppermost bits of the scrambled state.
  @inline(__always)
  func insert(
    _ words: UnsafePointer<UInt32>, _ first: UInt64, _ quotient: Quotient, isMarked: Bool,
    by writer: inout SharedStates.Writer
  ) -> SharedStates.Insertion {
    let buckets = scale &- Quotient.bucketScale
    let rest = quotient.bitCount > 64 ? unsafe quotient.scrambled(words).rest : 0
    let remainder = quotient.remainder(first, rest, buckets: buckets)
    let start = Int(truncatingIfNeeded: remainder)
    var bucket = Int(truncatingIfNeeded: first &>> UInt64(truncatingIfNeeded: 64 &- buckets))
    var content = remainder &+ Quotient.oneBucket
    let end = UInt64(truncatingIfNeeded: states.mostDisplacement &+ 1)
    var isWritten = false
    while content &>> UInt64(Quotient.remainderBits) <= end {
      var offset = 0
      while offset < 1 &<< Quotient.bucketScale {
        let place = (start &+ offset) & (1 &<< Quotient.bucketScale &- 1)
        let slot = bucket &<< Quotient.bucketScale | place
        var entry = slots.loadWide(slot)
        if entry == 0 {
          if !isWritten {
            guard unsafe write(words, by: &writer) else { return .full }
            isWritten = true
          }
          entry = slots.fillWide(slot, content)
          if entry == 0 {
            advance(&writer, isMarked: isMarked)
            return .added
          }
        }
        if entry == content { return .known }
        offset &+= 1
      }
      bucket = (bucket &+ 1) & (1 &<< buckets &- 1)
      content &+= Quotient.oneBucket
    }
    return .crowded
  }

  /// Asks for the bucket that will be looked at first.
  @inline(__always)
  func prefetchBucket(_ first: UInt64) {
    let buckets = scale &- Quotient.bucketScale
    let home = Int(truncatingIfNeeded: first &>> UInt64(truncatingIfNeeded: 64 &- buckets))
    slots.prefetchWide(home &<< Quotient.bucketScale)
  }
}
