package import Certificates
package import Checking
package import Relational
import TransitionSystem

/// A cell as certificates speak of it: what it is about, and its system.
package struct CellCertificate: Sendable {
  package let cell: Cell
  /// As the specs have it; the places in it are files without their folders, which differ between
  /// machines.
  package let system: RelationalSystem
  package let subject: CertificateSubject

  package init(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String
  ) throws(OutsideFragment) {
    cell = Cell(
      column: search.column, property: property, workload: search.workload, scope: search.scope)
    let whole = try assembly.relational(search, property)
    system = Self.portable(whole)
    subject = CertificateSubject(
      property: property, kernel: search.column.kernel ?? "", design: search.column.title,
      workload: search.workload,
      environment: search.scope.budgets.filter { $0.value > 0 }.keys.sorted(),
      slice: StoredProof.slice(of: whole))
  }

  private static func portable(_ system: RelationalSystem) -> RelationalSystem {
    system.mappingSites { site in
      var site = site
      site.file = site.file.split(separator: "/").last.map(String.init) ?? site.file
      return site
    }
  }

  /// What makes the certificate of a proof.
  package func builder(_ proof: Proof) throws(CertificateError) -> CertificateBuilder {
    let system = Self.portable(proof.system)
    var builder = CertificateBuilder(
      system: system, invariant: proof.invariant, subject: subject)
    builder.conditions = try ConditionExport.conditions(system, proof.invariant)
    return builder
  }

  /// The system with the totalities that a certificate uses.
  package func system(of certificate: Certificate) -> RelationalSystem {
    var system = system
    let model = certificate.files[Certificate.model] ?? ""
    let used = (try? ModelReader.system(model))?.totalities ?? []
    system.totalities = system.totalities.filter(used.contains)
    return system
  }
}
