import Certificates
package import Proofs
package import Relational
import SMT
package import TransitionSystem

/// Whether a stored invariant still proves its property.
package enum StoredCheck: Sendable {
  case holds(clauses: Int, conditions: Int)
  /// It is about another slice.
  case outOfDate
  /// It cannot be read: the line and what is wrong there.
  case unreadable(line: Int, String)
  /// What is not proved by it.
  case fails(Condition)
  /// The conditions cannot be put to a solver.
  case broken(String)
  case stopped(Verdict.Reason)

  /// Decides every condition in Z3, if the digest of the slice is that of the system.
  package static func check(
    _ text: String, of system: RelationalSystem,
    shouldStop: @Sendable () -> Verdict.Reason? = { nil }
  ) -> StoredCheck {
    guard let stored = StoredProof(text) else { return .unreadable(line: 1, "this is no proof") }
    guard stored.slice == StoredProof.slice(of: system) else { return .outOfDate }
    let proof: Proof
    do throws(TextError) { proof = try stored.proof(of: system) } catch {
      return .unreadable(line: error.line + stored.firstLine, error.message)
    }
    do {
      let check = try proof.check { shouldStop() != nil }
      if let reason = shouldStop() { return .stopped(reason) }
      if let condition = check.failed.first { return .fails(condition) }
      return .holds(clauses: proof.invariant.count, conditions: check.conditions)
    } catch { return .broken("\(error)") }
  }

  /// What the answer depends on: the system, the invariant, and the solver.
  package static func key(_ text: String, _ system: RelationalSystem) -> String {
    SHA256.digest(
      of: [StoredProof.slice(of: system), text, solver].joined(separator: "\n"))
  }

  /// The solver that decides conditions, with its version.
  package static var solver: String { "Z3 \(Context.version)" }
}

extension StoredProof {
  /// How many lines stand before the clauses.
  fileprivate var firstLine: Int { 2 + totalities.count }
}
