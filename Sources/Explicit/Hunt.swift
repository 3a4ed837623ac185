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
  private let evaluator: Evaluator
  private var expansion: Expansion
  private var choice: SampleChoice
  private var random: SampleRandom
  /// The steps of this walk.
  private var instances: [Instance] = []
  private var steps = 0

  private static let pollInterval = 4096

  init(_ system: TransitionSystem, scope: Scope, seed: UInt64) {
    evaluator = Evaluator(system: system, scope: scope)
    expansion = Expansion(evaluator.layout)
    choice = SampleChoice(expansion.program)
    random = SampleRandom(seed: seed)
  }

  mutating func run(
    _ length: Int, _ shouldStop: () -> Verdict.Reason?
  ) throws(EvaluationError) -> (property: String, violation: SearchResult.Violation)? {
    let initial = try evaluator.initialState()
    while true {
      instances.removeAll(keepingCapacity: true)
      expansion.load(initial)
      choice.beginWalk(length: length, &random)
      for step in 0..<length {
        steps &+= 1
        if steps % Self.pollInterval == 0, shouldStop() != nil { return nil }
        guard try takeStep(step) else { break }
        if let found = brokenCheck() { return found }
        expansion.machine.before.copy(expansion.machine.words)
        expansion.load()
        if let found = try brokenState() { return found }
      }
      if instances.isEmpty { return nil }
    }
  }

  /// Takes a step from the loaded state; false if there is none.
  private mutating func takeStep(_ step: Int) throws(EvaluationError) -> Bool {
    choice.begin(expansion, step: step, prefersRare: random.below(2) == 0, &random)
    while let candidate = choice.next(&random) {
      switch expansion.fire(candidate) {
      case .rejected: continue
      case .trapped: throw evaluator.explainedTrap(ofStepsIn: loaded)
      case .accepted:
        choice.noteFired(expansion.instance(candidate))
        instances.append(expansion.instance(candidate))
        return true
      }
    }
    return false
  }

  private var loaded: State {
    expansion.program.packing.unpacked(expansion.machine.before.array)
  }

  /// The `require` that the last step failed.
  private func brokenCheck() -> (property: String, violation: SearchResult.Violation)? {
    for position in 0..<expansion.machine.reportCount {
      let number = Int(expansion.machine.reports[position])
      let (action, index) = expansion.program.check(number: number)
      let check = expansion.program.system.actions[action].checks[index]
      guard check.kind == .require else { continue }
      return (check.property, .init(trace: trace, claim: .violatesStepwise))
    }
    return nil
  }

  /// The `always` that the loaded state falsifies.
  private mutating func brokenState() throws(EvaluationError)
    -> (property: String, violation: SearchResult.Violation)?
  {
    for state in expansion.program.stateProperties {
      let property = expansion.program.system.properties[state.position]
      guard case .always = property.kind else { continue }
      switch expansion.machine.run(state.entry) {
      case .accepted: continue
      case .trapped: throw evaluator.explainedTrap(in: loaded)
      case .rejected: return (property.name, .init(trace: trace, claim: .violatesAlways))
      }
    }
    return nil
  }

  private var trace: Trace { Trace(steps: instances.map(expansion.program.step)) }
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
