internal import TransitionSystem

/// Traces are rebuilt forwards from the initial state: the parents' numbers give the orbits on the
/// way, and from each concrete state some step leads into the next orbit. So a trace is a run of
/// the system itself, as long as without symmetry.
extension BreadthFirstSearch {
  /// Puts a trace to each finding.
  mutating func reportFindings(
    in result: inout SearchResult, from initial: State
  ) throws(StorageFailure) {
    let system = expansion.program.system
    for (position, property) in system.properties.enumerated() {
      guard let number = findings.propertyStates[position] else { continue }
      let trace = try trace(to: number, from: initial)
      switch property.kind {
      case .always: result.violations[property.name] = .init(trace: trace, claim: .violatesAlways)
      case .reachable: result.witnesses[property.name] = trace
      case .stepwise, .leadsTo:
        preconditionFailure("only properties of states are evaluated here")
      }
    }
    for number in findings.checkOrder {
      guard let state = findings.checkStates[number] else { continue }
      let (action, position) = expansion.program.check(number: number)
      let check = system.actions[action].checks[position]
      let key = SearchResult.CoverKey(property: check.property, message: check.message)
      switch check.kind {
      case .require where result.violations[check.property] == nil:
        let trace = try trace(through: number, after: state, from: initial)
        result.violations[check.property] = .init(trace: trace, claim: .violatesStepwise)
      case .cover where result.covers[key] == nil:
        result.covers[key] = try trace(through: number, after: state, from: initial)
      case .require, .cover: continue
      }
    }
    if let number = findings.deadlock { result.deadlock = try trace(to: number, from: initial) }
  }

  /// The error that evaluating a state is.
  mutating func specError(
    in number: Int, from initial: State
  ) throws(StorageFailure) -> SearchResult.SpecError {
    let trace = try trace(to: number, from: initial)
    let state = expansion.program.packing.unpacked(expansion.machine.before.array)
    return SearchResult.SpecError(error: evaluator.explainedTrap(in: state), trace: trace)
  }

  /// A run to a stored state; the state itself, or one of its orbit, is loaded afterwards.
  mutating func trace(
    to number: Int, from initial: State
  ) throws(StorageFailure) -> Trace {
    let path = try path(to: number)
    load(initial)
    return Trace(steps: path.reversed().map { step(into: $0) })
  }

  /// The words of the states on the way to a stored one, the last one first, the initial one left
  /// out.
  private mutating func path(to number: Int) throws(StorageFailure) -> [[UInt32]] {
    var path: [[UInt32]] = []
    var current = number
    while current != 0 {
      if settled > 0 { try disk?.fetch(current) }
      load(current)
      path.append(expansion.machine.before.array)
      current = parent(of: current)
    }
    return path
  }

  /// Takes the first step from the loaded state into the orbit of a stored one.
  private mutating func step(into target: [UInt32]) -> Trace.Step {
    let target = Buffer(target)
    for candidate in 0..<expansion.candidateCount where expansion.fire(candidate) == .accepted {
      let words = expansion.machine.words.array
      expansion.canonicalizeAlways()
      guard unsafe expansion.machine.words.equals(target.base) else { continue }
      let step = step(candidate)
      for (position, word) in words.enumerated() { expansion.machine.before[position] = word }
      expansion.load()
      return step
    }
    preconditionFailure("no step leads to a state's successor")
  }

  /// A run whose last step, from the orbit of a stored state, reports a check.
  mutating func trace(
    through check: Int, after number: Int, from initial: State
  ) throws(StorageFailure) -> Trace {
    var trace = try trace(to: number, from: initial)
    for candidate in 0..<expansion.candidateCount where expansion.fire(candidate) == .accepted {
      for position in 0..<expansion.machine.reportCount
      where Int(expansion.machine.reports[position]) == check {
        trace.steps.append(step(candidate))
        return trace
      }
    }
    preconditionFailure("no step reports a check that one reported before")
  }

  /// A candidate by names.
  private func step(_ candidate: Int) -> Trace.Step {
    expansion.program.step(expansion.instance(candidate))
  }
}

extension Evaluator {
  /// The error that evaluating a state is, at which the bytecode trapped.
  func explainedTrap(in state: State) -> EvaluationError {
    do throws(EvaluationError) {
      for property in system.properties { try evaluateConditions(of: property, in: state) }
      _ = try transitions(from: state)
      if let quiescent = system.quiescent { _ = try holds(quiescent, in: state) }
    } catch { return error }
    preconditionFailure("the bytecode trapped where the reference evaluator finds no error")
  }

  /// The same where only the steps were evaluated.
  func explainedTrap(ofStepsIn state: State) -> EvaluationError {
    do throws(EvaluationError) { _ = try transitions(from: state) } catch { return error }
    preconditionFailure("the bytecode trapped where the reference evaluator finds no error")
  }
}
