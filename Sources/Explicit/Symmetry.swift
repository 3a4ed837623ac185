internal import TransitionSystem

/// The group of permutations under which states are identified, and what they do to a state.
///
/// A permutation renames the elements of the chosen sorts: content moves along the index axes of
/// these sorts, and elements in contents are renamed. With several sorts the group is the product.
struct Symmetry {
  let layout: Layout
  let sorts: [PermutedSort]
  /// The permutations; the identity is the first.
  let permutations: [Permutation]
  /// The cells that some permutation changes, in ascending order.
  let cells: [Int]
  /// The variable of each cell.
  let fieldOfCell: [Int]

  /// A sort whose elements are permuted.
  struct PermutedSort {
    var name: String
    var size: Int
    /// The number of its first element among the elements of all permuted sorts.
    var firstElement: Int
    /// The distance in `permutations` of neighbours that differ in this sort only.
    var stride: Int
    /// All permutations of the sort, the identity first.
    var images: [[Int]]
  }

  /// For each permuted sort, the new number of every element.
  struct Permutation {
    var images: [[Int]]
  }

  var elementCount: Int { sorts.map(\.size).reduce(0, +) }

  /// The greatest group that is used: a further sort is left as it is.
  private static let greatestOrder = 720

  init(layout: Layout, mode: SymmetryMode) {
    self.layout = layout
    var sorts: [PermutedSort] = []
    var permutations = [Permutation(images: [])]
    for name in Self.chosenSorts(layout.system, mode) {
      let size = layout.scope[name]
      guard size > 1, size <= 6 else { continue }
      let images = Self.permutations(of: size)
      guard permutations.count * images.count <= Self.greatestOrder else { continue }
      let first = sorts.map(\.size).reduce(0, +)
      sorts.append(
        PermutedSort(
          name: name, size: size, firstElement: first, stride: permutations.count, images: images))
      permutations = images.flatMap { image in
        permutations.map { Permutation(images: $0.images + [image]) }
      }
    }
    self.sorts = sorts
    self.permutations = permutations
    let names = Set(sorts.map(\.name))
    let system = layout.system
    fieldOfCell = layout.fields.enumerated().flatMap { Array(repeating: $0, count: $1.count) }
    cells = layout.fields.flatMap { field in
      let variable = field.variable
      let concerned = variable.type.sorts(in: system).union(variable.indices)
      return concerned.isDisjoint(with: names) ? [] : Array(field.base..<field.base + field.count)
    }
  }

  private static func chosenSorts(_ system: TransitionSystem, _ mode: SymmetryMode) -> [String] {
    switch mode {
    case .off: []
    case .automatic(nil): SymmetricSorts.find(in: system)
    case .automatic(let names?): SymmetricSorts.find(in: system).filter { names.contains($0) }
    }
  }

  /// All permutations of 0..<size in lexicographic order.
  private static func permutations(of size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    var found: [[Int]] = []
    for first in 0..<size {
      for rest in permutations(of: size - 1) {
        found.append([first] + rest.map { $0 < first ? $0 : $0 + 1 })
      }
    }
    return found
  }

  /// The position of a sort among the permuted ones.
  func position(of sort: String) -> Int? { sorts.firstIndex { $0.name == sort } }

  /// The indices of a cell in its variable.
  func indices(of cell: Int) -> [Int] {
    let field = layout.fields[fieldOfCell[cell]]
    var rest = cell - field.base
    var indices: [Int] = []
    for extent in field.extents.reversed() {
      indices.append(rest % extent)
      rest /= extent
    }
    return indices.reversed()
  }

  /// Where the content of a cell goes.
  func image(of cell: Int, under permutation: Permutation) -> Int {
    let field = layout.fields[fieldOfCell[cell]]
    var offset = 0
    for (axis, index) in indices(of: cell).enumerated() {
      let position = position(of: field.variable.indices[axis])
      let image = position.map { permutation.images[$0][index] } ?? index
      offset = offset * field.extents[axis] + image
    }
    return field.base + offset
  }

  /// What every content of a variable's cells becomes.
  func contentImages(of field: Layout.Field, under permutation: Permutation) -> [UInt16] {
    let values = (0..<field.valueCount).map { value in
      UInt16(image(of: value, field.variable.type) { permutation.images[$0][$1] })
    }
    return field.variable.isPartial ? values + [UInt16(field.undefined)] : values
  }

  /// The value with every element of a permuted sort (its position, the element) replaced.
  func image(of value: Int, _ type: ValueType, _ rename: (Int, Int) -> Int) -> Int {
    switch type {
    case .bool, .integer: return value
    case .sort(let name): return position(of: name).map { rename($0, value) } ?? value
    case .variant(let name):
      let variant = layout.variantLayout(name)
      let (index, payload) = variant.decompose(value)
      let fields = variant.type.cases[index].fields
      let images = zip(payload, fields).map { image(of: $0, $1.type, rename) }
      return variant.compose(caseIndex: index, payload: images)
    }
  }
}
