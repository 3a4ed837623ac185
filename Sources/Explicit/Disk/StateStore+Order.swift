extension StateStore {
  /// A state by its number, with its hash.
  struct Place: BitwiseCopyable {
    var hash: UInt64
    var number: Int
  }

  /// How many slots ahead of the one that is looked at a state's memory is asked for.
  private static let distance = 24

  /// Visits all states sorted by their hashes, and those with the same hash by their words.
  ///
  /// A state is in the first empty slot from its home on, and homes are the first bits of hashes.
  /// So between two empty slots are the states whose homes are between them, and only these have to
  /// be sorted; but the first ones of the table may have come around its end.
  ///
  /// - Parameter isNew: Gets the hash and the words; the table forgets a state if it returns false.
  /// - Throws: What `isNew` throws.
  mutating func retainInOrder(
    _ isNew: (UInt64, UnsafePointer<UInt32>) throws(StorageFailure) -> Bool
  ) throws(StorageFailure) {
    var neighbours: [Place] = []
    var around: [Place] = []
    var slot = 0
    while let place = place(in: slot) {
      if home(of: place.hash) <= slot { neighbours.append(place) } else { around.append(place) }
      slot &+= 1
    }
    try unsafe retain(&neighbours, isNew)
    while slot < slotCount {
      if let place = place(in: slot) {
        neighbours.append(place)
      } else {
        try unsafe retain(&neighbours, isNew)
      }
      prefetchState(in: slot &+ Self.distance)
      slot &+= 1
    }
    neighbours += around
    try unsafe retain(&neighbours, isNew)
  }

  private mutating func retain(
    _ places: inout [Place],
    _ isNew: (UInt64, UnsafePointer<UInt32>) throws(StorageFailure) -> Bool
  ) throws(StorageFailure) {
    if places.count > 1 {
      places.sort { one, other in
        if one.hash != other.hash { return one.hash < other.hash }
        return unsafe compareWords(
          words(of: one.number), words(of: other.number), wordCount) < 0
      }
    }
    for place in places where try unsafe !isNew(place.hash, words(of: place.number)) {
      forget(place.number)
    }
    places.removeAll(keepingCapacity: true)
  }
}
