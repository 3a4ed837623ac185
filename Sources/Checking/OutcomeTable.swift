package import SpecLanguage
package import TransitionSystem

/// What calls can come to, by the situation in which they are made.
package struct OutcomeTable: Sendable {
  /// Where the calls are made; without a design: the kernel as it is.
  package var column: OutcomeColumn
  package var situations: [Situation]
  /// Of a design its own.
  package var calls: [CallOutcomes]
  /// By lifecycle, how its things change where no design is.
  package var lifecycles: [LifecycleGraph]
}

/// The states of a thing, and what leads from one to another.
package struct LifecycleGraph: Hashable, Sendable {
  package var name: String
  /// In words, sorted.
  package var states: [String]
  package var changes: [Change]

  /// A step from one of the states to another, by their positions.
  package struct Change: Hashable, Sendable {
    package var from: Int
    package var to: Int
    /// The steps that do it, sorted.
    package var steps: [String]
  }
}

/// A kernel, with a design on it or without.
package struct OutcomeColumn: Hashable, Sendable {
  package var kernel: String
  package var design: String?
  package var variant: String?

  package init(kernel: String, design: String? = nil, variant: String? = nil) {
    self.kernel = kernel
    self.design = design
    self.variant = variant
  }
}

/// What one call, with its arguments, can come to in each situation of a table.
package struct CallOutcomes: Hashable, Sendable {
  package var callable: Callable
  package var arguments: [String]
  /// By situation; empty where the situation is not one of the kernel.
  package var outcomes: [[Outcome]]
}

/// One result that a call has in a situation.
package struct Outcome: Hashable, Sendable {
  package var result: Result
  /// How many steps the shortest run to it has after the situation is there.
  package var steps: Int
  /// What happens in that run, step by step.
  package var witness: [String]
  /// By lifecycle, what the example is in when the call is over and nothing is under way any more.
  package var after: [[String]]

  package enum Result: Hashable, Sendable {
    /// It returns this case of its type; without a type: it returns.
    case returned(String)
    /// It can go no further.
    case waits
  }
}
