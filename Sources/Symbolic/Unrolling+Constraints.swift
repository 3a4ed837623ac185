/// Exactly one of many.
extension Unrolling {
  /// Makes sure that exactly one of the literals holds; without any, that no run goes on.
  mutating func constrainToOne(_ literals: [Literal]) {
    if literals.count == 2 && literals[0] == !literals[1] { return }
    constraints.append(literals)
    constrainToAtMostOne(literals)
  }

  /// Pairwise for few; for many, groups with a commander each, and at most one commander.
  private mutating func constrainToAtMostOne(_ literals: [Literal]) {
    guard literals.count > Self.groupSize else {
      for (position, first) in literals.enumerated() {
        for second in literals[..<position] { constraints.append([!first, !second]) }
      }
      return
    }
    var commanders: [Literal] = []
    for start in stride(from: 0, to: literals.count, by: Self.groupSize) {
      let group = Array(literals[start..<min(start + Self.groupSize, literals.count)])
      constrainToAtMostOne(group)
      commanders.append(circuit.or(group))
    }
    constrainToAtMostOne(commanders)
  }

  private static var groupSize: Int { 5 }
}
