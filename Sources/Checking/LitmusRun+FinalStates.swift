import Explicit
import SpecLanguage
import TransitionSystem

/// The set of final states.
extension LitmusRun {
  /// The different final states, in the order of their texts.
  ///
  /// In each of them the reference evaluator must find what was decided of the conditions.
  /// - Throws: `InternalError`, if it does not.
  func finalStates(
    among states: PackedStates, _ evaluator: Evaluator, _ result: LitmusResult
  ) throws -> [LitmusResult.FinalState] {
    let (layout, test) = (evaluator.layout, result.test)
    let isFinal = LitmusProperties.final(in: evaluator.system)
    let ends = Self.cells(of: isFinal, evaluator)
    let told = Self.observed(test, evaluator)
    let all = Array(0..<layout.cellCount)
    var found: Set<LitmusResult.FinalState> = []
    var seen: Set<[UInt16]> = []
    let columns = (ends + told).map { states.contents(of: $0, in: 0..<states.count) }
    for number in 0..<states.count where seen.insert(columns.map { $0[number] }).inserted {
      let state = State(
        cells: all.map { states.contents(of: $0, in: number..<number + 1)[0] })
      guard try evaluator.holds(isFinal, in: state) else { continue }
      try confirm(result, evaluator, in: state)
      found.insert(
        LitmusResult.FinalState(
          values: told.map {
            .init(name: layout.name(ofCell: $0), text: layout.text(ofCell: $0, in: state))
          }))
    }
    return found.sorted { first, second in
      first.values.map(\.text).lexicographicallyPrecedes(second.values.map(\.text))
    }
  }

  /// Compares what was decided of the conditions with one final state.
  private func confirm(
    _ result: LitmusResult, _ evaluator: Evaluator, in state: State
  ) throws {
    for (condition, decided) in zip(result.test.conditions, result.conditions) {
      let found = try condition.alternatives.map { try evaluator.holds($0, in: state) }
      let agrees: Bool
      switch (condition.quantifier, decided.failure) {
      case (_, .otherState?), (.allows, nil): agrees = true
      case (_, .missing(let number)?): agrees = !found[number]
      case (.exactly, nil): agrees = found.contains(true)
      case (.forbids, nil): agrees = !found.contains(true)
      }
      guard agrees else {
        throw InternalError(
          "a final state of '\(result.test.name)' is not as '\(condition.text)' was decided")
      }
    }
  }

  /// The cells of the registers, and those that the conditions name.
  fileprivate static func observed(_ test: LitmusTest, _ evaluator: Evaluator) -> [Int] {
    let registers = test.registers.map { evaluator.layout.field($0.name).base }
    let named = test.conditions.flatMap(\.alternatives).flatMap { cells(of: $0, evaluator) }
    return (registers + named).distinct
  }

  /// The cells that an expression reads whose indices are constants.
  private static func cells(of expression: Expression, _ evaluator: Evaluator) -> [Int] {
    var found: [Int] = []
    switch expression {
    case .read(let name, let indices), .isDefined(let name, let indices):
      let field = evaluator.layout.field(name)
      var offset: Int? = 0
      for (index, extent) in zip(indices, field.extents) {
        guard case .element(_, let number) = index, let before = offset else {
          offset = nil
          continue
        }
        offset = before * extent + number
      }
      if let offset { found.append(field.base + offset) }
    default: break
    }
    return found + expression.children.flatMap { cells(of: $0, evaluator) }
  }
}

extension LitmusResult {
  /// What the test speaks of at the end of a run.
  package func finalState(of shown: Shown) -> FinalState? {
    guard let evaluator, let state = shown.replayed.states.last else { return nil }
    let layout = evaluator.layout
    return FinalState(
      values: LitmusRun.observed(test, evaluator).map {
        .init(name: layout.name(ofCell: $0), text: layout.text(ofCell: $0, in: state))
      })
  }
}
