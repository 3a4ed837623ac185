/// Follows a graph from one boundary to the next ones, once for each way.
struct PathExplorer {
  let graph: StepGraph

  /// One way from a node to a boundary or to the end: an action in the making.
  struct Path: Sendable {
    /// A boundary node, or the finish.
    var target: Int
    var store: SymbolicStore
  }

  /// All ways from the node; if it is a boundary it is the one that the step starts at.
  func paths(from start: Int, _ store: SymbolicStore) throws(CompositionError) -> [Path] {
    var found: [Path] = []
    var first = start
    if case .boundary(_, let next) = graph.nodes[start] { first = next }
    try follow(first, store, joins: false, depth: 0, &found)
    return found
  }

  /// `joins`: the step after a `choose` belongs to the same atomic step.
  private func follow(
    _ index: Int, _ store: SymbolicStore, joins: Bool, depth: Int, _ found: inout [Path]
  ) throws(CompositionError) {
    guard depth < 10_000 else { throw CompositionError("a loop without an atomic step in it") }
    var store = store
    switch graph.nodes[index] {
    case .finish: found.append(Path(target: index, store: store))
    case .boundary(let boundary, let next):
      guard joins && boundary.kind == .step else {
        found.append(Path(target: index, store: store))
        return
      }
      try follow(next, store, joins: false, depth: depth + 1, &found)
    case .perform(let operations, let next):
      guard try store.execute(operations) else { return }
      try follow(next, store, joins: joins, depth: depth + 1, &found)
    case .branch(let condition, let then, let otherwise):
      let test = try store.resolve(condition)
      var yes = store
      if yes.assume(test) { try follow(then, yes, joins: joins, depth: depth + 1, &found) }
      if store.assume(.not(test)) {
        try follow(otherwise, store, joins: joins, depth: depth + 1, &found)
      }
    case .choose(let local, let condition, let next, let otherwise, let note, let isJoined):
      var chosen = store
      let parameter = chosen.addParameter(local)
      chosen.locals[local.name] = .variable(parameter)
      if chosen.assume(try chosen.resolve(condition)) {
        if let note { _ = try chosen.execute([.note(note.showing(.variable(local)))]) }
        try follow(next, chosen, joins: isJoined || joins, depth: depth + 1, &found)
      }
      guard let otherwise else { return }
      let bound = Parameter("any.\(local.name)", local.type)
      let none = try store.resolve(
        .forAll([bound], .not(condition.substituting([local.name: .variable(bound)]))))
      if store.assume(none) {
        try follow(otherwise, store, joins: false, depth: depth + 1, &found)
      }
    }
  }
}

extension SymbolicStore {
  /// A new parameter of the action, named after the local.
  fileprivate mutating func addParameter(_ local: Parameter) -> Parameter {
    var name = local.name
    while parameters.contains(where: { $0.name == name }) { name += "'" }
    let parameter = Parameter(name, local.type)
    parameters.append(parameter)
    return parameter
  }
}

extension Operation.Note {
  fileprivate func showing(_ value: Expression) -> Operation.Note {
    Operation.Note(text: text + " = {}", values: [value], isMinor: isMinor)
  }
}
