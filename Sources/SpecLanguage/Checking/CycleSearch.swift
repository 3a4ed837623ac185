/// The strongly connected components of a graph (Tarjan, 1972), without recursion: graphs come from
/// texts, and a text must not be able to exhaust the stack.
struct CycleSearch {
  /// Every node, after all that it leads to unless a cycle is in the way.
  private(set) var finished: [Int] = []
  /// The edges that close a cycle, as a node and the position among its successors.
  private(set) var closingEdges: [(node: Int, successor: Int)] = []
  /// The components that hold a cycle.
  private(set) var cycles: [Set<Int>] = []

  private struct Visit {
    var order: Int
    var low: Int
    var isOpen = true
    var isOnPath = true
  }

  init(successors: [[Int]]) {
    var visits: [Visit?] = Array(repeating: nil, count: successors.count)
    var open: [Int] = []
    var count = 0
    func enter(_ node: Int) -> (node: Int, next: Int) {
      visits[node] = Visit(order: count, low: count)
      count += 1
      open.append(node)
      return (node, 0)
    }
    for root in successors.indices where visits[root] == nil {
      var path = [enter(root)]
      while let (node, next) = path.last {
        guard next < successors[node].count else {
          path.removeLast()
          leave(node, successors, &visits, &open)
          guard let parent = path.last?.node, let visit = visits[node], visit.isOpen else {
            continue
          }
          Self.lower(&visits, parent, visit.low)
          continue
        }
        path[path.count - 1].next += 1
        let target = successors[node][next]
        guard let seen = visits[target] else {
          path.append(enter(target))
          continue
        }
        guard seen.isOpen else { continue }
        if seen.isOnPath { closingEdges.append((node, next)) }
        Self.lower(&visits, node, seen.order)
      }
    }
  }

  private static func lower(_ visits: inout [Visit?], _ node: Int, _ low: Int?) {
    guard let low, let old = visits[node]?.low else { return }
    visits[node]?.low = min(old, low)
  }

  private mutating func leave(
    _ node: Int, _ successors: [[Int]], _ visits: inout [Visit?], _ open: inout [Int]
  ) {
    finished.append(node)
    visits[node]?.isOnPath = false
    guard let visit = visits[node], visit.low == visit.order else { return }
    var component: Set<Int> = []
    while let member = open.popLast() {
      visits[member]?.isOpen = false
      component.insert(member)
      if member == node { break }
    }
    if component.count > 1 || successors[node].contains(node) { cycles.append(component) }
  }
}
