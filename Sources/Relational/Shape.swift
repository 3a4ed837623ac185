import TransitionSystem

/// How the values of one type are told apart by relations: its cases, each with sort elements.
struct Shape {
  var cases: [Case]

  /// One case: a relation over the variable's indices and the payload.
  struct Case {
    /// What its relation's name ends with; empty for a type of one case.
    var label: String
    /// The sorts of its payload.
    var payload: [String]
    /// The value with these payload terms.
    var value: @Sendable ([Expression]) -> Expression
  }

  /// The shape of a type; fields of booleans and integers become cases of their own.
  init(_ type: ValueType, _ variants: [String: VariantType]) {
    switch type {
    case .bool:
      cases = [true, false].map { value in
        Case(label: "\(value)", payload: []) { _ in .bool(value) }
      }
    case .integer(let range):
      cases = range.map { value in Case(label: "\(value)", payload: []) { _ in .integer(value) } }
    case .sort(let sort): cases = [Case(label: "", payload: [sort]) { $0[0] }]
    case .variant(let name):
      cases = (variants[name]?.cases ?? []).flatMap { Self.cases(of: $0, in: name, variants) }
    }
  }

  private static func cases(
    of item: VariantType.Case, in type: String, _ variants: [String: VariantType]
  ) -> [Case] {
    var partial: [Case] = [
      Case(label: item.name, payload: []) { _ in .make(type: type, case: item.name, []) }
    ]
    for field in item.fields {
      let inner = Shape(field.type, variants).cases
      partial = partial.flatMap { outer in
        inner.map { value in
          let count = outer.payload.count
          let label = value.label.isEmpty ? outer.label : "\(outer.label).\(value.label)"
          return Case(label: label, payload: outer.payload + value.payload) { terms in
            guard case .make(_, _, let arguments) = outer.value(Array(terms.prefix(count))) else {
              preconditionFailure("a case of '\(type)' is no value of it")
            }
            let last = value.value(Array(terms.dropFirst(count)))
            return .make(type: type, case: item.name, arguments + [last])
          }
        }
      }
    }
    return partial
  }
}

/// The relations that a state variable becomes.
struct VariableShape {
  let variable: StateVariable
  /// The cases with their relations.
  let cases: [Case]

  struct Case {
    var shape: Shape.Case
    /// Holds of indices and payload.
    var relation: Relation
    /// Holds of the indices; the relation itself where there is no payload.
    var domain: Relation
  }

  init(_ variable: StateVariable, _ variants: [String: VariantType]) {
    self.variable = variable
    let keys = variable.indices
    let isPlain = variable.type == .bool && !variable.isPartial
    let shapes = Shape(variable.type, variants).cases
    cases = (isPlain ? [shapes[0]] : shapes).map { shape in
      let stem = variable.name
      let suffix = isPlain || shape.label.isEmpty ? "" : ".\(shape.label)"
      let relation = Relation(
        stem + suffix, keys + shape.payload, group: stem, keyCount: keys.count,
        documentation: variable.documentation)
      guard !shape.payload.isEmpty else {
        return Case(shape: shape, relation: relation, domain: relation)
      }
      let word = shape.label.isEmpty ? "defined" : shape.label
      let domain = Relation(
        "\(stem).is.\(word)", keys, group: stem, documentation: variable.documentation)
      return Case(shape: shape, relation: relation, domain: domain)
    }
  }

  /// Every relation once.
  var relations: [Relation] {
    cases.flatMap { $0.shape.payload.isEmpty ? [$0.relation] : [$0.domain, $0.relation] }
  }
}
