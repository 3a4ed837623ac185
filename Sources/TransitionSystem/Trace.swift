/// A finite run: firings from the initial state on; or an infinite one that repeats itself.
///
/// A trace names actions by name, so that it survives a change of their order.
package struct Trace: Hashable, Sendable {
  package var steps: [Step]
  /// The number of steps before those that are repeated for ever, in a run that never ends.
  ///
  /// Where no step is left to repeat, the run stays in its last state. Nil: a finite run.
  package var loopStart: Int?

  /// One firing by names.
  package struct Step: Hashable, Sendable {
    package var action: String
    package var arguments: [Int]

    package init(action: String, arguments: [Int]) {
      self.action = action
      self.arguments = arguments
    }
  }

  package init(steps: [Step], loopStart: Int? = nil) {
    self.steps = steps
    self.loopStart = loopStart
  }

  /// What a trace shows about a property.
  package enum Claim: Hashable, Sendable {
    /// The last step fails a `require` of the stepwise property.
    case violatesStepwise
    /// The last state falsifies the `always` property.
    case violatesAlways
    /// The last state satisfies the `reachable` property.
    case witnesses
    /// The last step reaches a `cover` of the property.
    case covers
    /// The run is fair and never answers a trigger of the `leadsTo` property.
    case violatesResponse
    /// The last state has no successor and is not quiescent.
    case deadlocks
    /// The next evaluation after the last state is an error of the spec.
    case evaluationError
  }
}

/// A trace with every state, as the reference evaluator ran it.
package struct ReplayedTrace: Sendable {
  package var trace: Trace
  /// One more than steps: the initial state first.
  package var states: [State]
  package var transitions: [Evaluator.Transition]
}

/// Why a trace does not fit a system.
package enum ReplayError: Error, Hashable, Sendable {
  /// The system has no action of this name; the step counts from 1.
  case unknownAction(step: Int, name: String)
  /// The arguments do not fit the action's parameters.
  case badArguments(step: Int, name: String)
  /// The action exists but its guard is false.
  case notEnabled(step: Int, name: String)
  case evaluation(step: Int, EvaluationError)
  /// Every step fits, but the run does not show what the trace says.
  case claimFails(Trace.Claim)

  package var message: String {
    switch self {
    case .unknownAction(let step, let name): "step \(step): there is no action '\(name)'"
    case .badArguments(let step, let name): "step \(step): the arguments do not fit '\(name)'"
    case .notEnabled(let step, let name): "step \(step): '\(name)' is not enabled there"
    case .evaluation(let step, let error): "step \(step): \(error.message)"
    case .claimFails: "every step fits, but the last one does not show what the trace claims"
    }
  }
}

extension Evaluator {
  /// Runs a trace from the initial state.
  package func replay(_ trace: Trace) throws(ReplayError) -> ReplayedTrace {
    var states: [State] = []
    do { states = [try initialState()] } catch { throw .evaluation(step: 0, error) }
    var transitions: [Transition] = []
    let positions = Dictionary(
      system.actions.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { $1 })
    for (offset, step) in trace.steps.enumerated() {
      guard let position = positions[step.action] else {
        throw .unknownAction(step: offset + 1, name: step.action)
      }
      guard fits(step.arguments, system.actions[position].parameters) else {
        throw .badArguments(step: offset + 1, name: step.action)
      }
      let firing = Firing(action: position, arguments: step.arguments)
      do {
        guard let transition = try fire(firing, in: states[offset]) else {
          throw ReplayError.notEnabled(step: offset + 1, name: step.action)
        }
        transitions.append(transition)
        states.append(transition.target)
      } catch let error as EvaluationError {
        throw .evaluation(step: offset + 1, error)
      } catch let error as ReplayError {
        throw error
      } catch { preconditionFailure("only evaluation and replay errors are thrown here") }
    }
    return ReplayedTrace(trace: trace, states: states, transitions: transitions)
  }

  /// Runs a trace and makes sure that it shows what it is said to show.
  package func replay(
    _ trace: Trace, claiming claim: Trace.Claim, property: String
  ) throws(ReplayError) -> ReplayedTrace {
    let replayed = try replay(trace)
    guard shows(replayed, claim, property) else { throw .claimFails(claim) }
    return replayed
  }

  private func fits(_ arguments: [Int], _ parameters: [Parameter]) -> Bool {
    arguments.count == parameters.count
      && zip(arguments, parameters).allSatisfy { argument, parameter in
        if case .integer(let range) = parameter.type { return range.contains(argument) }
        return (0..<layout.count(of: parameter.type)).contains(argument)
      }
  }

  private func shows(
    _ replayed: ReplayedTrace, _ claim: Trace.Claim, _ property: String
  ) -> Bool {
    guard let last = replayed.states.last else { return false }
    switch claim {
    case .violatesStepwise, .covers:
      guard let transition = replayed.transitions.last else { return false }
      let checks = system.actions[transition.firing.action].checks
      let hits = claim == .covers ? transition.covered : transition.violated
      return hits.contains { checks[$0].property == property }
    case .violatesAlways:
      guard case .always(let expression) = system.property(property)?.kind else { return false }
      return (try? !holds(expression, in: last)) ?? false
    case .witnesses:
      guard case .reachable(let expression) = system.property(property)?.kind else { return false }
      return (try? holds(expression, in: last)) ?? false
    case .violatesResponse:
      guard case .leadsTo(let response) = system.property(property)?.kind else { return false }
      return (try? leavesUnanswered(replayed, response)) ?? false
    case .deadlocks:
      guard let quiescent = system.quiescent, let next = try? transitions(from: last) else {
        return false
      }
      return next.isEmpty && ((try? !holds(quiescent, in: last)) ?? false)
    case .evaluationError: return hasError(last)
    }
  }

  /// Whether anything that a search evaluates in a state is an error of the spec.
  private func hasError(_ state: State) -> Bool {
    do {
      for property in system.properties { try evaluateConditions(of: property, in: state) }
      let next = try transitions(from: state)
      if next.isEmpty, let quiescent = system.quiescent { _ = try holds(quiescent, in: state) }
    } catch { return true }
    return false
  }
}
