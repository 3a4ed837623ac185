/// The formula of a run as a graph of conjunctions, in which equal gates are one gate.
///
/// Constants vanish while the graph is built, so that Z3 sees only what the run leaves open. Gates
/// are numbered in the order of their making, operands before what uses them:
///
///     gate      0      1        2        3 …
///             ┌──────┬────────┬────────┬──────────────┐
///             │ true │ input  │ input  │ and(1, ¬2)   │
///             └──────┴────────┴────────┴──────────────┘
///
/// Inputs may come in groups of which exactly one is true; a conjunction of two of a group is
/// false. Whoever makes a group asserts that fact to the solver.
final class Circuit {
  /// The operands of each conjunction, sorted; empty for inputs and the constant.
  private var operands: [[Literal]] = [[]]
  /// The group of each input, or 0.
  private var groups: [Int32] = [0]
  private var conjunctions: [[Literal]: Literal] = [:]
  private var groupCount: Int32 = 0

  var gateCount: Int { operands.count }

  /// The operands of a conjunction; none if the gate is an input.
  func operands(ofGate gate: Int) -> [Literal] { operands[gate] }

  /// An unknown.
  func makeInput() -> Literal { appendGate([], group: 0) }

  /// Unknowns of which the caller makes sure that exactly one is true.
  func makeExclusiveInputs(count: Int) -> [Literal] {
    switch count {
    case 0: return []
    case 1: return [.true]
    case 2:
      let input = makeInput()
      return [!input, input]
    default:
      groupCount += 1
      return (0..<count).map { _ in appendGate([], group: groupCount) }
    }
  }

  private func appendGate(_ inputs: [Literal], group: Int32) -> Literal {
    operands.append(inputs)
    groups.append(group)
    return Literal(gate: operands.count - 1)
  }

  /// The conjunction; true of nothing.
  func and(_ literals: [Literal]) -> Literal {
    guard let kept = simplified(literals) else { return .false }
    guard let first = kept.first else { return .true }
    if kept.count == 1 { return first }
    if let known = conjunctions[kept] { return known }
    let made = appendGate(kept, group: 0)
    conjunctions[kept] = made
    return made
  }

  func and(_ left: Literal, _ right: Literal) -> Literal {
    if left == .false || right == .false || left == !right { return .false }
    if left == .true || left == right { return right }
    if right == .true { return left }
    return and([left, right])
  }

  /// The disjunction; false of nothing.
  func or(_ literals: [Literal]) -> Literal { !and(literals.map { !$0 }) }

  func or(_ left: Literal, _ right: Literal) -> Literal { !and(!left, !right) }

  func ifThenElse(_ condition: Literal, _ then: Literal, _ otherwise: Literal) -> Literal {
    if then == otherwise { return then }
    if condition == .true { return then }
    if condition == .false { return otherwise }
    return or(and(condition, then), and(!condition, otherwise))
  }

  /// The operands that matter, sorted; nil if they contradict each other.
  private func simplified(_ literals: [Literal]) -> [Literal]? {
    var kept: [Literal] = []
    kept.reserveCapacity(literals.count)
    for literal in literals where literal != .true {
      if literal == .false { return nil }
      kept.append(literal)
    }
    kept.sort()
    var unique: [Literal] = []
    unique.reserveCapacity(kept.count)
    // A group's inputs are neighbours, and so are its positive members among the positive ones.
    var lastGroup: Int32 = 0
    for literal in kept {
      if let last = unique.last {
        if literal == last { continue }
        if literal == !last { return nil }
      }
      let group = groups[literal.gate]
      if group != 0 && !literal.isNegated {
        if group == lastGroup { return nil }
        lastGroup = group
      }
      unique.append(literal)
    }
    return unique
  }
}
