import Relational

/// A question of a certificate, and where it stands.
struct CertificateQuestion: Sendable {
  var path: String
  /// The first of the conditions that it decides.
  var name: String
  var asked: ConditionComparison.Asked
}

/// Conditions: each is what it should be, and each holds.
extension Certifier {
  func check(
    _ expected: [ConditionScript], _ files: [String: String], _ manifest: Manifest
  ) async -> [Finding] {
    var found: [Finding] = []
    var questions: [CertificateQuestion] = []
    var comparison = ConditionComparison()
    let subjects = Dictionary(grouping: expected) { Certificate.conditions($0.subject) }
    for (path, conditions) in subjects.sorted(by: { $0.key < $1.key }) {
      guard let text = files[path] else {
        found.append(Finding(file: path, message: "'\(conditions[0].name)' is missing"))
        continue
      }
      if manifest.titles[path] != conditions[0].subject.title {
        found.append(
          Finding(file: path, message: "it is not called '\(conditions[0].subject.title)'"))
      }
      do throws(TextError) {
        let file = try ConditionFile.read(text, file: path)
        found += compare(file, path, conditions, &comparison, &questions)
      } catch { found.append(Finding(file: path, message: error.description)) }
    }
    for path in files.keys.sorted() where path.hasPrefix("conditions/") && subjects[path] == nil {
      found.append(Finding(file: path, message: "no such conditions are needed"))
    }
    return found + (await solved(questions))
  }

  /// What is wrong with a file; its questions are added to the others.
  private func compare(
    _ file: ConditionFile, _ path: String, _ conditions: [ConditionScript],
    _ comparison: inout ConditionComparison, _ questions: inout [CertificateQuestion]
  ) -> [Finding] {
    var messages: [String] = []
    var missing: [String: ConditionScript] = [:]
    for condition in conditions { missing[condition.comment] = condition }
    let declared = Set(conditions.flatMap(\.declarations.commands))
    for question in file.questions {
      if question.names.isEmpty { messages.append("a question for no condition") }
      var texts: Set<ConditionComparison.Asked> = []
      for name in question.names {
        guard let condition = missing.removeValue(forKey: name) else {
          messages.append("'\(name)' is there twice or is not needed")
          continue
        }
        let (asked, problem) = comparison.asked(
          question, of: file, path, for: condition, declared: declared)
        if let problem { messages.append("'\(condition.name)' \(problem)") }
        if texts.insert(asked).inserted {
          questions.append(
            CertificateQuestion(path: path, name: condition.name, asked: asked))
        }
      }
    }
    messages += missing.values.map(\.name).sorted().map { "'\($0)' is missing" }
    return messages.map { Finding(file: path, message: $0) }
  }
}
