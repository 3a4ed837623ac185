internal import TransitionSystem

/// A number for every element of the permuted sorts that says what a state tells about it.
///
/// An element's key is the sum, over the cells that concern it, of a number for the cell and its
/// content, in both of which elements of the permuted sorts are made unrecognisable. So a
/// permutation of the elements permutes the keys, and elements whose keys differ cannot be
/// exchanged. Equal keys prove nothing. Being sums, keys follow a changed cell by a subtraction and
/// an addition.
struct ElementKeys: ~Copyable {
  /// What one content of a cell adds to the key of one element.
  struct Contribution: BitwiseCopyable {
    var element: Int32
    var addend: UInt64
  }

  /// The keys, sort by sort; one more place takes the contributions that concern no element.
  private(set) var current: Buffer<UInt64>
  private var loaded: Buffer<UInt64>
  /// Whether a cell that concerns an element changed since the last load or restore.
  private(set) var isTouched = false
  /// The permuted cells; for each cell of the state, its place in `firsts` and `widths` or -1.
  private let watched: Buffer<Int32>
  private let places: Buffer<Int32>
  private let firsts: Buffer<Int32>
  /// The number of contributions of each content of a permuted cell.
  private let widths: Buffer<Int32>
  private let contributions: Buffer<Contribution>

  init(_ symmetry: Symmetry) {
    current = Buffer(repeating: 0, count: symmetry.elementCount + 1)
    loaded = Buffer(repeating: 0, count: symmetry.elementCount + 1)
    watched = Buffer(symmetry.cells.map { Int32($0) })
    var places = Array(repeating: Int32(-1), count: symmetry.layout.cellCount)
    var firsts: [Int32] = []
    var widths: [Int32] = []
    var contributions: [Contribution] = []
    for (place, cell) in symmetry.cells.enumerated() {
      places[cell] = Int32(place)
      let lists = symmetry.contributions(of: cell)
      let width = lists.map(\.count).max() ?? 0
      firsts.append(Int32(contributions.count))
      widths.append(Int32(width))
      let nothing = Contribution(element: Int32(symmetry.elementCount), addend: 0)
      for list in lists {
        contributions += list + Array(repeating: nothing, count: width - list.count)
      }
    }
    self.places = Buffer(places)
    self.firsts = Buffer(firsts)
    self.widths = Buffer(widths)
    self.contributions = Buffer(contributions)
  }

  /// Computes the keys of a state.
  mutating func load(_ cells: borrowing Buffer<UInt16>) {
    guard watched.count > 0 else { return }
    for element in 0..<current.count { current[element] = 0 }
    var place = 0
    while place < watched.count {
      add(place, Int(cells[Int(watched[place])]))
      place &+= 1
    }
    loaded.copy(current)
    isTouched = false
  }

  /// Goes back to the keys of the loaded state.
  mutating func restore() {
    guard isTouched else { return }
    current.copy(loaded)
    isTouched = false
  }

  /// Follows the change of a cell.
  @inline(__always)
  mutating func change(cell: Int, from old: Int, to new: Int) {
    let place = Int(places[cell])
    guard place >= 0 else { return }
    isTouched = true
    subtract(place, old)
    add(place, new)
  }

  @inline(__always)
  private mutating func add(_ place: Int, _ content: Int) {
    let width = Int(widths[place])
    var position = Int(firsts[place]) &+ content &* width
    let end = position &+ width
    while position < end {
      let contribution = contributions[position]
      current[Int(contribution.element)] &+= contribution.addend
      position &+= 1
    }
  }

  @inline(__always)
  private mutating func subtract(_ place: Int, _ content: Int) {
    let width = Int(widths[place])
    var position = Int(firsts[place]) &+ content &* width
    let end = position &+ width
    while position < end {
      let contribution = contributions[position]
      current[Int(contribution.element)] &-= contribution.addend
      position &+= 1
    }
  }
}
