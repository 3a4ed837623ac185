package import TransitionSystem

/// Walks at random until a property is violated, where there are too many states to visit.
///
/// Nothing is stored, so a walk may go through states that others have been in. Finding nothing
/// says nothing.
///
/// - Parameters:
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - length: The number of steps of each walk.
///   - seed: What the random choices are derived from.
///   - shouldStop: Polled now and then; the hunt ends when there is a reason.
/// - Returns: The first violation of a stepwise or `always` property and its name; its run is as
///   long as the walk was, see `Evaluator.shortened`.
/// - Throws: The error of the spec that a reached state shows when it is evaluated.
package func hunt(
  _ system: TransitionSystem, scope: Scope, length: Int, seed: UInt64,
  shouldStop: @Sendable () -> Verdict.Reason?
) throws(EvaluationError) -> (property: String, violation: SearchResult.Violation)? {
  var hunt = Hunt(system, scope: scope, seed: seed)
  return try hunt.run(length, shouldStop)
}

/// Walks of which only the steps are kept.
private struct Hunt: ~Copyable {
  private var walker: RandomWalker
  private let always: [CompiledSystem.StateProperty]
  /// The steps of this walk.
  private var instances: [Instance] = []
  private var steps = 0

  private static let pollInterval = 4096

  init(_ system: TransitionSystem, scope: Scope, seed: UInt64) {
    walker = RandomWalker(system, scope: scope, seed: seed)
    always = walker.expansion.program.stateProperties.filter { state in
      if case .always = system.properties[state.position].kind { true } else { false }
    }
  }

  mutating func run(
    _ length: Int, _ shouldStop: () -> Verdict.Reason?
  ) throws(EvaluationError) -> (property: String, violation: SearchResult.Violation)? {
    let initial = try walker.initialState()
    while true {
      instances.removeAll(keepingCapacity: true)
      walker.expansion.load(initial)
      walker.beginWalk(length: length)
      for step in 0..<length {
        steps &+= 1
        if steps % Self.pollInterval == 0, shouldStop() != nil { return nil }
        guard let instance = try walker.takeStep(step) else { break }
        instances.append(instance)
        if let found = brokenCheck() { return found }
        walker.goOn()
        if let found = try brokenState() { return found }
      }
      if instances.isEmpty { return nil }
    }
  }

  /// The `require` that the last step failed.
  private func brokenCheck() -> (property: String, violation: SearchResult.Violation)? {
    for position in 0..<walker.expansion.machine.reportCount {
      let number = Int(walker.expansion.machine.reports[position])
      let (action, index) = program.check(number: number)
      let check = program.system.actions[action].checks[index]
      guard check.kind == .require else { continue }
      return (check.property, .init(trace: trace, claim: .violatesStepwise))
    }
    return nil
  }

  /// The `always` that the loaded state falsifies.
  private mutating func brokenState() throws(EvaluationError)
    -> (property: String, violation: SearchResult.Violation)?
  {
    for state in always where try !walker.holds(state) {
      let property = program.system.properties[state.position]
      return (property.name, .init(trace: trace, claim: .violatesAlways))
    }
    return nil
  }

  private var program: CompiledSystem { walker.expansion.program }

  private var trace: Trace { Trace(steps: instances.map(program.step)) }
}

extension Evaluator {
  /// A finite run that shows the same without steps that it does not need.
  ///
  /// Pieces are left out, ever shorter ones, as long as the rest still shows it (Zeller and
  /// Hildebrandt, "Simplifying and isolating failure-inducing input", 2002).
  ///
  /// - Parameters:
  ///   - trace: A run that `replay` accepts.
  ///   - claim: What it shows.
  ///   - property: Of which property.
  /// - Returns: A run that `replay` accepts, and of which no single step can be left out.
  package func shortened(_ trace: Trace, claiming claim: Trace.Claim, property: String) -> Trace {
    var steps = trace.steps
    var length = max(1, steps.count / 2)
    while true {
      var isShorter = false
      var first = 0
      while first < steps.count {
        var fewer = steps
        fewer.removeSubrange(first..<min(first + length, steps.count))
        if (try? replay(Trace(steps: fewer), claiming: claim, property: property)) != nil {
          steps = fewer
          isShorter = true
        } else {
          first += length
        }
      }
      if length == 1, !isShorter { return Trace(steps: steps) }
      length = max(1, length / 2)
    }
  }
}
