internal import TransitionSystem

/// The calls of everything that can run in a context, for the search for recursion.
///
/// A name means its newest definition; `base` the one that the calling definition replaced. So a
/// node is a name with the layer (library, kernels, design) that defines it.
struct CallGraph {
  private var layers: [[String: [FragmentChecker.CallEdge]]] = []

  init() {}

  /// Adds the callables of a layer, with the calls of each; its definitions replace older ones.
  mutating func addLayer(_ callables: [Callable], _ calls: [FragmentChecker.CallEdge]) {
    var layer: [String: [FragmentChecker.CallEdge]] = [:]
    for callable in callables { layer[callable.name] = [] }
    for call in calls { layer[call.caller]?.append(call) }
    layers.append(layer)
  }

  /// Adds the callables of a library, whose calls are found in their bodies.
  mutating func addLibrary(_ fragment: Fragment) {
    let calls = fragment.callables.flatMap { callable in
      Self.calls(in: callable.body).map { call in
        FragmentChecker.CallEdge(
          caller: callable.name, callee: call.callsBase ? callable.name : call.callee,
          isBase: call.callsBase, range: nil)
      }
    }
    addLayer(fragment.callables, calls)
  }

  private static func calls(in statements: [Statement]) -> [CallStatement] {
    statements.flatMap { statement -> [CallStatement] in
      switch statement {
      case .call(let call, _): [call]
      case .conditional(_, let then, let otherwise, _): calls(in: then) + calls(in: otherwise)
      case .choose(_, _, let body, let otherwise, _): calls(in: body) + calls(in: otherwise ?? [])
      case .with(_, _, _, let body, _), .iterate(_, let body, _), .atomic(let body, _):
        calls(in: body)
      case .declare, .assign, .write, .await, .returning, .retry, .emit, .require, .cover: []
      }
    }
  }

  private struct Node: Hashable {
    var name: String
    var layer: Int
  }

  private func newest(_ name: String, below layer: Int) -> Node? {
    layers[..<layer].lastIndex { $0[name] != nil }.map { Node(name: name, layer: $0) }
  }

  /// The calls through which a callable comes back to itself.
  ///
  /// Of each cycle a call in the last layer is given, where there is one: it closed the cycle.
  func recursiveCalls() -> [FragmentChecker.CallEdge] {
    var nodes: [Node] = []
    for (number, layer) in layers.enumerated() {
      nodes += layer.keys.sorted().map { Node(name: $0, layer: number) }
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(nodes, nodes.indices))
    let edges = nodes.map { node in
      (layers[node.layer][node.name] ?? []).compactMap { call in
        newest(call.callee, below: call.isBase ? node.layer : layers.count)
          .flatMap { numbers[$0] }.map { (call: call, target: $0) }
      }
    }
    let search = CycleSearch(successors: edges.map { $0.map(\.target) })
    return search.cycles.compactMap { cycle in
      let inside = cycle.sorted().flatMap { node in
        edges[node].filter { cycle.contains($0.target) && $0.call.range != nil }
          .map { (layer: nodes[node].layer, call: $0.call) }
      }
      let newest = inside.map(\.layer).max()
      return inside.filter { $0.layer == newest }.map(\.call).min { left, right in
        guard let first = left.range, let second = right.range else { return false }
        return first < second
      }
    }
  }
}
