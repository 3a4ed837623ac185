extension Layout {
  /// The text of a value of a type, as the evaluator numbers it: `of(A, 0, d1)`, `true`, `b0`.
  package func text(of value: Int, _ type: ValueType) -> String {
    switch type {
    case .bool: return value == 0 ? "false" : "true"
    case .integer: return "\(value)"
    case .sort(let name): return system.sort(name)?.elementName(value) ?? "\(name)\(value)"
    case .variant(let name):
      let variant = variantLayout(name)
      let (index, payload) = variant.decompose(value)
      let item = variant.type.cases[index]
      guard !payload.isEmpty else { return item.name }
      let parts = zip(payload, item.fields).map { content, field in
        text(of: Evaluator.decoded(content, field.type), field.type)
      }
      return "\(item.name)(\(parts.joined(separator: ", ")))"
    }
  }

  /// The text of a cell's content; `-` where it is undefined.
  package func text(ofCell cell: Int, in state: State) -> String {
    let field = self.field(ofCell: cell)
    let content = Int(state.cells[cell])
    if field.variable.isPartial && content == field.undefined { return "-" }
    return text(of: Evaluator.decoded(content, field.variable.type), field.variable.type)
  }

  /// The variable with its indices: `extent[A][0]`.
  package func name(ofCell cell: Int) -> String {
    let field = self.field(ofCell: cell)
    var offset = cell - field.base
    var indices: [String] = []
    for (extent, sort) in zip(field.extents, field.variable.indices).reversed() {
      indices.append("[\(text(of: offset % extent, .sort(sort)))]")
      offset /= extent
    }
    return field.variable.name + indices.reversed().joined()
  }

  package func field(ofCell cell: Int) -> Field {
    // Fields are in order of their bases.
    var low = 0
    var high = fields.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if fields[middle].base <= cell { low = middle } else { high = middle - 1 }
    }
    // Variables over an empty index list have one cell; none has zero cells.
    return fields[low]
  }
}

extension Evaluator {
  /// The label's words for a firing, its values filled in.
  package func text(of label: Label, in state: State, _ bindings: Bindings) -> String {
    var result = ""
    var rest = Substring(label.text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let key = String(rest[rest.index(after: open)..<close])
      result += label.values[key].map { text(of: $0, in: state, bindings) } ?? "{\(key)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// The text of an expression's value; `?` where it has none.
  package func text(of expression: Expression, in state: State, _ bindings: Bindings) -> String {
    guard let value = try? value(of: expression, in: state, bindings) else { return "?" }
    return layout.text(of: value, type(of: expression))
  }

  /// The type of a checked expression.
  package func type(of expression: Expression) -> ValueType {
    switch expression {
    case .bool, .not, .and, .or, .implies, .equal, .less, .lessOrEqual, .forAll, .exists, .test,
      .isDefined:
      return .bool
    case .integer, .add, .subtract: return .integer(0...0)
    case .element(let sort, _), .last(let sort): return .sort(sort)
    case .variable(let parameter): return parameter.type
    case .read(let name, _): return layout.field(name).variable.type
    case .option: return .bool
    case .ifThenElse(_, let then, _): return type(of: then)
    case .make(let name, _, _): return .variant(name)
    case .payload(_, let name, let field):
      let fields = system.variant(name)?.cases.flatMap(\.fields) ?? []
      return fields.first { $0.name == field }?.type ?? .bool
    }
  }

  /// The parameters of a firing by name.
  package func bindings(of firing: Firing) -> Bindings {
    let parameters = system.actions[firing.action].parameters
    return Dictionary(
      zip(parameters.map(\.name), firing.arguments), uniquingKeysWith: { $1 })
  }
}
