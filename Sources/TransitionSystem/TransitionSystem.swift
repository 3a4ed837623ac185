/// A finite-state system, given by sorts, typed state, guarded actions and properties.
///
/// Sizes are not part of it: a `Scope` gives each sort its size. There is one initial state, the
/// variables' initial values overwritten by `initialUpdates` in order, each reading the state that
/// its predecessors left.
package struct TransitionSystem: Sendable {
  package var name: String
  package var sorts: [Sort]
  package var variants: [VariantType]
  package var variables: [StateVariable]
  package var initialUpdates: [Update]
  /// In a replicated workload, `initialUpdates` as they were written, with the constants that each
  /// copy has an element for; else the same as `initialUpdates`.
  package var initialTemplate: [Update]
  /// Who plays which role in a replicated workload; else empty.
  package var casts: [Cast]
  package var actions: [Action]
  package var properties: [Property]
  /// States in which nothing more need happen.
  ///
  /// Any other state without a step is a deadlock. Nil: the system does not distinguish them, and
  /// deadlocks are not looked for.
  package var quiescent: Expression?
  /// The smallest size of each sort with which the system makes sense (it names elements).
  package var minimumSizes: [String: Int]
  /// For texts: which locals live in which slots at each location, by location name.
  package var locals: [String: [LocalName]]

  /// A local of a task under the name its author gave it.
  package struct LocalName: Hashable, Sendable {
    package var name: String
    /// The state variable (indexed by the task) that holds it.
    package var variable: String

    package init(name: String, variable: String) {
      self.name = name
      self.variable = variable
    }
  }

  package init(
    name: String, sorts: [Sort] = [], variants: [VariantType] = [],
    variables: [StateVariable] = [], initialUpdates: [Update] = [], actions: [Action] = [],
    properties: [Property] = [], quiescent: Expression? = nil, minimumSizes: [String: Int] = [:],
    locals: [String: [LocalName]] = [:], initialTemplate: [Update]? = nil, casts: [Cast] = []
  ) {
    self.name = name
    self.sorts = sorts
    self.variants = variants
    self.variables = variables
    self.initialUpdates = initialUpdates
    self.initialTemplate = initialTemplate ?? initialUpdates
    self.casts = casts
    self.actions = actions
    self.properties = properties
    self.quiescent = quiescent
    self.minimumSizes = minimumSizes
    self.locals = locals
  }

  package func sort(_ name: String) -> Sort? { sorts.first { $0.name == name } }
  package func variant(_ name: String) -> VariantType? { variants.first { $0.name == name } }
  package func variable(_ name: String) -> StateVariable? { variables.first { $0.name == name } }
  package func property(_ name: String) -> Property? { properties.first { $0.name == name } }
}

/// The sizes of a run: how many elements each sort has.
package struct Scope: Hashable, Sendable {
  package var sizes: [String: Int]

  package init(_ sizes: [String: Int]) { self.sizes = sizes }

  /// The size of the sort; a sort that the scope does not name has one element.
  package subscript(sort: String) -> Int { sizes[sort] ?? 1 }
}
