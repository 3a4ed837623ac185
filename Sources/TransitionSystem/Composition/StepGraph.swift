/// The control flow of one call of a role, all inner calls inlined.
///
/// Nodes are numbered; a boundary is where a new atomic step begins. `PathExplorer` turns each way
/// from one boundary to the next into an action.
struct StepGraph: Sendable {
  private(set) var nodes: [Node] = []

  enum Node: Sendable {
    case perform([Operation], next: Int)
    case branch(Expression, then: Int, otherwise: Int)
    /// Picks a value of the local; `otherwise` is where it goes when there is none.
    ///
    /// A choice that is a step of its own is joined by the next step; what is chosen inside of a
    /// step, arguments of calls and the next element of a loop join nothing. The note is that of an
    /// author's `choose`.
    case choose(
      Parameter, where: Expression, next: Int, otherwise: Int?, Operation.Note? = nil,
      isJoined: Bool = false)
    case boundary(Boundary, next: Int)
    /// The call of the role is over.
    case finish
  }

  /// Why a new atomic step begins.
  struct Boundary: Sendable {
    var kind: Kind
    /// Where the task is, in words: `recover/pwrite: direct_access`.
    var place: String
    var site: SourceSite?

    enum Kind: Sendable { case step, lock, choose, read, returning }
  }

  mutating func add(_ node: Node) -> Int {
    nodes.append(node)
    return nodes.count - 1
  }

  mutating func replace(_ index: Int, with node: Node) { nodes[index] = node }

  func successors(_ index: Int) -> [Int] {
    switch nodes[index] {
    case .perform(_, let next), .boundary(_, let next): [next]
    case .branch(_, let then, let otherwise): [then, otherwise]
    case .choose(_, _, let next, let otherwise, _, _): [next] + (otherwise.map { [$0] } ?? [])
    case .finish: []
    }
  }

  /// Whether a path leads from one node to another without a boundary on its way.
  func reaches(_ target: Int, from start: Int) -> Bool {
    var pending = [start]
    var seen: Set<Int> = []
    while let node = pending.popLast() {
      if node == target { return true }
      guard seen.insert(node).inserted else { continue }
      if case .boundary = nodes[node] { continue }
      pending += successors(node)
    }
    return false
  }

  /// The locals that may be read from each node on, before they are assigned.
  func liveLocals() -> [Set<String>] {
    var live: [Set<String>] = Array(repeating: [], count: nodes.count)
    var changed = true
    while changed {
      changed = false
      for index in nodes.indices {
        let after = successors(index).reduce(into: Set<String>()) { $0.formUnion(live[$1]) }
        let before = Self.before(nodes[index], after: after)
        if before != live[index] {
          live[index] = before
          changed = true
        }
      }
    }
    return live
  }

  private static func before(_ node: Node, after: Set<String>) -> Set<String> {
    switch node {
    case .boundary, .finish: return after
    case .branch(let condition, _, _):
      return after.union(condition.freeVariables.map(\.name))
    case .choose(let local, let condition, _, _, _, _):
      return after.union(condition.freeVariables.map(\.name)).subtracting([local.name])
    case .perform(let operations, _):
      return after.subtracting(operations.definitelyAssigned).union(operations.uses)
    }
  }
}

extension [Operation] {
  /// The locals that it assigns whatever happens.
  var definitelyAssigned: Set<String> {
    reduce(into: []) { found, operation in
      switch operation {
      case .assign(let local, _): found.insert(local.name)
      case .scope(_, let result?): found.insert(result.name)
      case .conditional(_, let then, let otherwise):
        found.formUnion(then.definitelyAssigned.intersection(otherwise.definitelyAssigned))
      case .scope, .write, .returning, .await, .check, .note: break
      }
    }
  }
}
