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
      for condition in conditions where condition.shared == first.shared {
        try solver.push()
        let marks = try shared + solver.assertMarked(smtlib: condition.ownText, "own")
        let isContradiction = try solver.check(assuming: marks) == .unsatisfiable
        let core = isContradiction ? try solver.core(of: marks) : Array(marks.indices)
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
