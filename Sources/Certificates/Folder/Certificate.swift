package import Relational
import TransitionSystem

/// The files of a proof: a model, an invariant, and what an independent checker needs.
package struct Certificate: Hashable, Sendable {
  /// The texts by their paths in the folder.
  package var files: [String: String]

  package init(files: [String: String]) { self.files = files }

  package static let model = "model.txt"
  package static let invariant = "invariant.txt"

  /// The file of the conditions of a subject.
  static func conditions(_ subject: ConditionSubject) -> String {
    let name =
      switch subject {
      case .clause(let number): "clause-\(padded(number))"
      case .totality(let number): "totality-\(padded(number))"
      case .initially, .checks, .goals: subject.title
      }
    return "conditions/\(name).smt2"
  }

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

  static let stopped = CertificateError("it was stopped")
}

/// Puts a certificate together.
package struct CertificateBuilder: Sendable {
  package var system: RelationalSystem
  package var invariant: [Clause]
  package var subject: CertificateSubject
  package var tools: [String: String] = [:]
  /// Conditions that other code derived, to be compared with and stored.
  package var conditions: [ConditionScript]?
  /// The DRUP proof of a DIMACS text; nil where there is no program that gives one.
  package var prove: (@Sendable (_ dimacs: String) throws(CertificateError) -> String)?
  /// How many solvers work side by side.
  package var threads = 1
  /// Whether to stop; asked before each piece of work.
  package var shouldStop: @Sendable () -> Bool = { false }
  /// What Z3 may spend on one condition.
  package var resources: UInt32 = 50_000_000

  package init(system: RelationalSystem, invariant: [Clause], subject: CertificateSubject) {
    self.system = system
    self.invariant = invariant
    self.subject = subject
  }

  /// All files, the manifest included.
  ///
  /// - Throws: `CertificateError` that says which part cannot be made.
  package func certificate() async throws(CertificateError) -> Certificate {
    var files: [String: String] = [:]
    var titles: [String: String] = [:]
    let model = try rethrowing { () throws(TextError) in try ModelText.checked(system) }
    let clauses = ClauseText(sorts: system.sorts).invariant(invariant)
    files[Certificate.model] = model
    files[Certificate.invariant] = clauses
    let conditions = try translatedTwice(model: model, invariant: clauses)
    let needed = try await shrunk(conditions)
    var questions = 0
    for file in Self.files(conditions, needed) {
      files[file.path] = file.content.text
      titles[file.path] = file.content.title
      questions += file.content.questions.count
    }
    var notes: [String] = []
    var instances = 0
    if prove == nil {
      notes.append("no ground instances: the program cadical is not installed")
    } else {
      instances = try await addGroundInstances(to: &files, titles: &titles)
    }
    let manifest = Manifest(
      subject: subject, tools: tools,
      sizes: [
        "clauses": invariant.count, "conditions": conditions.count, "questions": questions,
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
  ) throws(CertificateError) -> [ConditionScript] {
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

  /// What is needed of the conditions.
  private func shrunk(
    _ conditions: [ConditionScript]
  ) async throws(CertificateError) -> [NeededLines] {
    let core = ConditionCore(resources: resources)
    let needed = await inParallel(conditions.batches, atMost: threads) { batch in
      shouldStop() ? [] : core.needed(by: batch)
    }.joined()
    guard needed.count == conditions.count else { throw CertificateError.stopped }
    return Array(needed)
  }

  /// The conditions of each subject as a file.
  private static func files(
    _ conditions: [ConditionScript], _ needed: [NeededLines]
  ) -> [(path: String, content: ConditionFile)] {
    Dictionary(grouping: zip(conditions, needed)) { $0.0.subject }.map { subject, members in
      let content = ConditionFile(
        subject.title, members.map { ($0.comment, $1) }, assuming: members[0].0.shared)
      return (Certificate.conditions(subject), content)
    }
  }

  private func addGroundInstances(
    to files: inout [String: String], titles: inout [String: String]
  ) async throws(CertificateError) -> Int {
    let questions = try rethrowing { () throws(CutoffError) in
      try GroundQuestion.all(system, invariant)
    }
    let numbered = Array(questions.enumerated())
    let found = await inParallel(numbered, atMost: threads) { index, question in
      Result { () throws(CertificateError) in try instance(of: question, index) }
    }
    for (index, (question, result)) in zip(questions, found).enumerated() {
      let (dimacs, proof) = try result.get()
      files[Certificate.formula(index)] = dimacs
      files[Certificate.proof(index)] = proof
      titles[Certificate.formula(index)] = question.name
    }
    return questions.count
  }

  /// The formula of a question at its cutoff sizes, and its proof.
  private func instance(
    of question: GroundQuestion, _ index: Int
  ) throws(CertificateError) -> (dimacs: String, proof: String) {
    guard let prove, !shouldStop() else { throw CertificateError.stopped }
    let instance = try rethrowing { () throws(CutoffError) in try GroundInstance(question) }
    switch instance.answer() {
    case .impossible(let decided):
      let dimacs = decided.dimacs
      let proof = try prove(dimacs)
      try rethrowing { () throws(TextError) in
        try RUPChecker.check(
          dimacs: dimacs, proof: proof, dimacsFile: Certificate.formula(index),
          proofFile: Certificate.proof(index))
      }
      return (dimacs, proof)
    case .possible:
      throw CertificateError("'\(question.name)' breaks the invariant at its cutoff sizes")
    case .unknown(let reason):
      throw CertificateError("'\(question.name)' at its cutoff sizes: unknown (\(reason))")
    }
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
    default: "\(error)"
    }
  }
}

extension ConditionSubject {
  /// What a file of such conditions is called.
  var title: String {
    switch self {
    case .initially: "initially"
    case .clause(let number): "clause \(number)"
    case .totality(let number): "totality \(number)"
    case .checks: "checks"
    case .goals: "goals"
    }
  }
}

extension [ConditionScript] {
  /// Those that stand together and have most in common: a solver takes them one after another.
  fileprivate var batches: [ArraySlice<ConditionScript>] {
    var batches: [ArraySlice<ConditionScript>] = []
    var start = startIndex
    while start < endIndex {
      let (first, limit) = (self[start], Swift.min(start + 100, endIndex))
      let end = self[start..<limit].firstIndex { $0.shared !== first.shared } ?? limit
      batches.append(self[start..<end])
      start = end
    }
    return batches
  }
}
