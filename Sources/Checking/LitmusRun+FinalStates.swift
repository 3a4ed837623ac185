import Explicit
import SpecLanguage
import TransitionSystem

/// The set of final states.
extension LitmusRun {
  /// The different final states, in the order of their texts.
  func finalStates(
    among states: PackedStates, _ evaluator: Evaluator, _ test: LitmusTest
  ) throws -> [LitmusResult.FinalState] {
    let layout = evaluator.layout
    let isFinal = LitmusProperties.final(in: evaluator.system)
    let ends = Self.cells(of: isFinal, evaluator)
    let told = observed(test, evaluator)
    let all = Array(0..<layout.cellCount)
    var found: Set<LitmusResult.FinalState> = []
    var seen: Set<[UInt16]> = []
    let columns = (ends + told).map { states.contents(of: $0, in: 0..<states.count) }
    for number in 0..<states.count where seen.insert(columns.map { $0[number] }).inserted {
      let state = State(
        cells: all.map { states.contents(of: $0, in: number..<number + 1)[0] })
      guard try evaluator.holds(isFinal, in: state) else { continue }
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

  /// The cells of the registers, and those that the conditions name.
  private func observed(_ test: LitmusTest, _ evaluator: Evaluator) -> [Int] {
    let registers = test.registers.map { evaluator.layout.field($0.name).base }
    let named = test.conditions.flatMap(\.alternatives).flatMap { Self.cells(of: $0, evaluator) }
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
