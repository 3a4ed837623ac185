import SMT
import TransitionSystem

/// One search for a shortest trace: a longer run at each turn, in one solver.
///
/// At the top of each turn, the solver knows that runs of the current depth are runs of the system
/// and that no shorter one shows a goal.
struct BoundedSearch: ~Copyable {
  private let checker: BoundedChecker
  private let goals: [Goal]
  private var query: Query

  init(
    _ checker: BoundedChecker, goals: [Goal], deadline: ContinuousClock.Instant?
  ) throws(SMTError) {
    self.checker = checker
    self.goals = goals
    query = try Query(checker, deadline: deadline)
  }

  mutating func run(toDepth maximumDepth: Int) throws -> BoundedResult {
    guard maximumDepth >= 0 else { return .none(depthReached: maximumDepth) }
    for depth in 0...maximumDepth {
      let completed = depth == 0 ? nil : depth - 1
      if let reason = query.reasonToStop { return .stopped(depthReached: completed, reason) }
      if depth > 0 { try extend() }
      let goal = reached()
      switch try query.isPossible(goal) {
      case .possible: return try finding(depthReached: completed)
      case .unknown(let reason): return .stopped(depthReached: completed, reason)
      case .impossible: try query.assert(!goal)
      }
      // Runs that cannot go on have no longer ones to look at.
      if query.unrolling.steps.last?.choices.isEmpty == true { break }
    }
    return .none(depthReached: maximumDepth)
  }

  private mutating func extend() throws(SMTError) {
    query.unrolling.extend()
    try query.flush()
  }

  /// When the run of the current depth shows one of the goals.
  private mutating func reached() -> Literal {
    var literals: [Literal] = []
    for goal in goals { literals.append(query.unrolling.happens(goal) ?? .false) }
    return query.unrolling.circuit.or(literals)
  }

  /// The trace of the solver's run, replayed by the reference evaluator.
  private mutating func finding(depthReached: Int?) throws -> BoundedResult {
    let trace = try query.decodedTrace()
    var complaint = ReplayError.claimFails(goals.first?.claim ?? .violatesAlways)
    for goal in goals {
      do {
        _ = try checker.evaluator.replay(trace, claiming: goal.claim, property: goal.property)
        return .found(
          BoundedResult.Finding(trace: trace, claim: goal.claim, property: goal.property))
      } catch .evaluation(let step, let error) {
        let prefix = Trace(steps: Array(trace.steps.prefix(max(0, step - 1))))
        return .stopped(depthReached: depthReached, .specError(error, prefix))
      } catch { complaint = error }
      if let error = propertyError(goal.property, after: trace) {
        return .stopped(depthReached: depthReached, .specError(error, trace))
      }
    }
    throw BoundedCheckError.replay(trace, complaint)
  }

  /// The error of the spec that the property itself runs into in the last state.
  private func propertyError(_ property: String, after trace: Trace) -> EvaluationError? {
    guard let last = try? checker.evaluator.replay(trace).states.last else { return nil }
    switch checker.evaluator.system.property(property)?.kind {
    case .always(let expression), .reachable(let expression):
      do { _ = try checker.evaluator.holds(expression, in: last) } catch { return error }
      return nil
    case .stepwise, .leadsTo, nil: return nil
    }
  }
}
