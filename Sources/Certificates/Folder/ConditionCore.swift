import Relational
import SMT

/// Leaves out of conditions what is not needed for their contradictions.
///
/// That makes them smaller and quicker to check, and cannot make a wrong condition right.
struct ConditionCore {
  /// What Z3 may spend on one condition.
  let resources: UInt32

  /// What conditions need, or all that they assert where Z3 finds no contradiction.
  ///
  /// What they share is given to the solver once, so there should be much of it.
  func needed(by conditions: ArraySlice<ConditionScript>) -> [NeededLines] {
    var found: [NeededLines] = []
    do throws(SMTError) {
      guard let first = conditions.first else { return [] }
      let solver = try Solver(.simple, in: Context())
      try solver.limit(resources: resources, milliseconds: nil)
      let shared = try solver.assertMarked(smtlib: first.shared.text, "shared")
      let commands = DeclaringCommands(first.shared.declarations)
      let relevance = Relevance(first.shared.commands)
      for condition in conditions where condition.shared == first.shared {
        try solver.push()
        let marks = try shared + solver.assertMarked(smtlib: condition.ownText, "own")
        var core = Array(marks.indices)
        for near in relevance.circles(around: condition.own) {
          let assumed = near + Array(shared.count..<marks.count)
          guard try solver.check(assuming: assumed.map { marks[$0] }) == .unsatisfiable else {
            continue
          }
          core = try solver.core(of: assumed.map { marks[$0] }).map { assumed[$0] }
          break
        }
        try solver.pop()
        guard marks.count == condition.assertions.count else { break }
        let lines = core.map { index in
          index < shared.count
            ? first.shared.commands[index] : condition.own[index - shared.count]
        }
        found.append(
          NeededLines(
            lines, declaredBy: [commands, DeclaringCommands(condition.declarations)]))
      }
    } catch {
      // What has no core is written whole.
    }
    return found + conditions.dropFirst(found.count).map { NeededLines($0) }
  }
}

/// Which shared assertions are about the same as those of one condition.
private struct Relevance {
  private let symbols: [Set<Substring>]
  private var places: [Substring: [Int]] = [:]

  init(_ commands: [String]) {
    symbols = commands.map { Set($0.barredSymbols) }
    for (place, symbols) in symbols.enumerated() {
      for symbol in symbols { places[symbol, default: []].append(place) }
    }
  }

  /// Those that speak of nothing else, then those that speak of it at all, then all.
  ///
  /// Most steps keep a clause because it was true before, whatever else is.
  func circles(around own: [String]) -> [[Int]] {
    let spoken = own.reduce(into: Set<Substring>()) { $0.formUnion($1.barredSymbols) }
    let relations = spoken.filter { $0.hasPrefix("r:") }
    let touching = relations.reduce(into: Set<Int>()) { $0.formUnion(places[$1] ?? []) }.sorted()
    let inside = touching.filter { place in
      symbols[place].allSatisfy { !$0.hasPrefix("r:") || relations.contains($0) }
    }
    return [inside, touching, Array(symbols.indices)]
  }
}
