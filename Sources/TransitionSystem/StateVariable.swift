/// A state variable: an array over sorts of values of one type.
///
/// With index sorts and `bool` it is a relation; partial, it is a partial function. Reading a
/// partial variable where it is undefined is an error of the spec (`EvaluationError`).
package struct StateVariable: Hashable, Sendable {
  package var name: String
  /// The index sorts, outermost first.
  package var indices: [String]
  package var type: ValueType
  /// Whether a cell may be undefined.
  package var isPartial: Bool
  /// The value of every cell before `init` statements; nil means undefined.
  package var initial: Expression?
  package var role: Role
  /// What it stands for, and its kernel source.
  package var documentation: String
  package var site: SourceSite?

  /// What a variable is for: texts and the cone of influence treat them differently.
  package enum Role: Hashable, Sendable {
    /// State of a mechanism or of a text model.
    case model
    /// State of an observer; no guard of the model may read it.
    case ghost
    /// Where each task is.
    case control
    /// A task's live local.
    case local
    /// Counts what remains of a budget.
    case budget
  }

  package init(
    _ name: String, _ indices: [String] = [], _ type: ValueType, partial: Bool = false,
    initial: Expression? = nil, role: Role = .model, documentation: String = "",
    site: SourceSite? = nil
  ) {
    self.name = name
    self.indices = indices
    self.type = type
    self.isPartial = partial
    self.initial = initial
    self.role = role
    self.documentation = documentation
    self.site = site
  }
}
