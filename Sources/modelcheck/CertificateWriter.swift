import Certificates
import Checking
import Proving
import TransitionSystem

/// Writes the certificates of a run's proofs.
struct CertificateWriter {
  let assembly: Assembly
  /// Where all of them go, each into a folder of its own.
  let folder: String
  let limits: Limits

  /// Writes the certificate of a proof, with ground instances if `cadical` is installed.
  ///
  /// - Throws: `CertificateError` if it cannot be made, `Failure.output` if it cannot be written.
  func write(_ proof: Proof, _ search: Plan.Search, _ property: String) async throws {
    let cell: CellCertificate
    do throws(OutsideFragment) {
      cell = try CellCertificate(assembly, search, property)
    } catch { throw CertificateError(error.message) }
    var builder = try cell.builder(proof)
    let shouldStop = limits.shouldStop
    builder.threads = limits.threads
    builder.shouldStop = { shouldStop() != nil }
    builder.tools["modelcheck"] = ModelCheck.version
    builder.tools["z3"] = StoredCheck.solver
    if let cadical = ExternalProgram("cadical") {
      builder.tools["cadical"] = cadical.version
      builder.prove = { dimacs throws(CertificateError) in try cadical.refutation(of: dimacs) }
    }
    let path = "\(folder)/\(ProofStore.path(of: ProofTarget(cell.cell)))"
    try OutputFile.makeFolder(path)
    try CertificateFiles.write(try await builder.certificate(), to: path)
  }
}
