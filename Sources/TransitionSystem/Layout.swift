/// Where each cell of a state lives, once the scope is known.
///
/// A state is a flat array of cells in declaration order, a variable's cells in row-major order of
/// its indices (the last index fastest). A cell holds the number of its value: for a bool 0 or 1,
/// for an integer its distance from the lower bound, for an element its number, for a variant its
/// position (see `VariantType`). A partial cell uses one more number, the size of its type, for
/// *undefined*.
package struct Layout: Sendable {
  package let system: TransitionSystem
  package let scope: Scope
  /// In the order of `system.variables`.
  package let fields: [Field]
  package let cellCount: Int
  /// The number of different contents of each cell.
  package let cellSizes: [Int]
  private let fieldIndex: [String: Int]
  private let variantLayouts: [String: VariantLayout]

  /// The cells of one variable.
  package struct Field: Sendable {
    package let variable: StateVariable
    package let base: Int
    package let count: Int
    /// The sizes of the index sorts.
    package let extents: [Int]
    /// The number of values of its type, without *undefined*.
    package let valueCount: Int
    package var undefined: Int { valueCount }
  }

  /// The numbering of a variant's values.
  package struct VariantLayout: Sendable {
    package let type: VariantType
    /// The number of the first value of each case.
    package let bases: [Int]
    /// The sizes of each case's payload fields.
    package let fieldSizes: [[Int]]
    package let count: Int
  }

  package init(system: TransitionSystem, scope: Scope) {
    self.system = system
    self.scope = scope
    var variants: [String: VariantLayout] = [:]
    for type in system.variants { variants[type.name] = Self.variantLayout(type, scope: scope) }
    variantLayouts = variants
    var fields: [Field] = []
    var sizes: [Int] = []
    for variable in system.variables {
      let extents = variable.indices.map { scope[$0] }
      let count = extents.reduce(1, *)
      let values = Self.count(of: variable.type, scope: scope, variants: variants)
      fields.append(
        Field(
          variable: variable, base: sizes.count, count: count, extents: extents, valueCount: values)
      )
      let contents = variable.isPartial ? values + 1 : values
      sizes.append(contentsOf: repeatElement(contents, count: count))
    }
    self.fields = fields
    cellSizes = sizes
    cellCount = sizes.count
    var index: [String: Int] = [:]
    for (position, field) in fields.enumerated() { index[field.variable.name] = position }
    fieldIndex = index
  }

  /// The cells of the variable of this name.
  package func field(_ name: String) -> Field {
    guard let position = fieldIndex[name] else {
      preconditionFailure("'\(name)' is no state variable of '\(system.name)'")
    }
    return fields[position]
  }

  package func variantLayout(_ name: String) -> VariantLayout {
    guard let layout = variantLayouts[name] else {
      preconditionFailure("'\(name)' is no variant type of '\(system.name)'")
    }
    return layout
  }

  /// The number of values of a type at this scope.
  package func count(of type: ValueType) -> Int {
    Self.count(of: type, scope: scope, variants: variantLayouts)
  }

  private static func count(
    of type: ValueType, scope: Scope, variants: [String: VariantLayout]
  ) -> Int {
    switch type {
    case .bool: return 2
    case .integer(let range): return range.count
    case .sort(let name): return scope[name]
    case .variant(let name):
      guard let layout = variants[name] else { preconditionFailure("no variant type '\(name)'") }
      return layout.count
    }
  }

  private static func variantLayout(_ type: VariantType, scope: Scope) -> VariantLayout {
    var bases: [Int] = []
    var sizes: [[Int]] = []
    var total = 0
    for item in type.cases {
      bases.append(total)
      let fields = item.fields.map { count(of: $0.type, scope: scope, variants: [:]) }
      sizes.append(fields)
      total += fields.reduce(1, *)
    }
    return VariantLayout(type: type, bases: bases, fieldSizes: sizes, count: total)
  }
}

extension Layout.VariantLayout {
  /// The case and payload numbers of a value.
  package func decompose(_ value: Int) -> (caseIndex: Int, payload: [Int]) {
    let index = bases.lastIndex { $0 <= value } ?? 0
    var rest = value - bases[index]
    var payload: [Int] = []
    for size in fieldSizes[index].reversed() {
      payload.append(rest % size)
      rest /= size
    }
    return (index, payload.reversed())
  }

  /// The value with this case and these payload numbers.
  package func compose(caseIndex: Int, payload: [Int]) -> Int {
    var offset = 0
    for (size, number) in zip(fieldSizes[caseIndex], payload) { offset = offset * size + number }
    return bases[caseIndex] + offset
  }
}

/// A valuation of all variables: one number a cell, as `Layout` describes.
package struct State: Hashable, Sendable {
  package var cells: [UInt16]

  package init(cells: [UInt16]) { self.cells = cells }
}
