package import SMT
package import TransitionSystem

/// What a bounded search found out.
package enum BoundedResult: Hashable, Sendable {
  /// A shortest trace, replayed by the reference evaluator.
  case found(Finding)
  /// No run of up to this many steps shows what was looked for.
  case none(depthReached: Int)
  /// The search ended early; no run of up to so many steps shows it (nil: nothing is known).
  case stopped(depthReached: Int?, Verdict.Reason)

  /// A trace with what it shows.
  package struct Finding: Hashable, Sendable {
    package var trace: Trace
    package var claim: Trace.Claim
    package var property: String

    package var length: Int { trace.steps.count }

    package init(trace: Trace, claim: Trace.Claim, property: String) {
      self.trace = trace
      self.claim = claim
      self.property = property
    }
  }
}

/// Whether Z3 agrees with what another engine says.
package enum Agreement: Hashable, Sendable {
  case confirmed
  /// A sentence that names the step or the length at which they part.
  case disagrees(String)
  case unknown(Verdict.Reason)
}

/// Why a bounded check has no result at all.
package enum BoundedCheckError: Error, Hashable, Sendable {
  case unknownProperty(String)
  /// The initial state cannot be evaluated.
  case initialState(EvaluationError)
  /// Z3's trace does not replay: a defect of the encoding, not of the system.
  case replay(Trace, ReplayError)
  case solver(SMTError)

  /// A sentence for people.
  package var message: String {
    switch self {
    case .unknownProperty(let name): "there is no property '\(name)'"
    case .initialState(let error): "the initial state: \(error.message)"
    case .replay(let trace, let error):
      "the solver's trace of \(trace.steps.count) steps does not replay: \(error.message)"
    case .solver(let error): "Z3: \(error.message)"
    }
  }
}
