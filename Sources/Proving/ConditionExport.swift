package import Certificates
import Proofs
package import Relational
import TransitionSystem

/// The conditions of a proof as SMT-LIB 2, from the obligations that the prover decides.
///
/// Certificates make them a second time from their readable texts, and compare.
package enum ConditionExport {
  /// The name and the text of each condition: initiation, the steps action by action, goals.
  ///
  /// - Throws: what is outside the fragment.
  package static func conditions(
    _ system: RelationalSystem, _ invariant: [Clause]
  ) throws(CertificateError) -> [(name: String, text: String)] {
    let builder: ObligationBuilder
    do throws(Proofs.FragmentError) {
      builder = try ObligationBuilder(system, invariant: invariant)
    } catch { throw CertificateError("\(error)") }
    return named(system, invariant).map { condition, name in
      (name, ConditionText(builder, condition, name).text)
    }
  }

  /// All conditions, also those of steps that keep a clause by the look of it.
  private static func named(
    _ system: RelationalSystem, _ invariant: [Clause]
  ) -> [(Condition, String)] {
    var all: [(Condition, String)] = invariant.enumerated().map {
      (.initiation($1), "initiation of clause \($0 + 1)")
    }
    all += system.totalities.indices.map {
      (.totalityInitiation($0), "initiation of totality \($0 + 1)")
    }
    for (index, action) in system.actions.enumerated() {
      let state = PostState(of: action, in: system)
      for (number, clause) in invariant.enumerated()
      where clause.relations.contains(where: state.changes) {
        let name = "clause \(number + 1) kept by \(action.name)"
        all.append((.consecution(action: index, clause), name))
      }
      for (number, totality) in system.totalities.enumerated()
      where state.changes(totality.domain) || state.changes(totality.relation) {
        let name = "totality \(number + 1) kept by \(action.name)"
        all.append((.totality(action: index, number), name))
      }
      let demands = action.checks.indices.filter { action.checks[$0].kind == .require }
      for (number, check) in demands.enumerated() {
        let name = "check \(number + 1) of \(action.name)"
        all.append((.check(action: index, check: check), name))
      }
    }
    return all
      + system.goals.enumerated().map { (.goal($0), "goal \($0 + 1): \($1.property)") }
  }
}
