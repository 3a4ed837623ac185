import Checking
import Explicit
import Reporting
import TransitionSystem

extension CheckRun {
  /// The runs that a report shows of a cell, the shortest first.
  func shown(of result: CellResult) throws -> [Run] {
    guard let search = plan.search(of: result.cell) else {
      return []
    }
    let first = try run(of: result).map { [$0] } ?? []
    return try first
      + (others[result.cell]?.violations ?? []).map {
        try Self.replay($0.trace, $0.claim, result.cell, search, assembly)
      }
  }

  /// The names of all counterexamples of the cells that were looked at once more, the shortest
  /// first.
  var differentTraces: [Cell: [String]] {
    var names: [Cell: [String]] = [:]
    for result in results {
      guard let first = result.identity, let found = others[result.cell] else { continue }
      let more = found.violations.map { TraceIdentity(result.cell, $0.trace) }
      names[result.cell] = ([first] + more).map(\.text)
    }
    return names
  }

  /// What is to be said of a search for other counterexamples.
  var remarksOnOthers: [String] {
    guard let wanted else { return remarksOnSwitches }
    return remarksOnSwitches
      + results.compactMap { result in
        let name = OtherRunSearch.name(result.cell)
        if result.counterexample?.trace.loopStart != nil {
          return "\(name): other runs that never end are not looked for"
        }
        guard let found = others[result.cell] else { return nil }
        let count = found.violations.count + 1
        let noun = count == 1 ? "kind" : "kinds"
        guard found.isComplete else {
          return "\(name): \(count) \(noun) of counterexamples found, but not all runs looked at"
        }
        if count < wanted { return "\(name): there are only \(count) \(noun) of counterexamples" }
        return nil
      }
  }
}
