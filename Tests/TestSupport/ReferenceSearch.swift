package import TransitionSystem

/// A plain breadth-first search with the reference evaluator, which engines are compared with.
package struct ReferenceSearch {
  package private(set) var distinctStates = 0
  package private(set) var transitions = 0
  package private(set) var levels = 0
  /// For each violated property, the number of steps of a shortest violation.
  package private(set) var violations: [String: Int] = [:]
  package private(set) var witnesses: [String: Int] = [:]
  /// By property and message.
  package private(set) var covers: [[String]: Int] = [:]
  package private(set) var deadlock: Int?
  package private(set) var firedActions: Set<Int> = []
  /// The number of steps to the first state whose evaluation is an error; the search ends there.
  package private(set) var errorDepth: Int?
  /// Whether there were more states than the limit; then nothing else is of use.
  package private(set) var isTooLarge = false

  private let evaluator: Evaluator
  private var frontier: [State] = []
  private var seen: Set<State> = []

  package init(_ system: TransitionSystem, scope: Scope, limit: Int) {
    evaluator = Evaluator(system: system, scope: scope)
    do throws(EvaluationError) {
      frontier = [try evaluator.initialState()]
      seen = Set(frontier)
      distinctStates = 1
      while !frontier.isEmpty {
        try searchLevel()
        if distinctStates > limit {
          isTooLarge = true
          return
        }
      }
    } catch { errorDepth = max(levels - 1, 0) }
  }

  private mutating func searchLevel() throws(EvaluationError) {
    levels += 1
    let depth = levels - 1
    let current = frontier
    frontier = []
    for state in current {
      try checkProperties(state, depth)
      let next = try evaluator.transitions(from: state)
      transitions += next.count
      if next.isEmpty, let quiescent = evaluator.system.quiescent, deadlock == nil,
        try !evaluator.holds(quiescent, in: state)
      {
        deadlock = depth
      }
      for transition in next { take(transition, depth + 1) }
    }
  }

  private mutating func checkProperties(
    _ state: State, _ depth: Int
  ) throws(EvaluationError) {
    for property in evaluator.system.properties {
      switch property.kind {
      case .always(let expression):
        if try !evaluator.holds(expression, in: state), violations[property.name] == nil {
          violations[property.name] = depth
        }
      case .reachable(let expression):
        if try evaluator.holds(expression, in: state), witnesses[property.name] == nil {
          witnesses[property.name] = depth
        }
      case .stepwise, .leadsTo: continue
      }
    }
  }

  private mutating func take(_ transition: Evaluator.Transition, _ length: Int) {
    firedActions.insert(transition.firing.action)
    let checks = evaluator.system.actions[transition.firing.action].checks
    for position in transition.violated where violations[checks[position].property] == nil {
      violations[checks[position].property] = length
    }
    for position in transition.covered {
      let key = [checks[position].property, checks[position].message]
      if covers[key] == nil { covers[key] = length }
    }
    guard seen.insert(transition.target).inserted else { return }
    distinctStates += 1
    frontier.append(transition.target)
  }
}
