package import Relational
import TransitionSystem

/// Checks a certificate with nothing of what found the proof.
package struct Certifier: Sendable {
  /// Something wrong with a file.
  package struct Finding: Hashable, Sendable {
    package var file: String
    package var message: String

    package var description: String { "\(file): \(message)" }
  }

  /// What the certificate should be about; nil if nobody says.
  package var subject: CertificateSubject?
  /// The system, made again from the specs; nil if there are none.
  package var system: RelationalSystem?
  /// What Z3 may spend on one condition.
  package var resources: UInt32 = 50_000_000
  /// The output of cvc5 for an SMT-LIB script; nil where it is not installed.
  package var cvc5: (@Sendable (_ script: String) -> String)?
  /// What was accepted before; certificates that are checked together may share it.
  package var accepted = AcceptedQuestions()
  /// How many solvers of a kind work side by side.
  package var threads = 1
  /// Whether to stop; asked before each piece of work.
  package var shouldStop: @Sendable () -> Bool = { false }

  package init(subject: CertificateSubject? = nil, system: RelationalSystem? = nil) {
    self.subject = subject
    self.system = system
  }

  /// Everything that is wrong; nothing for a certificate that holds.
  package func check(_ certificate: Certificate) async -> [Finding] {
    let files = certificate.files
    let manifest: Manifest
    do throws(TextError) { manifest = try Manifest.read(files[Manifest.name] ?? "") } catch {
      return [Finding(file: Manifest.name, message: error.description)]
    }
    var findings = digests(files, manifest)
    if let subject, subject != manifest.subject {
      findings.append(Finding(file: Manifest.name, message: "it is about something else"))
    }
    let model = files[Certificate.model] ?? ""
    let invariant = files[Certificate.invariant] ?? ""
    do throws(TextError) {
      let found = try ModelReader.system(model)
      // A remark more in a spec moves all steps behind it.
      if let system, ModelText.text(system.withoutSites) != ModelText.text(found.withoutSites) {
        findings.append(
          Finding(file: Certificate.model, message: "this is not the model of the specs"))
      }
      let clauses = try ClauseReader.invariant(invariant, of: found)
      let conditions = try SecondTranslation.conditions(model: model, invariant: invariant)
      findings += await check(conditions, files, manifest)
      findings += await checkGround(found, clauses, files, manifest)
    } catch {
      findings.append(Finding(file: error.file, message: error.description))
    }
    return findings
  }

  /// Each file of the manifest is there as it was, and no other.
  private func digests(_ files: [String: String], _ manifest: Manifest) -> [Finding] {
    var found: [Finding] = []
    for (path, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
      if let text = files[path] {
        if SHA256.digest(of: text) != digest {
          found.append(Finding(file: path, message: "it is not the file of the manifest"))
        }
      } else {
        found.append(Finding(file: path, message: "it is missing"))
      }
    }
    for path in files.keys.sorted() where manifest.files[path] == nil && path != Manifest.name {
      found.append(Finding(file: path, message: "it is not in the manifest"))
    }
    return found
  }
}
