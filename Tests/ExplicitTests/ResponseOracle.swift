import TransitionSystem

/// Decides a response the slow way: which states can go on for ever, by fixpoints of sets.
///
/// Each choice of the strong assumptions that a run stops being able to follow leaves a graph in
/// which the others are Büchi conditions on steps (Emerson and Lei, *Efficient model checking in
/// fragments of the propositional mu-calculus*, 1986). Nothing is shared with the engine but the
/// reference evaluator.
struct ResponseOracle {
  /// The fewest steps to the loop of a run that breaks the response; nil: there is none.
  private(set) var stem: Int?
  private(set) var isTriggered = false
  private let evaluator: Evaluator
  private let response: Response
  private var edges: [State: [State]] = [:]
  /// For each state, the assumptions that speak of its steps, step by step and together.
  private var spoken: [State: [Set<Key>]] = [:]
  private var possible: [State: Set<Key>] = [:]
  private var depths: [State: Int] = [:]
  private var order: [State] = []

  /// What an assumption speaks of: the number of its declaration and part, and its values.
  private struct Key: Hashable {
    var part: [Int]
    var isStrong: Bool
  }

  /// Nil: more states than the limit, or an error of the spec.
  init?(_ system: TransitionSystem, _ response: Response, scope: Scope, limit: Int) {
    evaluator = Evaluator(system: system, scope: scope)
    self.response = response
    do {
      let first = try evaluator.initialState()
      depths[first] = 0
      order = [first]
      var position = 0
      while position < order.count {
        let state = order[position]
        position += 1
        let next = try evaluator.transitions(from: state)
        edges[state] = next.map(\.target)
        spoken[state] = next.map { keys($0.firing) }
        possible[state] = spoken[state]?.reduce(into: []) { $0.formUnion($1) }
        for target in edges[state] ?? [] where depths[target] == nil {
          depths[target] = (depths[state] ?? 0) + 1
          order.append(target)
        }
        if order.count > limit { return nil }
      }
      for bindings in evaluator.assignments(of: response.parameters, extending: [:]) {
        try decide(bindings)
      }
    } catch { return nil }
  }

  /// The assumptions that speak of a firing.
  private func keys(_ firing: Firing) -> Set<Key> {
    let action = evaluator.system.actions[firing.action]
    var found: Set<Key> = []
    for (number, fairness) in response.fairness.enumerated() {
      for (part, subject) in fairness.subjects.enumerated() {
        var values = [number, part]
        switch subject {
        case .event(let name, let named):
          guard name == action.name else { continue }
          for (position, isNamed) in named.enumerated() where isNamed {
            values.append(firing.arguments[position])
          }
        case .steps, .call: continue
        }
        found.insert(Key(part: values, isStrong: fairness.strength == .strong))
      }
    }
    return found
  }

  private mutating func decide(_ bindings: Evaluator.Bindings) throws {
    var distances: [State: Int] = [:]
    var level: [State] = []
    let open = try order.filter { try !evaluator.holds(response.goal, in: $0, bindings) }
    let starts = try order.filter { try evaluator.holds(response.trigger, in: $0, bindings) }
    if !starts.isEmpty { isTriggered = true }
    let allowed = Set(open)
    var distance = 0
    while distance <= (starts.compactMap { depths[$0] }.max() ?? -1) || !level.isEmpty {
      for state in starts
      where depths[state] == distance && allowed.contains(state) && distances[state] == nil {
        level.append(state)
      }
      for state in level { distances[state] = distance }
      let next = Set(level.flatMap { edges[$0] ?? [] })
      level = next.filter { allowed.contains($0) && distances[$0] == nil }
      distance += 1
    }
    for (state, distance) in distances.sorted(by: { $0.value < $1.value }) {
      if let stem, stem <= distance { return }
      if loops(at: state, Set(distances.keys)) { stem = distance }
    }
  }

  /// Whether a fair run can come back to the state again and again, inside of the states.
  private func loops(at home: State, _ states: Set<State>) -> Bool {
    let all = Set(states.flatMap { possible[$0] ?? [] })
    let strong = all.filter(\.isStrong).sorted { $0.part.lexicographicallyPrecedes($1.part) }
    for choice in 0..<(1 << strong.count) {
      let given = Set(strong.indices.filter { choice >> $0 & 1 == 1 }.map { strong[$0] })
      let left = states.filter { (possible[$0] ?? []).isDisjoint(with: given) }
      guard left.contains(home) else { continue }
      if stays(at: home, left, all.subtracting(given)) { return true }
    }
    return false
  }

  private func stays(at home: State, _ states: Set<State>, _ wanted: Set<Key>) -> Bool {
    var kept = states
    var size = -1
    while size != kept.count {
      size = kept.count
      kept = reaching(kept) { source, _ in source == home }
      for key in wanted {
        kept = reaching(kept) { source, spoken in
          spoken.contains(key) || !key.isStrong && possible[source]?.contains(key) == false
        }
      }
    }
    return kept.contains(home)
  }

  /// The states from which, inside of them, a step that is wanted can be reached.
  ///
  /// Every state has one more step, of which no assumption speaks, to itself.
  private func reaching(
    _ states: Set<State>, _ isWanted: (State, Set<Key>) -> Bool
  ) -> Set<State> {
    var found = states.filter { state in
      let steps = zip(edges[state] ?? [], spoken[state] ?? [])
      return isWanted(state, [])
        || steps.contains { states.contains($0) && isWanted(state, $1) }
    }
    var size = -1
    while size != found.count {
      size = found.count
      for state in states.subtracting(found)
      where (edges[state] ?? []).contains(where: found.contains) {
        found.insert(state)
      }
    }
    return found
  }
}
