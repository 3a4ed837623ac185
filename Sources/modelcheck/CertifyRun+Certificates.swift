import Certificates
import Checking
import Proving
import Relational
import Reporting
import TransitionSystem

/// Certificates as folders.
extension CertifyRun {
  /// Checks the certificate in a folder, whose name ends with a slash.
  func certificate(_ name: String, _ cells: CellIndex) async -> Report {
    let path = folder.path(name)
    var report = Report(name: String(path.dropLast()), outcome: .rejected, words: "")
    func rejected(_ message: String) -> Report {
      report.findings.append(message)
      return report
    }
    let certificate: Certificate
    let manifest: Manifest
    do {
      certificate = try CertificateFiles.read(report.name)
      manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    } catch let error as Failure { return rejected(error.message) } catch let error as TextError {
      return rejected("\(path)\(error.description)")
    } catch { return rejected("\(error)") }
    let subject = manifest.subject
    guard
      let (search, property) = cells.bySubject[[
        subject.kernel, subject.design, subject.property,
      ]]
    else { return rejected("\(path)\(Manifest.name): the specs have no such cell") }
    do {
      let cell = try CellCertificate(assembly, search, property)
      report.findings = await findings(certificate, cell).map { path + $0 }
      if let reason = limits.shouldStop() { return stopped(report, reason) }
      report.outcome = report.findings.isEmpty ? .accepted : .rejected
      report.words = words(manifest)
      guard report.outcome == .accepted else { return report }
      try await audit(certificate, search, property, path, &report)
    } catch SearchSample.Failure.stopped(let reason) {
      return stopped(report, reason)
    } catch SearchSample.Failure.message(let message) {
      return rejected("\(path)\(Certificate.model): \(message)")
    } catch let error as OutsideFragment {
      return rejected("\(path)\(Certificate.model): \(error.message)")
    } catch { return rejected("\(path)\(Certificate.model): \(error)") }
    return limits.shouldStop().map { stopped(report, $0) } ?? report
  }

  /// What was not checked to the end is neither right nor wrong.
  private func stopped(_ report: Report, _ reason: Verdict.Reason) -> Report {
    Report(name: report.name, outcome: .stopped, words: reason.words)
  }

  private func words(_ manifest: Manifest) -> String {
    let sizes = [("clauses", "clause"), ("conditions", "condition")].map {
      ProveText.counted(manifest.sizes[$0] ?? 0, $1)
    }
    let ground = manifest.sizes["ground instances"] ?? 0
    let checkers = cvc5 == nil ? "Z3" : "Z3 and cvc5"
    return "\(sizes[0]), \(sizes[1]) in \(checkers)"
      + (ground > 0 ? ", \(ProveText.counted(ground, "ground instance"))" : "")
  }

  private func findings(
    _ certificate: Certificate, _ cell: CellCertificate
  ) async -> [String] {
    var certifier = Certifier(subject: cell.subject, system: cell.system(of: certificate))
    certifier.threads = limits.threads
    certifier.accepted = accepted
    certifier.shouldStop = { limits.shouldStop() != nil }
    if let cvc5 { certifier.cvc5 = { cvc5.answers($0, milliseconds: 60_000) } }
    var found = await certifier.check(certificate).map(\.description)
    guard translatesTwice, found.isEmpty else { return found }
    do {
      let (model, text) = (Certificate.model, certificate.files[Certificate.invariant] ?? "")
      let system = cell.system(of: certificate)
      let clauses = try ClauseReader.invariant(text, of: system)
      let first = try ConditionExport.conditions(system, clauses)
      let second = try SecondTranslation.conditions(
        model: certificate.files[model] ?? "", invariant: text)
      found += TranslationComparison.differences(first, second).map { "\(model): \($0)" }
    } catch let error as CertificateError { found.append(error.message) } catch {
      found.append("\(error)")
    }
    return found
  }

  private func audit(
    _ certificate: Certificate, _ search: Plan.Search, _ property: String, _ path: String,
    _ report: inout Report
  ) async throws {
    guard let audit = CertificateAudit(certificate, shouldStop: limits.shouldStop) else { return }
    let (count, broken) = try audit.states(try await samples.sample(of: search), property)
    if let broken {
      report.outcome = .rejected
      report.findings.append(
        "\(path)\(Certificate.invariant): clause \(broken + 1) is false in a reached state")
    }
    let states = ProveText.counted(count.scope, "state")
    report.words += ", true in all \(states) of the scope and \(count.walks) of walks"
    guard listsNotes else { return }
    do {
      report.findings += try audit.unreachable().map { "note: \($0) can never happen" }
      report.findings += try await audit.unnecessary(threads: limits.threads).map {
        "note: clause \($0 + 1) is not needed"
      }
    } catch { report.findings.append("note: not audited: \(error)") }
  }
}
