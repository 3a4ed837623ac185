internal import TransitionSystem

/// Finds the representative of a state's orbit, exactly.
///
/// The elements of each permuted sort are sorted by their keys. Elements with equal keys are tied;
/// if every exchange of tied neighbours leaves the state as it is, the order among them does not
/// matter. Otherwise all permutations that keep the keys sorted are tried, and the least packed
/// state is the representative. Isomorphic states have the same multiset of keys and hence the same
/// candidates, so the representative depends on the orbit alone.
struct Canonicalizer: ~Copyable {
  /// One permuted cell under one permutation.
  struct Move: BitwiseCopyable {
    /// The place that its content goes to, and the table that renames the content.
    var slot: Packing.Slot
    var table: Int32
  }

  /// A permuted sort: its elements are numbered from `first`.
  struct Group: BitwiseCopyable {
    var first: Int
    var size: Int
    /// The distance in `moves` of neighbours that differ in this sort only.
    var stride: Int
    /// Where `numbers` begins for this sort.
    var numbers: Int
  }

  private let order: Int
  private let groups: Buffer<Group>
  /// For each sort, the number of its permutation whose images, read as digits, are the position.
  private let numbers: Buffer<Int>
  /// For each permutation, the image of each element.
  private let images: Buffer<Int>
  private let sources: Buffer<Packing.Slot>
  private let moves: Buffer<Move>
  private let tables: Buffer<UInt16>
  /// The bits of the packed words that no permutation changes.
  private let fixed: Buffer<UInt32>
  private var keys: ElementKeys
  private var recent: RecentRepresentatives
  private var scratch: Buffer<UInt32>
  private var least: Buffer<UInt32>
  /// The keys by rank, all sorts.
  private var sorted: Buffer<UInt64>

  init(_ symmetry: Symmetry, packing: Packing) {
    order = symmetry.permutations.count
    var groups: [Group] = []
    var numbers: [Int] = []
    for sort in symmetry.sorts {
      groups.append(
        Group(
          first: sort.firstElement, size: sort.size, stride: sort.stride, numbers: numbers.count))
      numbers += Self.numbering(sort)
    }
    self.groups = Buffer(groups)
    self.numbers = Buffer(numbers)
    images = Buffer(
      symmetry.permutations.flatMap { permutation in
        zip(groups, permutation.images).flatMap { group, image in image.map { group.first + $0 } }
      })
    sources = Buffer(symmetry.cells.map { packing.slots[$0] })
    var moves: [Move] = []
    var tables: [UInt16] = []
    for permutation in symmetry.permutations {
      let offsets = symmetry.layout.fields.map { field in
        defer { tables += symmetry.contentImages(of: field, under: permutation) }
        return Int32(tables.count)
      }
      for cell in symmetry.cells {
        let target = symmetry.image(of: cell, under: permutation)
        let table = offsets[symmetry.fieldOfCell[cell]]
        moves.append(Move(slot: packing.slots[target], table: table))
      }
    }
    self.moves = Buffer(moves)
    self.tables = Buffer(tables)
    let mask = packing.mask(of: Set(symmetry.cells))
    fixed = Buffer(mask.map { ~$0 })
    recent = RecentRepresentatives(mask, isNeeded: order > 1)
    keys = ElementKeys(symmetry, packing)
    scratch = Buffer(repeating: 0, count: packing.wordCount)
    least = Buffer(repeating: 0, count: packing.wordCount)
    sorted = Buffer(repeating: 0, count: symmetry.elementCount)
  }

  private static func numbering(_ sort: Symmetry.PermutedSort) -> [Int] {
    let count = (0..<sort.size).reduce(1) { product, _ in product * sort.size }
    var numbers = Array(repeating: -1, count: count)
    for (number, image) in sort.images.enumerated() {
      numbers[image.reduce(0) { $0 * sort.size + $1 }] = number
    }
    return numbers
  }

  /// Whether there is a permutation besides the identity.
  var isTrivial: Bool { order == 1 }

  /// Whether two states differ in a cell that some permutation changes.
  @inline(__always)
  func tellsApart(_ one: UnsafePointer<UInt32>, _ other: UnsafePointer<UInt32>) -> Bool {
    unsafe recent.tellsApart(one, other)
  }

  /// Replaces a state by its representative, and returns the size of its orbit.
  mutating func canonicalize(_ words: UnsafeMutablePointer<UInt32>) -> Int {
    guard order > 1 else { return 1 }
    let place = unsafe recent.place(of: words)
    if let size = unsafe recent.replace(words, at: place) { return size }
    let size = unsafe search(words)
    unsafe recent.note(words, orbit: size, at: place)
    return size
  }

  /// The same without looking whether it has been done before.
  private mutating func search(_ words: UnsafeMutablePointer<UInt32>) -> Int {
    unsafe keys.load(words)
    let (permutation, hasTies) = sortElements()
    if permutation != 0 {
      unsafe apply(permutation, to: words)
      unsafe scratch.copy(to: words)
    }
    return hasTies ? unsafe breakTies(words) : order
  }

  /// The permutation that sorts the elements by their keys, and whether two keys are equal.
  private mutating func sortElements() -> (permutation: Int, hasTies: Bool) {
    var permutation = 0
    var hasTies = false
    for position in 0..<groups.count {
      let group = groups[position]
      let end = group.first &+ group.size
      var digits = 0
      for element in group.first..<end {
        var rank = 0
        for other in group.first..<end where other != element {
          guard keys.current[other] <= keys.current[element] else { continue }
          let isTied = keys.current[other] == keys.current[element]
          hasTies = hasTies || isTied
          if !isTied || other < element { rank &+= 1 }
        }
        sorted[group.first &+ rank] = keys.current[element]
        digits = digits &* group.size &+ rank
      }
      permutation &+= numbers[group.numbers &+ digits] &* group.stride
    }
    return (permutation, hasTies)
  }

  /// Leaves the image of a state in `scratch`.
  private mutating func apply(_ permutation: Int, to words: UnsafePointer<UInt32>) {
    var word = 0
    while word < fixed.count {
      scratch[word] = unsafe words[word] & fixed[word]
      word &+= 1
    }
    let first = permutation &* sources.count
    var cell = 0
    while cell < sources.count {
      let source = sources[cell]
      let move = moves[first &+ cell]
      let content = Int(unsafe (words[Int(source.word)] &>> source.shift) & source.mask)
      scratch[Int(move.slot.word)] |= UInt32(tables[Int(move.table) &+ content]) &<< move.slot.shift
      cell &+= 1
    }
  }

  /// Chooses among the permutations that keep the keys sorted, and returns the size of the orbit.
  private mutating func breakTies(_ words: UnsafeMutablePointer<UInt32>) -> Int {
    if let stabilizer = unsafe orderOfFreeExchange(words) { return order / stabilizer }
    unsafe least.copy(from: words)
    var stabilizer = 1
    for permutation in 1..<order where keepsSorted(permutation) {
      unsafe apply(permutation, to: words)
      switch compare() {
      case 0: stabilizer += 1
      case ..<0:
        least.copy(scratch)
        stabilizer = 1
      default: continue
      }
    }
    unsafe least.copy(to: words)
    return order / stabilizer
  }

  /// The number of ways to order tied elements, if the state is the same with all of them.
  private mutating func orderOfFreeExchange(_ words: UnsafePointer<UInt32>) -> Int? {
    var ways = 1
    for position in 0..<groups.count {
      let group = groups[position]
      var run = 1
      for rank in 1..<group.size {
        let element = group.first + rank
        guard sorted[element] == sorted[element - 1] else {
          run = 1
          continue
        }
        unsafe apply(exchange(rank, group) * group.stride, to: words)
        guard unsafe scratch.equals(words) else { return nil }
        run += 1
        ways *= run
      }
    }
    return ways
  }

  /// The number of the permutation of a sort that exchanges `rank` with the one before it.
  private func exchange(_ rank: Int, _ group: Group) -> Int {
    var digits = 0
    for element in 0..<group.size {
      let image = element == rank ? rank - 1 : element == rank - 1 ? rank : element
      digits = digits &* group.size &+ image
    }
    return numbers[group.numbers &+ digits]
  }

  private func keepsSorted(_ permutation: Int) -> Bool {
    for element in 0..<sorted.count {
      let image = images[permutation &* sorted.count &+ element]
      if sorted[image] != sorted[element] { return false }
    }
    return true
  }

  /// Less than 0, 0 or more, as `scratch` is before, equal to or after `least`.
  private func compare() -> Int {
    for word in 0..<least.count where scratch[word] != least[word] {
      return scratch[word] < least[word] ? -1 : 1
    }
    return 0
  }
}
