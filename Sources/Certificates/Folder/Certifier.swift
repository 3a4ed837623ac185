package import Relational
import SMT
import TransitionSystem

/// Checks a certificate with nothing of what found the proof.
package struct Certifier {
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
  package var cvc5: ((_ script: String) -> String)?
  /// Whether to stop; asked before each piece of work.
  package var shouldStop: () -> Bool = { false }

  package init(subject: CertificateSubject? = nil, system: RelationalSystem? = nil) {
    self.subject = subject
    self.system = system
  }

  /// Everything that is wrong; nothing for a certificate that holds.
  package func check(_ certificate: Certificate) -> [Finding] {
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
    if let system, ModelText.text(system) != model {
      findings.append(
        Finding(file: Certificate.model, message: "this is not the model of the specs"))
    }
    do throws(TextError) {
      let system = try ModelReader.system(model)
      let clauses = try ClauseReader.invariant(invariant, of: system)
      let conditions = try SecondTranslation.conditions(model: model, invariant: invariant)
      findings += check(conditions, files, manifest)
      findings += checkGround(system, clauses, files, manifest)
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

  private func check(
    _ expected: [(name: String, text: String)], _ files: [String: String], _ manifest: Manifest
  ) -> [Finding] {
    var found: [Finding] = []
    var there: [(path: String, text: String)] = []
    var known: Set<Substring> = []
    for (index, condition) in expected.enumerated() {
      let path = Certificate.condition(index)
      guard let text = files[path] else {
        found.append(Finding(file: path, message: "'\(condition.name)' is missing"))
        continue
      }
      there.append((path, text))
      if manifest.titles[path] != condition.name {
        found.append(Finding(file: path, message: "it is not called '\(condition.name)'"))
      }
      found += differences(path, text, condition, &known)
    }
    let paths = Set(expected.indices.map(Certificate.condition))
    for path in files.keys.sorted() where path.hasPrefix("conditions/") && !paths.contains(path) {
      found.append(Finding(file: path, message: "no such condition is needed"))
    }
    return found + solve(there) + solveAgain(there)
  }

  /// A file may assert less than the condition: if that cannot hold, the whole cannot.
  ///
  /// What is known are assertions that are in the decidable fragment.
  private func differences(
    _ path: String, _ text: String, _ condition: (name: String, text: String),
    _ known: inout Set<Substring>
  ) -> [Finding] {
    func finding(_ message: String) -> [Finding] { [Finding(file: path, message: message)] }
    do throws(TextError) {
      let lines = condition.text.textLines
      if !Self.isPart(text.textLines, of: lines) {
        let found = try SMTLIBNormalForm(text, file: path)
        let expected = try SMTLIBNormalForm(condition.text, file: Certificate.model)
        if let excess = found.excess(over: expected) {
          return finding("'\(condition.name)' \(excess)")
        }
      }
      let new = lines.filter { !$0.hasPrefix("(assert ") || known.insert($0).inserted }
      let form = try SMTLIBNormalForm(new.joined(separator: "\n"), file: Certificate.model)
      guard let alternation = form.alternation else { return [] }
      return finding("an existential inside a universal: \(alternation)")
    } catch { return finding(error.description) }
  }

  /// Whether a text has only lines of another, in their order: each line is a command.
  private static func isPart(_ lines: [Substring], of all: [Substring]) -> Bool {
    var rest = all[...]
    for line in lines {
      guard let index = rest.firstIndex(of: line) else { return false }
      rest = rest[(index + 1)...]
    }
    return lines.last == "(check-sat)"
  }

  /// Asks Z3 for each condition, with a solver of its own.
  ///
  /// The context is shared, since making one takes longer than most answers.
  private func solve(_ conditions: [(path: String, text: String)]) -> [Finding] {
    let context = Context()
    var found: [Finding] = []
    for (path, text) in conditions {
      if shouldStop() {
        found.append(Finding(file: path, message: "not checked by Z3: stopped"))
        break
      }
      do throws(SMTError) {
        switch try answer(text, in: context) {
        case .unsatisfiable: break
        case .satisfiable: found.append(Finding(file: path, message: "Z3: this does not hold"))
        case .unknown(let reason):
          found.append(Finding(file: path, message: "Z3: unknown (\(reason))"))
        }
      } catch { found.append(Finding(file: path, message: "Z3: \(error.message)")) }
    }
    return found
  }

  /// The answer of the plain core, or of Z3's own choice where that has none.
  private func answer(_ text: String, in context: Context) throws(SMTError) -> CheckResult {
    var result = CheckResult.unknown(.timeout)
    for kind in [Solver.Kind.simple, .combined] {
      let solver = try Solver(kind, in: context)
      try solver.limit(resources: resources, milliseconds: nil)
      try solver.assert(smtlib: text)
      result = try solver.check()
      guard case .unknown = result else { break }
    }
    return result
  }

  /// Asks cvc5 for all conditions in one script.
  private func solveAgain(_ conditions: [(path: String, text: String)]) -> [Finding] {
    guard let cvc5, !conditions.isEmpty, !shouldStop() else { return [] }
    let script = conditions.map(\.text).joined(separator: "(reset)\n")
    let answers = cvc5(script).split(separator: "\n")
    guard answers.count == conditions.count else {
      let place = conditions[min(answers.count, conditions.count - 1)].path
      return [Finding(file: place, message: "cvc5: no answer (\(answers.last ?? "nothing"))")]
    }
    return zip(conditions, answers).filter { $1 != "unsat" }.map {
      Finding(file: $0.path, message: "cvc5: \($1 == "sat" ? "this does not hold" : "\($1)")")
    }
  }
}
