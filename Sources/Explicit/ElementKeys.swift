internal import TransitionSystem

/// A number for every element of the permuted sorts that says what a state tells about it.
///
/// An element's key is the sum, over the cells that concern it, of a number for the cell and its
/// content, in both of which elements of the permuted sorts are made unrecognisable. So a
/// permutation of the elements permutes the keys, and elements whose keys differ cannot be
/// exchanged. Equal keys prove nothing.
///
/// Neighbouring cells make a chunk of a packed word; there is a sum for each content of a chunk:
///
///     word 0: │ ········ │ owner[0] │ owner[1] │ poison[0] │ poison[1] │ …
///                        └─────── chunk 0 ─────┴──────── chunk 1 ──────┘
struct ElementKeys: ~Copyable {
  /// What one content of a cell adds to the key of one element.
  struct Contribution: BitwiseCopyable {
    var element: Int32
    var addend: UInt64
  }

  /// Bits of a packed word, and where the sums of their contents begin.
  struct Chunk: BitwiseCopyable {
    var word: Int32
    var shift: UInt32
    var mask: UInt32
    var first: Int
  }

  /// The keys, sort by sort.
  private(set) var current: Buffer<UInt64>
  private let chunks: Buffer<Chunk>
  /// For each content of each chunk, what it adds to the key of each element.
  private let sums: Buffer<UInt64>

  /// The bits of a chunk, unless one cell has more.
  private static let greatestWidth = 7

  init(_ symmetry: Symmetry, _ packing: Packing) {
    let elementCount = symmetry.elementCount
    current = Buffer(repeating: 0, count: elementCount)
    var chunks: [Chunk] = []
    var sums: [UInt64] = []
    for cells in Self.neighbours(symmetry.cells, packing) {
      let slots = cells.map { packing.slots[$0] }
      let width = slots.map(\.mask.nonzeroBitCount).reduce(0, +)
      let shift = slots[0].shift
      chunks.append(
        Chunk(
          word: slots[0].word, shift: shift, mask: UInt32(1) << UInt32(width) - 1,
          first: sums.count))
      let contributions = cells.map(symmetry.contributions)
      for content in 0..<1 << width {
        var row = Array(repeating: UInt64(0), count: elementCount)
        for (slot, lists) in zip(slots, contributions) {
          let part = Int(UInt32(content) >> (slot.shift - shift) & slot.mask)
          guard part < lists.count else { continue }
          for contribution in lists[part] {
            row[Int(contribution.element)] &+= contribution.addend
          }
        }
        sums += row
      }
    }
    self.chunks = Buffer(chunks)
    self.sums = Buffer(sums)
  }

  /// The cells in groups that lie side by side in one word and have few bits together.
  private static func neighbours(_ cells: [Int], _ packing: Packing) -> [[Int]] {
    var groups: [[Int]] = []
    var end: (word: Int32, bit: UInt32) = (-1, 0)
    var width = 0
    let sorted = cells.filter { packing.slots[$0].mask != 0 }.sorted {
      (packing.slots[$0].word, packing.slots[$0].shift)
        < (packing.slots[$1].word, packing.slots[$1].shift)
    }
    for cell in sorted {
      let slot = packing.slots[cell]
      let bits = slot.mask.nonzeroBitCount
      if end == (slot.word, slot.shift), width + bits <= greatestWidth {
        groups[groups.count - 1].append(cell)
        width += bits
      } else {
        groups.append([cell])
        width = bits
      }
      end = (slot.word, slot.shift + UInt32(bits))
    }
    return groups
  }

  /// Computes the keys of a state.
  @inline(__always)
  mutating func load(_ words: UnsafePointer<UInt32>) {
    let count = current.count
    var element = 0
    while element < count {
      current[element] = 0
      element &+= 1
    }
    var position = 0
    while position < chunks.count {
      let chunk = chunks[position]
      let content = Int(unsafe (words[Int(chunk.word)] &>> chunk.shift) & chunk.mask)
      let first = chunk.first &+ content &* count
      element = 0
      while element < count {
        current[element] &+= sums[first &+ element]
        element &+= 1
      }
      position &+= 1
    }
  }
}
