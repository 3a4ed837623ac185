internal import TransitionSystem

extension ValueType {
  /// Whether a value of the one can stand where the other is asked for; the bounds of integers are
  /// checked when the value is assigned.
  func fits(_ other: ValueType) -> Bool {
    if case .integer = self, case .integer = other { return true }
    return self == other
  }

  /// The type of a value that is of one of the two types.
  func joined(with other: ValueType) -> ValueType {
    guard case .integer(let left) = self, case .integer(let right) = other else { return self }
    let lower = Swift.min(left.lowerBound, right.lowerBound)
    return .integer(lower...Swift.max(left.upperBound, right.upperBound))
  }
}
