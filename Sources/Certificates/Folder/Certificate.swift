package import Relational
import SMT
import TransitionSystem

/// The files of a proof: a model, an invariant, and what an independent checker needs.
package struct Certificate: Hashable, Sendable {
  /// The texts by their paths in the folder.
  package var files: [String: String]

  package init(files: [String: String]) { self.files = files }

  package static let model = "model.txt"
  package static let invariant = "invariant.txt"

  static func condition(_ index: Int) -> String { "conditions/\(padded(index + 1)).smt2" }
  static func formula(_ index: Int) -> String { "ground/\(padded(index + 1)).cnf" }
  static func proof(_ index: Int) -> String { "ground/\(padded(index + 1)).drup" }

  private static func padded(_ number: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Why no certificate was made.
package struct CertificateError: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// Puts a certificate together.
package struct CertificateBuilder {
  package var system: RelationalSystem
  package var invariant: [Clause]
  package var subject: CertificateSubject
  package var tools: [String: String] = [:]
  /// Conditions that other code derived, to be compared with and stored.
  package var conditions: [(name: String, text: String)]?
  /// The DRUP proof of a DIMACS text; nil where there is no program that gives one.
  package var prove: ((_ dimacs: String) throws(CertificateError) -> String)?
  /// What Z3 may spend on choosing instances for one ground question.
  package var resources: UInt32 = 50_000_000

  package init(system: RelationalSystem, invariant: [Clause], subject: CertificateSubject) {
    self.system = system
    self.invariant = invariant
    self.subject = subject
  }

  /// All files, the manifest included.
  ///
  /// - Throws: `CertificateError` that says which part cannot be made.
  package func certificate() throws(CertificateError) -> Certificate {
    var files: [String: String] = [:]
    var titles: [String: String] = [:]
    let model = try rethrowing { () throws(TextError) in try ModelText.checked(system) }
    let clauses = ClauseText(sorts: system.sorts).invariant(invariant)
    files[Certificate.model] = model
    files[Certificate.invariant] = clauses
    let context = Context()
    let conditions = try translatedTwice(model: model, invariant: clauses).map {
      (name: $0.name, text: ConditionCore.shrunk($0.text, in: context, resources: resources))
    }
    for (index, condition) in conditions.enumerated() {
      files[Certificate.condition(index)] = condition.text
      titles[Certificate.condition(index)] = condition.name
    }
    var notes: [String] = []
    var instances = 0
    if prove == nil {
      notes.append("no ground instances: the program cadical is not installed")
    } else {
      instances = try addGroundInstances(to: &files, titles: &titles)
    }
    let manifest = Manifest(
      subject: subject, tools: tools,
      sizes: [
        "clauses": invariant.count, "conditions": conditions.count,
        "ground instances": instances, "actions": system.actions.count,
        "relations": system.relations.count,
      ],
      notes: notes, files: files.mapValues(SHA256.digest(of:)), titles: titles)
    files[Manifest.name] = manifest.json
    return Certificate(files: files)
  }

  /// The conditions, if both translations agree.
  private func translatedTwice(
    model: String, invariant: String
  ) throws(CertificateError) -> [(name: String, text: String)] {
    let second = try rethrowing { () throws(TextError) in
      try SecondTranslation.conditions(model: model, invariant: invariant)
    }
    guard let conditions else { return second }
    let differences = TranslationComparison.differences(conditions, second)
    guard differences.isEmpty else {
      throw CertificateError("the translations differ: " + differences.joined(separator: "; "))
    }
    return second
  }

  private func addGroundInstances(
    to files: inout [String: String], titles: inout [String: String]
  ) throws(CertificateError) -> Int {
    guard let prove else { return 0 }
    let questions = try rethrowing { () throws(CutoffError) in
      try GroundQuestion.all(system, invariant)
    }
    for (index, question) in questions.enumerated() {
      let instance = try rethrowing { () throws(CutoffError) in try GroundInstance(question) }
      let answer = try rethrowing { () throws(SMTError) in
        try instance.answer(resources: resources)
      }
      switch answer {
      case .impossible(let decided):
        let dimacs = decided.dimacs
        let proof = try prove(dimacs)
        try rethrowing { () throws(TextError) in
          try RUPChecker.check(
            dimacs: dimacs, proof: proof, dimacsFile: Certificate.formula(index),
            proofFile: Certificate.proof(index))
        }
        files[Certificate.formula(index)] = dimacs
        files[Certificate.proof(index)] = proof
        titles[Certificate.formula(index)] = question.name
      case .possible:
        throw CertificateError("'\(question.name)' breaks the invariant at its cutoff sizes")
      case .unknown(let reason):
        throw CertificateError("'\(question.name)' at its cutoff sizes: unknown (\(reason))")
      }
    }
    return questions.count
  }

  private func rethrowing<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(CertificateError) -> Value {
    do throws(Failure) { return try body() } catch { throw CertificateError(Self.text(error)) }
  }

  private static func text(_ error: any Error) -> String {
    switch error {
    case let error as TextError: error.description
    case let error as CutoffError: error.description
    case let error as SMTError: error.message
    default: "\(error)"
    }
  }
}
