/// An expression of a run at a scope: no quantifiers, no names, equal subexpressions stored once.
///
/// Truth values are numbers too. Errors of the spec have a meaning here, some fixed value: the
/// engines that look for such errors find them elsewhere.
enum GroundNode: Hashable {
  case constant(Int)
  /// The value of a parameter slot of the step.
  case slot(Int)
  /// What a cell contains, numbered as in a state.
  case content(cell: Int)
  /// The same of a cell that depends on the run.
  case contentAt(CellRange, [NodeID])
  /// The value under a function of finitely many numbers; 0 where the table ends.
  case map(NodeID, table: [Int])
  /// `(operand - lower) * weight` if the operand is one of `count` numbers from `lower`, else 0.
  case digit(NodeID, lower: Int, count: Int, weight: Int)
  case not(NodeID)
  case and([NodeID])
  case or([NodeID])
  case relation(Relation, NodeID, NodeID)
  case add(NodeID, NodeID)
  case subtract(NodeID, NodeID)
  case ifThenElse(NodeID, NodeID, NodeID)

  enum Relation: Hashable {
    case equal
    case less
    case lessOrEqual

    func holds(_ left: Int, _ right: Int) -> Bool {
      switch self {
      case .equal: left == right
      case .less: left < right
      case .lessOrEqual: left <= right
      }
    }
  }
}

/// The position of a node in its program.
struct NodeID: Hashable, Sendable {
  var position: Int32
}

/// The cells of a variable: its first cell and the sizes of its indices.
struct CellRange: Hashable {
  var base: Int
  var extents: [Int]

  /// The cell at these indices; nil if one of them is no element.
  func cell(_ indices: [Int]) -> Int? {
    var offset = 0
    for (extent, index) in zip(extents, indices) {
      guard (0..<extent).contains(index) else { return nil }
      offset = offset * extent + index
    }
    return base + offset
  }
}

/// The nodes of all expressions of a system, operands before what uses them.
struct GroundProgram {
  private(set) var nodes: [GroundNode] = []
  private var positions: [GroundNode: NodeID] = [:]

  /// The node, simplified as far as its constants allow.
  mutating func intern(_ node: GroundNode) -> NodeID {
    let node = simplified(node)
    if let known = positions[node] { return known }
    let id = NodeID(position: Int32(nodes.count))
    nodes.append(node)
    positions[node] = id
    return id
  }

  mutating func constant(_ value: Int) -> NodeID { intern(.constant(value)) }

  func constantValue(_ id: NodeID) -> Int? {
    guard case .constant(let value) = nodes[Int(id.position)] else { return nil }
    return value
  }

  private func simplified(_ node: GroundNode) -> GroundNode {
    switch node {
    case .constant, .slot, .content: return node
    case .contentAt(let range, let indices):
      let known = indices.compactMap(constantValue)
      guard known.count == indices.count else { return node }
      return range.cell(known).map { .content(cell: $0) } ?? .constant(0)
    case .map(let operand, let table):
      return constantValue(operand).map { .constant(Self.entry(table, $0)) } ?? node
    case .digit(let operand, let lower, let count, let weight):
      guard let value = constantValue(operand) else { return node }
      return .constant(Self.digit(value, lower, count, weight))
    case .not(let operand):
      return constantValue(operand).map { .constant($0 == 0 ? 1 : 0) } ?? node
    case .and(let operands): return junction(operands, neutral: 1) { .and($0) }
    case .or(let operands): return junction(operands, neutral: 0) { .or($0) }
    case .relation(let relation, let left, let right):
      guard let first = constantValue(left), let second = constantValue(right) else { return node }
      return .constant(relation.holds(first, second) ? 1 : 0)
    case .add(let left, let right):
      guard let first = constantValue(left), let second = constantValue(right) else { return node }
      return .constant(first + second)
    case .subtract(let left, let right):
      guard let first = constantValue(left), let second = constantValue(right) else { return node }
      return .constant(first - second)
    case .ifThenElse(let condition, let then, let otherwise):
      guard let value = constantValue(condition) else { return node }
      return nodes[Int((value != 0 ? then : otherwise).position)]
    }
  }

  /// An `and` or `or` without the operands that do not matter.
  private func junction(
    _ operands: [NodeID], neutral: Int, _ make: ([NodeID]) -> GroundNode
  ) -> GroundNode {
    var kept: [NodeID] = []
    for operand in operands {
      guard let value = constantValue(operand) else {
        kept.append(operand)
        continue
      }
      if (value != 0 ? 1 : 0) != neutral { return .constant(1 - neutral) }
    }
    if kept.isEmpty { return .constant(neutral) }
    return kept.count == 1 ? nodes[Int(kept[0].position)] : make(kept)
  }

  static func entry(_ table: [Int], _ index: Int) -> Int {
    table.indices.contains(index) ? table[index] : 0
  }

  static func digit(_ value: Int, _ lower: Int, _ count: Int, _ weight: Int) -> Int {
    (lower..<lower + count).contains(value) ? (value - lower) * weight : 0
  }
}
