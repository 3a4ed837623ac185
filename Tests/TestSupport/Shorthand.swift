package import TransitionSystem

extension Expression {
  /// A cell of a state variable.
  package static func at(_ name: String, _ indices: Expression...) -> Expression {
    .read(name, indices)
  }

  /// Whether a cell is defined.
  package static func has(_ name: String, _ indices: Expression...) -> Expression {
    .isDefined(name, indices)
  }

  /// A bound variable of a sort.
  package static func bound(_ name: String, _ sort: String) -> Expression {
    .variable(Parameter(name, .sort(sort)))
  }
}

extension Parameter {
  /// A parameter of a sort.
  package static func sort(_ name: String, _ sort: String) -> Parameter {
    Parameter(name, .sort(sort))
  }
}
