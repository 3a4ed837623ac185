/// What is known about one property, together with the reason to believe it.
package enum Verdict: Hashable, Sendable {
  /// A trace from the initial state to the violation, replayed by the reference evaluator.
  case violated(Trace, Trace.Claim)
  /// The property holds in every reachable state at the scope.
  case holds(Exhausted)
  /// A `reachable` property's witness, replayed.
  case witnessed(Trace)
  /// Decided from the declarations, with a witness that the recipe can return ok.
  case decided(holds: Bool, reason: String, witness: Trace?)
  /// What the property speaks of cannot happen at the scope.
  case vacuous(String)
  case notApplicable(String)
  case unknown(Reason)

  /// Every reachable state was visited.
  package struct Exhausted: Hashable, Sendable {
    package var distinctStates: Int
    /// The greatest depth.
    package var diameter: Int
    /// A trace that shows the property is not vacuous, if it declares what that means.
    package var witness: Trace?

    package init(distinctStates: Int, diameter: Int, witness: Trace? = nil) {
      self.distinctStates = distinctStates
      self.diameter = diameter
      self.witness = witness
    }
  }

  /// Why an engine stopped before it could tell.
  package enum Reason: Hashable, Sendable {
    case depthBound(Int)
    case deadline
    case memoryLimit
    /// States would not fit into memory, and could not be written to disk, or read again.
    case storage(String)
    case interrupted
    case solver(String)
    /// The model itself is wrong: an undefined read, with the trace that leads there.
    case specError(EvaluationError, Trace)
  }
}
