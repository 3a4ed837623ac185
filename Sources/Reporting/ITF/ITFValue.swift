import TransitionSystem

/// Values in the Informal Trace Format of Apalache (its ADR 015), as Quint writes them.
///
/// An integer is `{"#bigint": "3"}`, an element of a sort its name, a case of a variant
/// `{"tag": …, "value": …}` with a record of its payload, or the empty tuple. A variable with
/// indices is a map, of tuples if there are several; where it is undefined it has no entry.
extension Layout {
  /// A value of a type, as the evaluator numbers it.
  func itf(of value: Int, _ type: ValueType) -> JSON {
    switch type {
    case .bool: return .bool(value != 0)
    case .integer: return ITF.integer(value)
    case .sort: return .string(text(of: value, type))
    case .variant(let name):
      let variant = variantLayout(name)
      let (index, payload) = variant.decompose(value)
      let item = variant.type.cases[index]
      let fields = zip(item.fields, payload).map { field, content in
        JSON.Member(field.name, itf(of: Evaluator.decoded(content, field.type), field.type))
      }
      return ITF.tagged(item.name, fields.isEmpty ? ITF.unit : .object(fields))
    }
  }

  /// What a state says of a variable.
  func itf(of field: Field, in state: State) -> JSON {
    let indices = field.variable.indices
    guard !indices.isEmpty else {
      let value = itf(ofCell: field.base, field, in: state)
      guard field.variable.isPartial else { return value ?? ITF.unit }
      return value.map { ITF.tagged("Some", $0) } ?? ITF.tagged("None", ITF.unit)
    }
    var entries: [JSON] = []
    for cell in field.base..<field.base + field.count {
      guard let value = itf(ofCell: cell, field, in: state) else { continue }
      entries.append(.array([ITF.key(names(ofCell: cell, field)), value]))
    }
    return .object([.init("#map", .array(entries))])
  }

  /// The value of a cell; nil where it is undefined.
  private func itf(ofCell cell: Int, _ field: Field, in state: State) -> JSON? {
    let content = Int(state.cells[cell])
    guard !field.variable.isPartial || content != field.undefined else { return nil }
    return itf(of: Evaluator.decoded(content, field.variable.type), field.variable.type)
  }

  /// The names of a cell's indices, outermost first.
  func names(ofCell cell: Int, _ field: Field) -> [String] {
    var offset = cell - field.base
    var names: [String] = []
    for (extent, sort) in zip(field.extents, field.variable.indices).reversed() {
      names.append(text(of: offset % extent, .sort(sort)))
      offset /= extent
    }
    return names.reversed()
  }
}

/// The words of the format.
enum ITF {
  static let description = "https://apalache-mc.org/docs/adr/015adr-trace.html"
  /// As Quint names them: the action of the step into a state, and its arguments.
  static let action = "mbt::actionTaken"
  static let picks = "mbt::nondetPicks"
  /// The action of the initial state.
  static let initial = "init"
  static let unit = JSON.object([.init("#tup", .array([]))])

  static func integer(_ number: Int) -> JSON {
    .object([.init("#bigint", .string("\(number)"))])
  }

  static func tagged(_ tag: String, _ value: JSON) -> JSON {
    .object([.init("tag", .string(tag)), .init("value", value)])
  }

  /// The key of a map: a name, or a tuple of them.
  static func key(_ names: [String]) -> JSON {
    names.count == 1
      ? .string(names[0]) : .object([.init("#tup", .array(names.map { .string($0) }))])
  }
}
