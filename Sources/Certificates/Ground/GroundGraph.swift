/// A formula without variables: a node of a graph, or its negation.
struct GroundLiteral: Hashable, Comparable {
  var code: Int

  static let yes = GroundLiteral(code: 0)
  static let no = GroundLiteral(code: 1)

  var node: Int { code / 2 }
  var isNegated: Bool { code % 2 == 1 }

  static prefix func ! (literal: GroundLiteral) -> GroundLiteral {
    GroundLiteral(code: literal.code ^ 1)
  }

  static func < (left: GroundLiteral, right: GroundLiteral) -> Bool { left.code < right.code }
}

/// A graph of conjunctions over atoms, in which nothing is there twice.
struct GroundGraph {
  enum Node: Hashable {
    case yes
    /// Of numbered elements.
    case atom(String, [Int])
    /// Whether the structure has the element of this number.
    case element(String, Int)
    /// Two or more, in order.
    case all([GroundLiteral])
  }

  private(set) var nodes: [Node] = [.yes]
  private var numbers: [Node: Int] = [.yes: 0]

  mutating func literal(_ node: Node) -> GroundLiteral {
    if let number = numbers[node] { return GroundLiteral(code: 2 * number) }
    nodes.append(node)
    numbers[node] = nodes.count - 1
    return GroundLiteral(code: 2 * (nodes.count - 1))
  }

  mutating func all(_ operands: [GroundLiteral]) -> GroundLiteral {
    var parts: Set<GroundLiteral> = []
    for operand in operands {
      for part in conjuncts(operand) where part != .yes { parts.insert(part) }
    }
    guard !parts.contains(.no), !parts.contains(where: { parts.contains(!$0) }) else { return .no }
    let sorted = parts.sorted()
    if sorted.isEmpty { return .yes }
    return sorted.count == 1 ? sorted[0] : literal(.all(sorted))
  }

  mutating func any(_ operands: [GroundLiteral]) -> GroundLiteral {
    !all(operands.map { !$0 })
  }

  /// What a literal is the conjunction of.
  func conjuncts(_ literal: GroundLiteral) -> [GroundLiteral] {
    if !literal.isNegated, case .all(let parts) = nodes[literal.node] { return parts }
    return [literal]
  }
}
