internal import TransitionSystem

extension Expression {
  /// Whether it is neither larger nor deeper than an engine can be asked to handle; definitions
  /// that use each other twice would otherwise grow without bound.
  var isTractable: Bool {
    var budget = 20_000
    return Self.spend(&budget, on: self, depth: 0)
  }

  private static func spend(_ budget: inout Int, on expression: Expression, depth: Int) -> Bool {
    budget -= 1
    guard budget > 0, depth < 250 else { return false }
    for child in expression.children where !spend(&budget, on: child, depth: depth + 1) {
      return false
    }
    return true
  }
}
