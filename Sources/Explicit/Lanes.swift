/// The states of a batch that a program is running on, by their positions in the batch.
struct Lanes: ~Copyable {
  private var active: Buffer<UInt16>
  /// The parking places, each with room for a whole batch.
  private let parked: Buffer<UInt16>
  private var parkedCounts: Buffer<Int>
  private let width: Int
  private(set) var count = 0

  init(width: Int, parkingCount: Int) {
    self.width = width
    active = Buffer(repeating: 0, count: width)
    parked = Buffer(repeating: 0, count: width * parkingCount)
    parkedCounts = Buffer(repeating: 0, count: parkingCount)
  }

  /// Begins with some states.
  mutating func begin() { count = 0 }

  @inline(__always)
  mutating func append(_ lanes: borrowing Buffer<UInt16>, _ range: Range<Int>) {
    precondition(range.upperBound <= lanes.count && count + range.count <= width)
    unsafe (active.base + count).update(from: lanes.base + range.lowerBound, count: range.count)
    count &+= range.count
  }

  /// Runs the body for every state.
  @inline(__always)
  func forEach(_ body: (Int) -> Void) {
    let active = unsafe active.base
    var position = 0
    while position < count {
      body(Int(unsafe active[position]))
      position &+= 1
    }
  }

  /// Whether any state is one of those.
  @inline(__always)
  func anyPasses(_ test: (Int) -> Bool) -> Bool {
    let active = unsafe active.base
    var found = false
    var position = 0
    while position < count {
      found = test(Int(unsafe active[position])) || found
      position &+= 1
    }
    return found
  }

  /// Sends the states that pass the test to a parking place, or nowhere.
  @inline(__always)
  mutating func split(to place: Int32, _ test: (Int) -> Bool) {
    let active = unsafe active.base
    var kept = 0
    var position = 0
    guard place >= 0 else {
      while position < count {
        let lane = unsafe active[position]
        unsafe active[kept] = lane
        kept &+= test(Int(lane)) ? 0 : 1
        position &+= 1
      }
      count = kept
      return
    }
    let waiting = unsafe parked.base + Int(place) &* width
    var gone = parkedCounts[Int(place)]
    while position < count {
      let lane = unsafe active[position]
      let leaves = test(Int(lane))
      unsafe active[kept] = lane
      unsafe waiting[gone] = lane
      kept &+= leaves ? 0 : 1
      gone &+= leaves ? 1 : 0
      position &+= 1
    }
    parkedCounts[Int(place)] = gone
    count = kept
  }

  /// Takes in those who wait in a place.
  mutating func join(_ place: Int) {
    let waiting = parkedCounts[place]
    precondition(count + waiting <= width)
    unsafe (active.base + count).update(from: parked.base + place &* width, count: waiting)
    count &+= waiting
    parkedCounts[place] = 0
  }

  /// Forgets everybody.
  mutating func clear() {
    count = 0
    for place in 0..<parkedCounts.count { parkedCounts[place] = 0 }
  }
}
