import TransitionSystem

/// Which locks a callable takes, and which inside of which others.
struct LockOrder {
  /// The library, kernels and designs, the base first.
  let layers: [Fragment]
  private var chains: [[String]] = []
  private var entered: Set<Place> = []

  /// A callable of a layer, called with some locks held.
  private struct Place: Hashable {
    var layer: Int
    var name: String
    var held: [String]
  }

  init(_ layers: [Fragment]) { self.layers = layers }

  /// Each longest chain of locks that it may hold, the one that is taken first to the left.
  static func chains(of name: String, in layers: [Fragment]) -> [[String]] {
    var order = LockOrder(layers)
    order.enter(name, below: layers.count, [])
    return order.chains.filter { chain in
      !order.chains.contains { $0.count > chain.count && Array($0.prefix(chain.count)) == chain }
    }
  }

  /// Goes into a callable of one of the layers below a limit: what a caller replaces is in these.
  private mutating func enter(_ name: String, below limit: Int, _ held: [String]) {
    let found = layers.indices.prefix(limit).last { layer in
      layers[layer].callables.contains { $0.name == name }
    }
    guard let layer = found,
      entered.insert(Place(layer: layer, name: name, held: held)).inserted,
      let callable = layers[layer].callables.last(where: { $0.name == name })
    else { return }
    visit(callable.body, layer, name, held)
  }

  private mutating func visit(
    _ statements: [Statement], _ layer: Int, _ name: String, _ held: [String]
  ) {
    for statement in statements {
      switch statement {
      case .with(let mode, let lock, _, let body, _):
        let chain = held + [mode == .exclusive ? "\(lock) (exclusive)" : "\(lock) (shared)"]
        if !chains.contains(chain) { chains.append(chain) }
        visit(body, layer, name, chain)
      case .conditional(_, let then, let otherwise, _):
        visit(then, layer, name, held)
        visit(otherwise, layer, name, held)
      case .choose(_, _, let body, let otherwise, _):
        visit(body, layer, name, held)
        visit(otherwise ?? [], layer, name, held)
      case .iterate(_, let body, _), .atomic(let body, _): visit(body, layer, name, held)
      case .call(let call, _):
        if call.callsBase {
          enter(name, below: layer, held)
        } else {
          enter(call.callee, below: layers.count, held)
        }
      case .declare, .assign, .write, .await, .returning, .retry, .emit, .require, .cover: break
      }
    }
  }
}
