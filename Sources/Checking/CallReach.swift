import TransitionSystem

/// What a call can come to: calls between callables, with options resolved and without the branches
/// that they switch off.
struct CallReach {
  private let layers: [Fragment]
  private let options: [String: Expression]
  private let simplifier: Simplifier

  init(_ composition: Composition) {
    layers = composition.layers
    options = composition.optionValues
    simplifier = Simplifier(variants: composition.layers.flatMap(\.variants))
  }

  /// A definition: a name with the layer that it stands in.
  struct Node: Hashable {
    var name: String
    var layer: Int
  }

  /// The definition that counts, below a layer.
  func node(_ name: String, below layer: Int? = nil) -> Node? {
    let layers = layers[..<(layer ?? layers.count)]
    return layers.lastIndex { $0.callables.contains { $0.name == name } }
      .map { Node(name: name, layer: $0) }
  }

  func callable(_ node: Node) -> Callable? {
    layers[node.layer].callables.last { $0.name == node.name }
  }

  /// A shortest way by calls to something of the name, both ends included; nil: there is none.
  func path(
    from start: String, to target: String, enters: (Callable) -> Bool
  ) -> [Callable]? {
    guard let first = node(start) else { return nil }
    var paths = [[first]]
    var seen: Set<Node> = [first]
    while !paths.isEmpty {
      var longer: [[Node]] = []
      for path in paths {
        guard let last = path.last, let callable = callable(last) else { continue }
        if last.name == target { return path.compactMap { self.callable($0) } }
        guard enters(callable) else { continue }
        longer += calls(of: last).filter { seen.insert($0).inserted }.map { path + [$0] }
      }
      paths = longer
    }
    return nil
  }

  /// Everything that the call comes to, itself included.
  func reached(from start: String) -> Set<Node> {
    var pending = node(start).map { [$0] } ?? []
    var seen = Set(pending)
    while let next = pending.popLast() {
      pending += calls(of: next).filter { seen.insert($0).inserted }
    }
    return seen
  }

  private func calls(of node: Node) -> [Node] {
    var found: [CallStatement] = []
    _ = collect(callable(node)?.body ?? [], into: &found)
    return found.compactMap { call in
      call.callsBase
        ? self.node(node.name, below: node.layer) : self.node(call.callee)
    }
  }

  /// Adds the calls of statements that can run; says whether what follows them can.
  private func collect(_ statements: [Statement], into found: inout [CallStatement]) -> Bool {
    for statement in statements {
      switch statement {
      case .call(let call, _): found.append(call)
      case .conditional(let condition, let then, let otherwise, _):
        let known = simplifier.simplify(condition.substituting([:], options: options))
        let goesOn = known != .bool(false) && collect(then, into: &found)
        let goesOnOtherwise = known != .bool(true) && collect(otherwise, into: &found)
        if !goesOn && !goesOnOtherwise { return false }
      case .choose(_, _, let body, let otherwise, _):
        let goesOn = collect(body, into: &found)
        let goesOnOtherwise = otherwise.map { collect($0, into: &found) } ?? false
        if !goesOn && !goesOnOtherwise { return false }
      case .with(_, _, _, let body, _), .atomic(let body, _):
        if !collect(body, into: &found) { return false }
      case .iterate(_, let body, _): _ = collect(body, into: &found)
      case .returning, .retry: return false
      case .declare, .assign, .write, .await, .emit, .require, .cover: break
      }
    }
    return true
  }
}
