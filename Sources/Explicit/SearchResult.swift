package import TransitionSystem

/// What a search saw.
package struct SearchResult: Sendable {
  package var outcome: Outcome = .exhausted
  /// With symmetry, the number of orbits.
  package var distinctStates = 0
  /// Every enabled firing of a stored state counts.
  package var generatedTransitions = 0
  /// The greatest number of steps that are needed to reach a state.
  package var diameter = 0
  /// The states of all orbits seen.
  ///
  /// It is the number of states of the search without symmetry if no permutation changes the
  /// initial state, and more otherwise.
  package var orbitStates = 0
  /// The memory that the states took in the end.
  package var usedBytes = 0
  /// The states that went to disk for want of memory.
  package var settledStates = 0
  /// The sorts whose elements were permuted.
  package var reducedSorts: [String] = []
  /// Whether transient states were not stored; then the counts are those of the other states, of
  /// what leads from one of them to the next, and of levels in this sense.
  package var skippedTransientStates = false
  /// The first violation of each violated stepwise or `always` property.
  package var violations: [String: Violation] = [:]
  /// A shortest run to a state that satisfies the `reachable` property.
  package var witnesses: [String: Trace] = [:]
  /// A shortest run whose last step reaches the cover.
  package var covers: [CoverKey: Trace] = [:]
  package var deadlock: Trace?
  /// For each `leadsTo` property that holds, the fairness assumptions without which it would not;
  /// and whether its trigger ever holds.
  package var responses: [String: ResponseFinding] = [:]
  /// The positions of the actions that fired.
  package var firedActions: Set<Int> = []
  /// An error of the spec and the run after which it shows; the search ended with it.
  package var specError: SpecError?

  package init() {}

  /// The number of breadth-first levels, the initial state's included.
  package var levels: Int { distinctStates == 0 ? 0 : diameter + 1 }

  package enum Outcome: Hashable, Sendable {
    /// All reachable states were seen.
    case exhausted
    case stopped(Verdict.Reason)
  }

  package struct Violation: Hashable, Sendable {
    package var trace: Trace
    package var claim: Trace.Claim

    package init(trace: Trace, claim: Trace.Claim) {
      self.trace = trace
      self.claim = claim
    }
  }

  /// The `cover` checks of a property with the same message.
  package struct CoverKey: Hashable, Sendable {
    package var property: String
    package var message: String

    package init(property: String, message: String) {
      self.property = property
      self.message = message
    }
  }

  package struct ResponseFinding: Hashable, Sendable {
    package var isTriggered: Bool
    package var needed: [String]

    package init(isTriggered: Bool, needed: [String]) {
      self.isTriggered = isTriggered
      self.needed = needed
    }
  }

  package struct SpecError: Hashable, Sendable {
    package var error: EvaluationError
    package var trace: Trace
  }
}
