/// The type of a value: always finite once a scope is chosen.
package indirect enum ValueType: Hashable, Sendable {
  case bool
  /// An integer between constant bounds, both included.
  case integer(ClosedRange<Int>)
  /// An element of a sort.
  case sort(String)
  /// A value of a variant type (an enumeration whose cases may carry sort elements).
  case variant(String)

  /// The type as the language writes it.
  package var description: String {
    switch self {
    case .bool: "bool"
    case .integer(let range): "int \(range.lowerBound)..\(range.upperBound)"
    case .sort(let name), .variant(let name): name
    }
  }
}

/// A variant type: named cases, each with a fixed list of payload fields.
///
/// A value is numbered case by case in declaration order, payloads in mixed radix with the last
/// field fastest; so a plain enumeration's values are its cases' positions.
package struct VariantType: Hashable, Sendable {
  package var name: String
  package var cases: [Case]

  /// One case of a variant.
  package struct Case: Hashable, Sendable {
    package var name: String
    package var fields: [Field]
    /// Whether `is error` holds of it (a kernel error or a signal).
    package var isError: Bool

    package init(_ name: String, _ fields: [Field] = [], isError: Bool = false) {
      self.name = name
      self.fields = fields
      self.isError = isError
    }
  }

  /// A payload field; payloads are never variants themselves.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var type: ValueType

    package init(_ name: String, _ type: ValueType) {
      self.name = name
      self.type = type
    }
  }

  package init(_ name: String, _ cases: [Case]) {
    self.name = name
    self.cases = cases
  }

  /// The position of the case of this name.
  package func caseIndex(_ name: String) -> Int? { cases.firstIndex { $0.name == name } }
}

/// A name with its type: a parameter of an action or callable, a local, a quantified variable.
package struct Parameter: Hashable, Sendable {
  package var name: String
  package var type: ValueType

  package init(_ name: String, _ type: ValueType) {
    self.name = name
    self.type = type
  }
}
