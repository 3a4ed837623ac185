/// Which behaviour of a kernel no search of a run has seen.
///
/// A step of a routine may be out of reach in one workload and not in another; what counts is that
/// some search takes each way through it. Ways are told apart by the routine, the point in it and
/// their number there, whoever the task is and whatever called the routine.
package struct Coverage: Sendable {
  private var seen: [String: Set<String>] = [:]
  private var missed: [String: Set<String>] = [:]

  package init() {}

  /// Takes note of a search: what fired and what did not, by action name.
  package mutating func add(column: Column, fired: [String], unfired: [String]) {
    let key = column.kernel ?? column.design
    seen[key, default: []].formUnion(fired.map(Self.way))
    missed[key, default: []].formUnion(unfired.map(Self.way))
  }

  /// The ways that no search has taken, by kernel or model.
  package var neverTaken: [(place: String, ways: [String])] {
    missed.keys.sorted().compactMap { key in
      let ways = missed[key, default: []].subtracting(seen[key, default: []]).sorted()
      return ways.isEmpty ? nil : (key, ways)
    }
  }

  /// An action's name without the role and the callers: `zeroout: clear_poison (2)`.
  private static func way(_ name: String) -> String {
    let place = name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name
    guard let last = place.split(separator: "/").last, place.contains("/") else { return name }
    return String(last) + String(name.dropFirst(place.count))
  }
}
