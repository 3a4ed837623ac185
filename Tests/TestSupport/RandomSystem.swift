package import TransitionSystem

/// A small random system, well typed, the same for the same seed on every machine.
///
/// It is meant for comparing engines. It has up to four sorts of two or three elements and a few
/// hundred states; some evaluations may be errors of the spec, on purpose.
package struct RandomSystem: Sendable {
  package let seed: Int
  package let system: TransitionSystem
  package let scope: Scope
  package let features: Set<Feature>
  /// Whether no permutation of the elements of an unordered sort changes the initial state.
  package let startsSymmetric: Bool

  /// What a system makes use of.
  package enum Feature: String, CaseIterable, Sendable {
    case parameter, bulkUpdate, relation, partialFunction, payload, enumeration, boundedInteger
    case orderedSort, unorderedSort, stepwise, cover, always, reachable, quantifier, quiescent
    case ifThenElse, initialUpdate, namedElement, undefining
  }

  package init(seed: Int) {
    self.seed = seed
    // Systems that come to rest at once teach little: most are replaced by the next attempt.
    var attempt = 0
    while true {
      var builder = RandomSystemBuilder(seed: seed * 100 + attempt)
      let system = builder.build()
      attempt += 1
      let search = ReferenceSearch(system, scope: builder.scope, limit: 8)
      guard search.isTooLarge || search.errorDepth ?? 0 > 0 || attempt == 10 else { continue }
      self.system = system
      scope = builder.scope
      features = builder.features
      startsSymmetric = builder.startsSymmetric
      return
    }
  }
}
