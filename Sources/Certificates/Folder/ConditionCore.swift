import Relational
import SMT

/// Leaves out of conditions what is not needed for their contradictions.
///
/// That makes them smaller and quicker to check, and cannot make a wrong condition right.
struct ConditionCore {
  /// What Z3 may spend on one condition.
  let resources: UInt32

  /// The texts of conditions with fewer assertions, or as they are where Z3 finds no contradiction.
  ///
  /// What the conditions share is given to the solver once, so there should be much of it.
  func texts(of conditions: ArraySlice<ConditionScript>) -> [String] {
    var texts: [String] = []
    do throws(SMTError) {
      guard let first = conditions.first else { return [] }
      let context = Context()
      let solver = try Solver(.simple, in: context)
      try solver.limit(resources: resources, milliseconds: nil)
      var common = first
      common.own = []
      let shared = try solver.assertMarked(smtlib: common.text, "shared")
      for condition in conditions where condition.shared == first.shared {
        try solver.push()
        let marks = try shared + solver.assertMarked(smtlib: condition.ownText, "own")
        let isContradiction = try solver.check(assuming: marks) == .unsatisfiable
        let core = isContradiction ? try solver.core(of: marks) : nil
        try solver.pop()
        texts.append(Self.text(of: condition, keeping: core, of: marks.count))
      }
    } catch {
      // What has no core is written whole.
    }
    return texts + conditions.dropFirst(texts.count).map(\.text)
  }

  /// The text with the assertions at some positions.
  private static func text(
    of condition: ConditionScript, keeping core: [Int]?, of count: Int
  ) -> String {
    let all = condition.assertions
    guard let core, count == all.count else { return condition.text }
    var kept = condition
    kept.shared = SharedAssertions([])
    kept.own = core.map { all[$0] }
    var used = kept.own.reduce(into: Set<Substring>()) { $0.formUnion(symbols($1)) }
    let functions = condition.declarations.filter { command in
      guard command.hasPrefix("(declare-fun "), let symbol = symbols(command).first else {
        return false
      }
      return used.contains(symbol)
    }
    for command in functions { used.formUnion(symbols(command)) }
    let sorts = condition.declarations.filter { command in
      command.hasPrefix("(declare-sort ") && used.isSuperset(of: symbols(command))
    }
    kept.declarations = sorts + functions
    return kept.text
  }

  /// What stands between bars.
  private static func symbols(_ command: String) -> [Substring] {
    let parts = command.utf8.split(
      separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count, by: 2).map { Substring(parts[$0]) }
  }
}
