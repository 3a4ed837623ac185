internal import Synchronization

/// How states get into a larger table.
extension SharedStates {
  /// Puts states into the larger table; each thread calls it, and each part is done once.
  func moveStates() {
    if let quotient { return moveSlots(quotient) }
    let view = self.view
    var hashes = Buffer(repeating: UInt64(0), count: Self.growthGroup)
    while let block = nextPart(of: blockCount.load(ordering: .relaxed)) {
      let used = unsafe usedRows[block]
      var first = 0
      while first < used {
        let size = min(Self.growthGroup, used &- first)
        for position in 0..<size {
          let number = block &<< Self.blockScale &+ first &+ position
          hashes[position] = unsafe stateHash(view.row(number), count: wordCount)
          nextSlots.prefetch(nextHome(of: hashes[position]))
        }
        for position in 0..<size {
          place(block &<< Self.blockScale &+ first &+ position, hashes[position])
        }
        first &+= size
      }
    }
  }

  /// Grows for the one thread that there is; false if there is no memory for it.
  func grow(_ writer: Writer) -> Bool {
    publish(writer)
    repeat {
      guard beginGrowth() else { return false }
      moveStates()
    } while isCrowded.load(ordering: .relaxed)
    endGrowth()
    return true
  }

  private static let growthGroup = 32

  @inline(__always)
  private func nextHome(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash &>> UInt64(truncatingIfNeeded: 64 &- nextScale))
  }

  private func place(_ number: Int, _ hash: UInt64) {
    let mask = UInt32(truncatingIfNeeded: (1 &<< nextScale) &- 1)
    let entry =
      UInt32(truncatingIfNeeded: hash) & ~mask | UInt32(truncatingIfNeeded: number &+ 1)
    var slot = nextHome(of: hash)
    while nextSlots.fill(slot, entry) != 0 { slot = (slot &+ 1) & Int(mask) }
  }
}
