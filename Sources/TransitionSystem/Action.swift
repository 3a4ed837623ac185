/// A guarded action: for each choice of its parameters, one possible atomic step.
///
/// All right-hand sides, conditions and indices of `updates` read the state before the step. When
/// two updates write the same cell the later one wins.
package struct Action: Hashable, Sendable {
  /// Unique in its system and stable between runs: traces name actions by it.
  package var name: String
  package var parameters: [Parameter]
  package var guardCondition: Expression
  package var updates: [Update]
  /// What the properties say about this step.
  package var checks: [Check]
  package var label: Label
  /// What fairness assumptions know it by.
  package var origin: ActionOrigin?
  package var site: SourceSite?

  package init(
    name: String, parameters: [Parameter], guard guardCondition: Expression, updates: [Update],
    checks: [Check] = [], label: Label, origin: ActionOrigin? = nil, site: SourceSite? = nil
  ) {
    self.name = name
    self.origin = origin
    self.parameters = parameters
    self.guardCondition = guardCondition
    self.updates = updates
    self.checks = checks
    self.label = label
    self.site = site
  }
}

/// One assignment of an action, possibly to many cells at once.
///
/// For every value of `bound` for which `condition` holds, the cell at `indices` becomes `value`.
package struct Update: Hashable, Sendable {
  package var bound: [Parameter]
  package var variable: String
  package var indices: [Expression]
  package var condition: Expression
  /// The new value; nil makes the cell undefined.
  package var value: Expression?

  package init(
    bound: [Parameter] = [], _ variable: String, _ indices: [Expression],
    when condition: Expression = .bool(true), _ value: Expression?
  ) {
    self.bound = bound
    self.variable = variable
    self.indices = indices
    self.condition = condition
    self.value = value
  }
}

/// What a property demands of one step, read in the state before it.
package struct Check: Hashable, Sendable {
  package var property: String
  package var kind: Kind
  package var condition: Expression
  /// The words after the demand in the spec, for the explanation of a counterexample.
  package var message: String
  package var site: SourceSite?

  package enum Kind: Hashable, Sendable {
    /// The step violates the property unless `condition` holds.
    case require
    /// The property is not vacuous if some reachable step has `condition`.
    case cover
  }

  package init(
    property: String, kind: Kind, condition: Expression, message: String = "",
    site: SourceSite? = nil
  ) {
    self.property = property
    self.kind = kind
    self.condition = condition
    self.message = message
    self.site = site
  }
}

/// How a step is told in a trace.
package struct Label: Hashable, Sendable {
  /// Who takes the step.
  package var lane: Lane
  package var kind: Kind
  /// The words; `{key}` stands for the value of the expression of that key.
  package var text: String
  /// What the braces in `text` stand for, over the parameters and the state before the step.
  package var values: [String: Expression]

  /// The column of a trace that a step belongs to.
  package enum Lane: Hashable, Sendable {
    /// The task that the action's parameter of this name (or this fixed number) denotes.
    case task(Expression)
    case environment
  }

  package enum Kind: Hashable, Sendable {
    /// A call begins.
    case call
    /// A step inside a call.
    case step
    /// A call returns.
    case returning
    /// Something of the environment: an error, a commit, a crash.
    case environment
  }

  package init(
    _ lane: Lane, _ kind: Kind, _ text: String, values: [String: Expression] = [:]
  ) {
    self.lane = lane
    self.kind = kind
    self.text = text
    self.values = values
  }
}
