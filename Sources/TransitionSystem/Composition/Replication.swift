/// Any number of copies of a workload, side by side.
///
/// In every copy each role has tasks of its own, and each constant of the workload an element.
package struct Replication: Hashable, Sendable {
  /// For each copy and sort, the element of each constant by its number; a constant that is missing
  /// is itself.
  package var copies: [[String: [Int]]]
  /// Whether calls and budgets are counted, as in a workload alone; else there is no end of them.
  package var isBounded: Bool

  package init(copies: [[String: [Int]]], isBounded: Bool = false) {
    precondition(!copies.isEmpty, "a workload is replicated once at least")
    self.copies = copies
    self.isBounded = isBounded
  }

  /// What a constant is in a copy.
  func element(_ sort: String, _ number: Int, in copy: Int) -> Int {
    guard let elements = copies[copy][sort], number < elements.count else { return number }
    return elements[number]
  }
}

/// An element that a text names.
struct Constant: Hashable, Comparable, Sendable {
  var sort: String
  var number: Int

  static func < (left: Constant, right: Constant) -> Bool {
    (left.sort, left.number) < (right.sort, right.number)
  }
}

extension Expression {
  /// The elements that it names, in no order.
  var constants: Set<Constant> {
    if case .element(let sort, let number) = self { return [Constant(sort: sort, number: number)] }
    return children.reduce(into: []) { $0.formUnion($1.constants) }
  }

  /// The expression with another one for each element that it names.
  func replacingConstants(_ replacement: (Constant) -> Expression) -> Expression {
    if case .element(let sort, let number) = self {
      return replacement(Constant(sort: sort, number: number))
    }
    return mapChildren { $0.replacingConstants(replacement) }
  }
}

extension Update {
  var constants: Set<Constant> {
    parts.reduce(into: []) { $0.formUnion($1.constants) }
  }

  var parts: [Expression] { indices + [condition] + (value.map { [$0] } ?? []) }

  func replacingConstants(_ replacement: (Constant) -> Expression) -> Update {
    Update(
      bound: bound, variable, indices.map { $0.replacingConstants(replacement) },
      when: condition.replacingConstants(replacement), value?.replacingConstants(replacement))
  }
}
