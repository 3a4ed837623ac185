package import Certificates
import Proofs
package import Relational

/// The conditions of a proof as SMT-LIB 2, from the obligations that the prover decides.
///
/// Certificates make them a second time from their readable texts, and compare.
package enum ConditionExport {
  /// The name and the text of each condition: initiation, the steps action by action, goals.
  ///
  /// - Throws: what is outside the fragment.
  package static func conditions(
    _ system: RelationalSystem, _ invariant: [Clause]
  ) throws(CertificateError) -> [ConditionScript] {
    do throws(AlternationError) {
      return try ObligationBuilder(system, invariant: invariant).texts
    } catch { throw CertificateError("\(error)") }
  }
}
