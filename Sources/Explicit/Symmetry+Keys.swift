internal import TransitionSystem

extension Symmetry {
  /// For each content of a permuted cell, what it adds to the keys of the elements it concerns.
  ///
  /// An element is concerned as an index of the cell or as a part of its content. The addend is a
  /// hash of the role that it plays, of the cell and of the content, with every element of a
  /// permuted sort in them replaced by the first one.
  func contributions(of cell: Int) -> [[ElementKeys.Contribution]] {
    let field = layout.fields[fieldOfCell[cell]]
    let anonymous = anonymousCell(cell)
    let axes = indices(of: cell).enumerated().compactMap { axis, index in
      element(field.variable.indices[axis], index).map { (role: axis, element: $0) }
    }
    return (0..<layout.cellSizes[cell]).map { content in
      var concerned = axes
      var shape = content
      if content < field.valueCount {
        shape = image(of: content, field.variable.type) { _, _ in 0 }
        concerned += mentions(in: content, field.variable.type).map { ($0.role + 100, $0.element) }
      }
      return concerned.map { role, element in
        let addend = Self.hash([anonymous, shape, role])
        return ElementKeys.Contribution(element: Int32(element), addend: addend)
      }
    }
  }

  private func element(_ sort: String, _ index: Int) -> Int? {
    position(of: sort).map { sorts[$0].firstElement + index }
  }

  /// The cell of the same variable with the first element in place of every permuted one.
  private func anonymousCell(_ cell: Int) -> Int {
    let field = layout.fields[fieldOfCell[cell]]
    var offset = 0
    for (axis, index) in indices(of: cell).enumerated() {
      let isPermuted = position(of: field.variable.indices[axis]) != nil
      offset = offset * field.extents[axis] + (isPermuted ? 0 : index)
    }
    return field.base + offset
  }

  /// The permuted elements in a value, each with its position there.
  private func mentions(in value: Int, _ type: ValueType) -> [(role: Int, element: Int)] {
    switch type {
    case .bool, .integer: return []
    case .sort(let name): return element(name, value).map { [(0, $0)] } ?? []
    case .variant(let name):
      let variant = layout.variantLayout(name)
      let (index, payload) = variant.decompose(value)
      let fields = variant.type.cases[index].fields
      return payload.indices.compactMap { position in
        guard case .sort(let sort) = fields[position].type else { return nil }
        return element(sort, payload[position]).map { (position, $0) }
      }
    }
  }

  /// Mixes numbers thoroughly (the finalizer of Steele, Lea and Flood's SplitMix, 2014).
  private static func hash(_ numbers: [Int]) -> UInt64 {
    numbers.reduce(0) { seed, number in
      var word = (seed ^ UInt64(number)) &+ 0x9E37_79B9_7F4A_7C15
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }
}
