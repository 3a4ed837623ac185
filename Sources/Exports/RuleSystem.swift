/// A transition system at a scope in the form that every notation has: flat arrays of numbers,
/// guarded rules, invariants.
package struct RuleSystem: Sendable {
  package var name: String
  package var variables: [Variable]
  package var rules: [Rule]
  package var invariants: [Invariant]

  /// A variable: one number, or an array of them in the row-major order of `Layout`.
  package struct Variable: Hashable, Sendable {
    package var name: String
    /// The sizes of its index sorts; empty for one number.
    package var extents: [Int]
    /// The contents of a cell are the numbers below it.
    package var size: Int
    /// The contents in the initial state.
    package var initial: [Int]
    /// What the contents stand for; empty where they are the numbers themselves.
    package var legend: [String]

    package var isArray: Bool { !extents.isEmpty }
  }

  /// A guarded action: for each choice of its parameters one possible step.
  package struct Rule: Sendable {
    package var name: String
    package var parameters: [Binder]
    package var guardTerm: Term
    /// Whether the evaluator evaluates guard, checks and updates without an error.
    package var isDefined: Term
    package var demands: [Demand]
    package var assignments: [Assignment]
  }

  /// One assignment; all of a rule read the state before it, and a later one wins.
  package struct Assignment: Sendable {
    package var bound: [Binder]
    package var variable: Int
    package var index: Term?
    package var condition: Term
    package var value: Term
  }

  /// What must hold in the state before a step.
  package struct Demand: Sendable {
    package var property: String
    package var condition: Term
  }

  /// What must hold in every state; of a `reachable` property its negation, so that a state that is
  /// wanted is found as a violation.
  package struct Invariant: Sendable {
    package var property: String
    package var isWitness: Bool
    package var condition: Term
    /// Whether it is evaluated without an error.
    package var isDefined: Term
  }
}

/// Why a system has no form in other notations.
package struct ExportError: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}
