import TransitionSystem

/// The state after a step, gathered from the updates of all actions that may be taken.
///
/// Actions that write the same cell under the same condition on the parameters are joined first:
/// dozens of actions set `pc[task]`, and `task == 0` need be said once for all of them.
struct SymbolicTransition {
  private var evaluator: StateEvaluator
  private var writes: [[Write]]

  /// All that is written to a cell where `hit` holds.
  private struct Write {
    var hit: Literal
    /// Each action that writes it, with what.
    var contents: [(isTaken: Literal, content: GuardedValue)]
  }

  init(evaluator: StateEvaluator) {
    self.evaluator = evaluator
    writes = Array(repeating: [], count: evaluator.state.count)
  }

  private var circuit: Circuit { evaluator.circuit }

  /// The checks of an action, as what happens if it is taken.
  mutating func reports(_ action: GroundAction, isTaken: Literal) -> [Unrolling.Report] {
    action.checks.map { check in
      let condition = evaluator.truth(of: check.condition)
      let happens = check.kind == .require ? !condition : condition
      return Unrolling.Report(
        property: check.property, kind: check.kind, happens: circuit.and(isTaken, happens))
    }
  }

  /// Adds what an action writes.
  mutating func add(_ action: GroundAction, isTaken: Literal) {
    // Where two updates may write one cell, the later one wins: it is taken first, and each earlier
    // one happens where no later one does.
    var later: [Int: Literal] = [:]
    for update in action.updates.reversed() {
      let condition = evaluator.truth(of: update.condition)
      if condition == .false { continue }
      for (indices, place) in evaluator.places(update.indices) {
        guard let cell = update.cells.cell(indices) else { continue }
        let hit = circuit.and(condition, place)
        let covered = later[cell] ?? .false
        later[cell] = circuit.or(covered, hit)
        let content = evaluator.value(of: update.content)
        write(cell, circuit.and(hit, !covered), isTaken, content)
      }
    }
  }

  private mutating func write(
    _ cell: Int, _ hit: Literal, _ isTaken: Literal, _ content: GuardedValue
  ) {
    if hit == .false { return }
    let known = writes[cell].firstIndex { $0.hit == hit }
    guard let known else {
      writes[cell].append(Write(hit: hit, contents: [(isTaken, content)]))
      return
    }
    writes[cell][known].contents.append((isTaken, content))
  }

  /// What every cell contains after the step.
  func nextState() -> [GuardedValue] {
    zip(evaluator.state, writes).map { current, writes in
      writes.isEmpty ? current : next(current, writes)
    }
  }

  private func next(_ current: GuardedValue, _ writes: [Write]) -> GuardedValue {
    var cases: [Int: [Literal]] = [:]
    var written: [Literal] = []
    for write in writes {
      written.append(circuit.and(write.hit, circuit.or(write.contents.map(\.isTaken))))
      var contents: [Int: [Literal]] = [:]
      for (isTaken, content) in write.contents {
        for alternative in content.alternatives {
          contents[alternative.number, default: []].append(
            circuit.and(isTaken, alternative.condition))
        }
      }
      for (number, literals) in contents.sorted(by: { $0.key < $1.key }) {
        cases[number, default: []].append(circuit.and(write.hit, circuit.or(literals)))
      }
    }
    let isKept = !circuit.or(written)
    for alternative in current.alternatives {
      cases[alternative.number, default: []].append(circuit.and(isKept, alternative.condition))
    }
    return GuardedValue(
      collected: cases.mapValues { $0.filter { $0 != .false } }.filter { !$0.value.isEmpty },
      in: circuit)
  }
}
