/// Gives the locals that are live at a boundary a place in the state.
///
/// Two locals share a slot unless they are live at the same boundary: a task is at one place at a
/// time, so slots cost state bits only for what a task remembers at once.
struct SlotAllocation {
  /// The slot of each local, by its unique name within its graph.
  private(set) var slots: [String: StateVariable] = [:]
  /// Every slot in use, in order of creation.
  private(set) var variables: [StateVariable] = []

  /// Assigns slots for one graph; slots of earlier graphs are used again.
  mutating func allocate(liveSets: [[Parameter]]) -> [String: StateVariable] {
    var conflicts: [String: Set<String>] = [:]
    var order: [Parameter] = []
    for live in liveSets {
      for parameter in live {
        if conflicts[parameter.name] == nil { order.append(parameter) }
        conflicts[parameter.name, default: []].formUnion(live.map(\.name))
      }
    }
    var assigned: [String: StateVariable] = [:]
    for parameter in order {
      let taken = Set((conflicts[parameter.name] ?? []).compactMap { assigned[$0]?.name })
      assigned[parameter.name] = slot(for: parameter.type, avoiding: taken)
    }
    return assigned
  }

  private mutating func slot(for type: ValueType, avoiding taken: Set<String>) -> StateVariable {
    if let free = variables.first(where: { $0.type == type && !taken.contains($0.name) }) {
      return free
    }
    let number = variables.count { $0.type == type }
    let stem = type.description.replacingBlanks
    let variable = StateVariable(
      "local.\(stem).\(number)", ["task"], type, partial: true, role: .local,
      documentation: "what a task remembers between two atomic steps")
    variables.append(variable)
    return variable
  }
}

extension String {
  fileprivate var replacingBlanks: String { String(map { $0 == " " ? "_" : $0 }) }
}
