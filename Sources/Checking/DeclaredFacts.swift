import SpecLanguage
import TransitionSystem

/// What the declaration of a callable shows, as it counts on a kernel.
struct DeclaredFacts {
  let declared: ClaimEvidence.Declared
  private let callables: [Callable]

  init(_ specification: Specification, _ declared: ClaimEvidence.Declared, _ kernel: String) {
    self.declared = declared
    var layers =
      [specification.library.fragment] + specification.chain(of: kernel).map(\.fragment)
    layers += specification.designs.filter { $0.name == declared.design }.map(\.fragment)
    callables = layers.flatMap(\.callables)
  }

  /// Whether the fact is so.
  var isSo: Bool {
    switch declared.fact {
    case .has(let attribute): definition?.attributes.contains(attribute) ?? false
    case .lacks(let attribute): !(definition?.attributes.contains(attribute) ?? true)
    case .changesNothing: written.isEmpty
    }
  }

  /// What is declared, in words.
  var words: String {
    let place = declared.design.map { " in \($0)" } ?? ""
    switch declared.fact {
    case .has(let attribute), .lacks(let attribute):
      let has = definition?.attributes.contains(attribute) ?? false
      return "\(declared.callable) is \(has ? "" : "not ")declared \(attribute.rawValue)\(place)"
    case .changesNothing:
      let list = written.isEmpty ? "no state" : written.joined(separator: ", ")
      return "\(declared.callable) writes \(list)\(place)"
    }
  }

  private var definition: Callable? { callables.last { $0.name == declared.callable } }

  /// The model's state that it writes, or something that it calls does, in any layer.
  private var written: [String] {
    var found: Set<String> = []
    var pending = [declared.callable]
    var seen: Set<String> = []
    while let name = pending.popLast() {
      guard seen.insert(name).inserted else { continue }
      for statement in callables.filter({ $0.name == name }).flatMap(\.body.flattened) {
        if case .write(let update, _) = statement { found.insert(update.variable) }
        if case .call(let call, _) = statement { pending.append(call.callee) }
      }
    }
    return found.sorted()
  }
}
