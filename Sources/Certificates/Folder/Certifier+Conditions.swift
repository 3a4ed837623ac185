import Relational
import SMT

/// A condition of a certificate as its file has it.
struct ConditionFile: Sendable {
  var path: String
  var text: String
  /// Whether each of its lines is one of the condition's: it then fits into a script with others.
  var isPart: Bool
}

/// Conditions: each is what it should be, and each holds.
extension Certifier {
  func check(
    _ expected: [ConditionScript], _ files: [String: String], _ manifest: Manifest
  ) async -> [Finding] {
    var found: [Finding] = []
    var there: [ConditionFile] = []
    var comparison = ConditionComparison()
    for (index, condition) in expected.enumerated() {
      let path = Certificate.condition(index)
      guard let text = files[path] else {
        found.append(Finding(file: path, message: "'\(condition.name)' is missing"))
        continue
      }
      if manifest.titles[path] != condition.name {
        found.append(Finding(file: path, message: "it is not called '\(condition.name)'"))
      }
      let isPart = comparison.isPart(text, of: condition)
      if let problem = comparison.problem(text, path, condition, isPart: isPart) {
        found.append(Finding(file: path, message: problem))
      }
      there.append(ConditionFile(path: path, text: text, isPart: isPart))
    }
    let paths = Set(expected.indices.map(Certificate.condition))
    for path in files.keys.sorted() where path.hasPrefix("conditions/") && !paths.contains(path) {
      found.append(Finding(file: path, message: "no such condition is needed"))
    }
    return found + (await solved(there))
  }

  /// What Z3 says of all, and then what cvc5 does; all of them work at the same time.
  private func solved(_ conditions: [ConditionFile]) async -> [Finding] {
    let size = max(1, (conditions.count + threads - 1) / threads)
    let parts = stride(from: 0, to: conditions.count, by: size).map {
      conditions[$0..<min($0 + size, conditions.count)]
    }
    return await withTaskGroup(of: (Int, [Finding]).self) { group in
      for (index, part) in parts.enumerated() {
        group.addTask { (index, byZ3(part)) }
        group.addTask { (parts.count + index, byCVC5(part)) }
      }
      var found: [[Finding]] = Array(repeating: [], count: 2 * parts.count)
      for await (index, findings) in group { found[index] = findings }
      return Array(found.joined())
    }
  }

  /// Asks Z3 for each condition, from nothing.
  ///
  /// Solver and context are shared, since making one takes longer than most answers.
  private func byZ3(_ conditions: ArraySlice<ConditionFile>) -> [Finding] {
    var found: [Finding] = []
    func note(_ file: ConditionFile, _ message: String) {
      found.append(Finding(file: file.path, message: message))
    }
    for batch in conditions.batches {
      if shouldStop() {
        note(batch[batch.startIndex], "not checked by Z3: stopped")
        break
      }
      do throws(SMTError) {
        let solver = try Solver(.simple, in: Context())
        try solver.limit(resources: resources, milliseconds: nil)
        for file in batch {
          do throws(SMTError) {
            switch try answer(file.text, solver) {
            case .unsatisfiable: break
            case .satisfiable: note(file, "Z3: this does not hold")
            case .unknown(let reason): note(file, "Z3: unknown (\(reason))")
            }
          } catch { note(file, "Z3: \(error.message)") }
        }
      } catch { note(batch[batch.startIndex], "Z3: \(error.message)") }
    }
    return found
  }

  /// The answer of the plain core, or of Z3's own choice where that has none.
  private func answer(
    _ text: String, _ solver: borrowing Solver
  ) throws(SMTError) -> CheckResult {
    try solver.push()
    let result: Result<CheckResult, SMTError>
    do throws(SMTError) {
      try solver.assert(smtlib: text)
      result = .success(try solver.check())
    } catch { result = .failure(error) }
    try solver.pop()
    guard case .unknown = try result.get() else { return try result.get() }
    let other = try Solver(.combined, in: Context())
    try other.limit(resources: resources, milliseconds: nil)
    try other.assert(smtlib: text)
    return try other.check()
  }

  /// Asks cvc5 for each condition: many in one script, and once more alone where it says anything
  /// but that the condition holds.
  private func byCVC5(_ conditions: ArraySlice<ConditionFile>) -> [Finding] {
    guard let cvc5 else { return [] }
    var found: [Finding] = []
    func askAlone(_ file: ConditionFile) {
      let answer = cvc5(file.text).split(separator: "\n").joined(separator: " ")
      guard answer != "unsat" else { return }
      let words = ["sat": "this does not hold", "": "no answer"][answer] ?? answer
      found.append(Finding(file: file.path, message: "cvc5: \(words)"))
    }
    for batch in conditions.filter(\.isPart)[...].batches where !shouldStop() {
      let answers = cvc5(ConditionBatch.script(of: batch)).split(separator: "\n")
      for (index, file) in batch.enumerated()
      where answers.count != batch.count || answers[index] != "unsat" {
        if shouldStop() { break }
        askAlone(file)
      }
    }
    for file in conditions where !file.isPart && !shouldStop() { askAlone(file) }
    return found
  }
}

extension ArraySlice<ConditionFile> {
  /// As many as a solver is given at once; in between it may be stopped.
  fileprivate var batches: [ArraySlice<ConditionFile>] {
    stride(from: startIndex, to: endIndex, by: 200).map { self[$0..<Swift.min($0 + 200, endIndex)] }
  }
}

/// Conditions one after another in one script.
enum ConditionBatch {
  /// Sorts and relations, which are the same in all conditions of a model, are declared once; what
  /// a file says besides is undone after its question.
  static func script(of files: ArraySlice<ConditionFile>) -> String {
    var known: Set<Substring> = []
    var (sorts, relations, questions): ([Substring], [Substring], [Substring]) = ([], [], [])
    for file in files {
      questions.append("(push 1)")
      for line in file.text.textLines where !line.hasPrefix(";") && line != "(set-logic UF)" {
        if line.hasPrefix("(declare-sort ") {
          if known.insert(line).inserted { sorts.append(line) }
        } else if line.hasPrefix("(declare-fun |r:") {
          if known.insert(line).inserted { relations.append(line) }
        } else {
          questions.append(line)
        }
      }
      questions.append("(pop 1)")
    }
    let parts: [[Substring]] = [["(set-logic UF)"], sorts, relations, questions, [""]]
    return parts.joined().joined(separator: "\n")
  }
}
