import TransitionSystem

/// Breadth-first search with the reference evaluator: slow, plain, and right.
struct ReferenceSearch {
  let evaluator: Evaluator
  /// How many states to look at before giving up.
  var stateLimit = 600

  /// What it found out about a property.
  struct Result: Equatable {
    /// The length of the shortest trace that shows it.
    var length: Int?
    /// No run of up to this many steps was left out.
    var depth: Int
  }

  init(_ system: TransitionSystem, _ scope: Scope) {
    evaluator = Evaluator(system: system, scope: scope)
  }

  /// The shortest violation, or the shortest witness if the property is `reachable`.
  func shortest(_ property: String, maximumDepth: Int) throws -> Result {
    var frontier = [try evaluator.initialState()]
    var visited = Set(frontier)
    for depth in 0...maximumDepth {
      if try frontier.contains(where: { try shows(property, $0) }) {
        return Result(length: depth, depth: depth)
      }
      if depth == maximumDepth || visited.count > stateLimit {
        return Result(length: nil, depth: depth)
      }
      var next: [State] = []
      for state in frontier {
        for transition in try evaluator.transitions(from: state) {
          if violates(property, transition) { return Result(length: depth + 1, depth: depth) }
          if visited.insert(transition.target).inserted { next.append(transition.target) }
        }
      }
      frontier = next
    }
    return Result(length: nil, depth: maximumDepth)
  }

  private func shows(_ property: String, _ state: State) throws -> Bool {
    switch evaluator.system.property(property)?.kind {
    case .always(let expression): try !evaluator.holds(expression, in: state)
    case .reachable(let expression): try evaluator.holds(expression, in: state)
    case .stepwise, .leadsTo, nil: false
    }
  }

  private func violates(_ property: String, _ transition: Evaluator.Transition) -> Bool {
    let checks = evaluator.system.actions[transition.firing.action].checks
    return transition.violated.contains { checks[$0].property == property }
  }
}
