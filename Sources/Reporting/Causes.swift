import TransitionSystem

/// Which steps may have made facts so.
///
/// A model or ghost cell that a fact reads was made by the steps that changed it. A local is no
/// cause itself: what counts are the cells that the step read which gave it its value. Whether a
/// step mattered is for `Counterfactual` to say.
struct Causes {
  private let evaluator: Evaluator
  private let replayed: ReplayedTrace
  /// Locals of locals further back than this are not followed.
  private static let deepest = 4
  /// So many steps are considered, the latest ones.
  private static let mostSteps = 24

  init(_ run: Run) {
    evaluator = run.evaluator
    replayed = run.replayed
  }

  /// The steps with the cells that they made, latest first; `position` counts states.
  func steps(behind facts: [Facts.Fact], in position: Int) -> [(step: Int, cells: [Int])] {
    var found: [Int: Set<Int>] = [:]
    let reader = CellReader(evaluator: evaluator, state: replayed.states[position])
    for fact in facts {
      for cell in reader.cells(readBy: fact.expression, fact.bindings) {
        trace(cell, before: position, depth: 0, into: &found)
      }
    }
    return found.sorted { $0.key > $1.key }.prefix(Self.mostSteps)
      .map { ($0.key, $0.value.sorted()) }
  }

  private func trace(
    _ cell: Int, before position: Int, depth: Int, into found: inout [Int: Set<Int>]
  ) {
    let changes = replayed.transitions.indices.prefix(position).filter {
      replayed.states[$0].cells[cell] != replayed.states[$0 + 1].cells[cell]
    }
    guard let last = changes.last else { return }
    switch evaluator.layout.field(ofCell: cell).variable.role {
    case .control, .budget: return
    case .model, .ghost:
      for step in changes { found[step, default: []].insert(cell) }
    case .local:
      guard depth < Self.deepest else { return }
      for source in sources(of: cell, last) {
        trace(source, before: last, depth: depth + 1, into: &found)
      }
    }
  }

  /// The cells that a step read for the value that it gave to a local, and those that decided that
  /// it was this step.
  private func sources(of cell: Int, _ step: Int) -> Set<Int> {
    let firing = replayed.transitions[step].firing
    let variable = evaluator.layout.field(ofCell: cell).variable.name
    let action = evaluator.system.actions[firing.action]
    let reader = CellReader(evaluator: evaluator, state: replayed.states[step])
    let bindings = evaluator.bindings(of: firing)
    let decisive = reader.cells(readBy: action.guardCondition, bindings)
    guard let value = action.updates.last(where: { $0.variable == variable })?.value else {
      return decisive
    }
    return decisive.union(reader.cells(readBy: value, bindings))
  }
}

/// Finds the cells that an expression reads in a state.
struct CellReader {
  let evaluator: Evaluator
  let state: State

  func cells(readBy expression: Expression, _ bindings: Evaluator.Bindings) -> Set<Int> {
    switch expression {
    case .forAll(let bound, let body), .exists(let bound, let body):
      return evaluator.assignments(of: bound, extending: bindings).reduce(into: []) {
        $0.formUnion(cells(readBy: body, $1))
      }
    case .ifThenElse(let condition, let then, let otherwise):
      let taken = (try? evaluator.holds(condition, in: state, bindings)) ?? true
      return cells(readBy: condition, bindings)
        .union(cells(readBy: taken ? then : otherwise, bindings))
    case .read(let name, let indices), .isDefined(let name, let indices):
      let inner = indices.reduce(into: Set<Int>()) { $0.formUnion(cells(readBy: $1, bindings)) }
      return cell(name, indices, bindings).map { inner.union([$0]) } ?? inner
    default:
      return expression.children.reduce(into: []) { $0.formUnion(cells(readBy: $1, bindings)) }
    }
  }

  private func cell(
    _ name: String, _ indices: [Expression], _ bindings: Evaluator.Bindings
  ) -> Int? {
    let field = evaluator.layout.field(name)
    var offset = 0
    for (extent, index) in zip(field.extents, indices) {
      guard let value = try? evaluator.value(of: index, in: state, bindings) else { return nil }
      offset = offset * extent + value
    }
    return field.base + offset
  }
}
