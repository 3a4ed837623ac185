import Relational
package import TransitionSystem

/// A condition spelled out: it holds if the assertions contradict each other.
///
/// Elements that the assertions name are pairwise distinct within their sort; that goes without an
/// assertion.
package struct Obligation: Hashable, Sendable {
  package var condition: Condition
  /// The free variables of the assertions: the action's parameters, then the goal's variables.
  package var constants: [Parameter]
  /// In the order of ``Assertion/Origin``.
  package var assertions: [Assertion]

  package init(condition: Condition, constants: [Parameter], assertions: [Assertion]) {
    self.condition = condition
    self.constants = constants
    self.assertions = assertions
  }

  /// One of the assertions and what it is.
  package struct Assertion: Hashable, Sendable {
    package var origin: Origin
    package var formula: Expression

    package init(_ origin: Origin, _ formula: Expression) {
      self.origin = origin
      self.formula = formula
    }
  }

  /// Where an assertion comes from; numbers are positions in the system or in the invariant.
  package enum Origin: Hashable, Sendable {
    case axiom(Int)
    case hypothesis(Int)
    case guardCondition
    /// A totality at one key.
    case totality(Int)
    case negatedGoal
  }

  /// The assertions that all obligations of one action share: axioms, hypotheses, guard.
  package var shared: ArraySlice<Assertion> {
    assertions.prefix {
      switch $0.origin {
      case .axiom, .hypothesis, .guardCondition: true
      case .totality, .negatedGoal: false
      }
    }
  }

  /// The rest: what is particular to the condition.
  package var own: ArraySlice<Assertion> { assertions.dropFirst(shared.count) }
}

extension Obligation.Assertion {
  /// Whether it is a clause of the invariant.
  var isHypothesis: Bool {
    if case .hypothesis = origin { true } else { false }
  }
}
