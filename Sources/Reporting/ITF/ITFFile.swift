/// A trace in the Informal Trace Format, as some program wrote it.
package struct ITFFile: Sendable {
  /// What `modelcheck` writes into `#meta` to say what the run is about; nil in traces of others.
  package let head: JSON?
  package let states: [State]
  /// The state at which the run begins again.
  package let loop: Int?

  /// What a trace says of one state.
  package struct State: Hashable, Sendable {
    /// Variables and their values, in the order of the file.
    package let values: [JSON.Member]
    /// The action that leads into the state, if the file names one.
    package let action: String?
    /// The arguments of that action.
    package let picks: [JSON.Member]
  }

  /// Whether a value looks like such a trace.
  package static func isITF(_ json: JSON) -> Bool {
    json["#meta"]?["format"] == .string("ITF") || (json["vars"] != nil && json["states"] != nil)
  }

  package init(_ json: JSON) throws(TraceFile.Failure) {
    guard case .array(let states)? = json["states"] else {
      throw TraceFile.Failure("'states' must be a list")
    }
    guard !states.isEmpty else { throw TraceFile.Failure("'states' is empty") }
    head = json["#meta"]?["modelcheck"]
    switch json["loop"] {
    case nil, .null?: loop = nil
    case .integer(let state)? where states.indices.contains(state): loop = state
    default: throw TraceFile.Failure("'loop' must be the number of a state")
    }
    var read: [State] = []
    for (number, state) in states.enumerated() {
      guard case .object(let members) = state else {
        throw TraceFile.Failure("'states[\(number)]' must be an object")
      }
      read.append(Self.state(members))
    }
    self.states = read
  }

  private static func state(_ members: [JSON.Member]) -> State {
    var action: String?
    if case .string(let name)? = members.first(where: { $0.name == ITF.action })?.value {
      action = name
    }
    var picks: [JSON.Member] = []
    if case .object(let picked)? = members.first(where: { $0.name == ITF.picks })?.value {
      picks = picked
    }
    let values = members.filter { !$0.name.hasPrefix("#") && !$0.name.hasPrefix("mbt::") }
    return State(values: values, action: action, picks: picks)
  }
}
