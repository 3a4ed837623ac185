import Certificates
import Relational
import SMT

/// Looks for hypotheses that no condition needs.
struct NeedlessClauses: Sendable {
  /// The position of the first clause among what conditions share.
  let first: Int
  let count: Int

  /// The conditions that assume clauses, as many as one solver takes.
  func batches(of all: [ConditionScript]) -> [ArraySlice<ConditionScript>] {
    let assuming = all.filter { $0.shared.commands.count == first + count }
    return stride(from: 0, to: assuming.count, by: 200).map {
      assuming[$0..<min($0 + 200, assuming.count)]
    }
  }

  /// The clauses without which one of the conditions does not follow from the rest.
  ///
  /// What a condition says of a clause itself is no reason to keep it.
  func needed(
    by conditions: ArraySlice<ConditionScript>, _ resources: UInt32
  ) throws(SMTError) -> Set<Int> {
    guard let common = conditions.first?.shared else { return [] }
    let solver = try Solver(.simple, in: Context())
    try solver.limit(resources: resources, milliseconds: nil)
    let marks = try solver.assertMarked(smtlib: common.text, "shared")
    var needed: Set<Int> = []
    for condition in conditions {
      try solver.push()
      try solver.assert(smtlib: condition.ownText)
      if try solver.check(assuming: marks) == .unsatisfiable {
        for position in try solver.core(of: marks) {
          let clause = position - first
          guard clause >= 0, !needed.contains(clause),
            !condition.name.hasPrefix("clause \(clause + 1) ")
          else { continue }
          var rest = marks
          rest.remove(at: position)
          if try solver.check(assuming: rest) != .unsatisfiable { needed.insert(clause) }
        }
      }
      try solver.pop()
    }
    return needed
  }
}
