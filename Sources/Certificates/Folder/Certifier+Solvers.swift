import Relational
import SMT
import TransitionSystem

/// What solvers have accepted, so that nobody asks them the same twice: the conditions of one
/// design's properties are the same in most cases.
package actor AcceptedQuestions {
  private var texts: [Certifier.SolverName: Set<String>] = [:]

  package init() {}

  func open(_ questions: [String], _ solver: Certifier.SolverName) -> Set<String> {
    Set(questions).subtracting(texts[solver] ?? [])
  }

  func note(_ questions: some Sequence<String>, _ solver: Certifier.SolverName) {
    texts[solver, default: []].formUnion(questions)
  }
}

/// Solvers.
extension Certifier {
  enum SolverName: String, Hashable, Sendable {
    case z3 = "Z3"
    case cvc5
  }

  /// What Z3 says of all, and then what cvc5 does; all of them work at the same time.
  func solved(_ questions: [CertificateQuestion]) async -> [Finding] {
    async let first = solved(questions, .z3)
    async let second = cvc5 == nil ? [] : solved(questions, .cvc5)
    return await first + second
  }

  /// Questions that a solver gets at once: starting cvc5 takes as long as some twenty of them, and
  /// in long scripts it gets slow.
  private static let batch = 200

  /// What one solver says of questions that it was not asked before.
  private func solved(
    _ questions: [CertificateQuestion], _ solver: SolverName
  ) async -> [Finding] {
    var open = await accepted.open(questions.map(\.asked.text), solver)
    let new = questions.filter { open.remove($0.asked.text) != nil }
    let size = max(1, min(Self.batch, (new.count + threads - 1) / threads))
    let parts = stride(from: 0, to: new.count, by: size).map {
      new[$0..<min($0 + size, new.count)]
    }
    let answers = await inParallel(parts, atMost: threads) { part in
      solver == .z3 ? byZ3(part) : byCVC5(part)
    }
    let messages = answers.joined().reduce(into: [String: String]()) { $0[$1.text] = $1.message }
    await accepted.note(new.lazy.map(\.asked.text).filter { messages[$0] == nil }, solver)
    return questions.compactMap { question in
      messages[question.asked.text].map {
        Finding(file: question.path, message: "'\(question.name)': \(solver.rawValue): \($0)")
      }
    }
  }

  /// Why a question is not decided.
  private typealias Refusal = (text: String, message: String)

  /// Asks Z3 each question, from nothing.
  ///
  /// Solver and context are shared, since making one takes longer than most answers.
  private func byZ3(_ questions: ArraySlice<CertificateQuestion>) -> [Refusal] {
    var found: [Refusal] = []
    func all(_ message: String) -> [Refusal] { questions.map { ($0.asked.text, message) } }
    do throws(SMTError) {
      let solver = try Solver(.simple, in: Context())
      try solver.limit(resources: resources, milliseconds: nil)
      for text in questions.lazy.map(\.asked.text) {
        if shouldStop() { return all("not checked: stopped") }
        do throws(SMTError) {
          switch try answer(text, solver) {
          case .unsatisfiable: break
          case .satisfiable: found.append((text, "this does not hold"))
          case .unknown(let reason): found.append((text, "unknown (\(reason))"))
          }
        } catch { found.append((text, error.message)) }
      }
    } catch { return all(error.message) }
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

  /// Asks cvc5 each question: many in one script, and once more alone where it says anything but
  /// that the condition holds.
  private func byCVC5(_ questions: ArraySlice<CertificateQuestion>) -> [Refusal] {
    guard let cvc5 else { return [] }
    var found: [Refusal] = []
    func askAlone(_ text: String) {
      let answer = cvc5(text).split(separator: "\n").joined(separator: " ")
      guard answer != "unsat" else { return }
      let words = ["sat": "this does not hold", "": "no answer"][answer] ?? answer
      found.append((text, words))
    }
    func isStopped() -> Bool {
      if shouldStop() { found = questions.map { ($0.asked.text, "not checked: stopped") } }
      return shouldStop()
    }
    if isStopped() { return found }
    let parts = questions.filter(\.asked.isPart).map(\.asked.text)
    let answers =
      parts.isEmpty ? [] : cvc5(QuestionBatch.script(of: parts)).split(separator: "\n")
    for (index, text) in parts.enumerated()
    where answers.count != parts.count || answers[index] != "unsat" {
      if isStopped() { return found }
      askAlone(text)
    }
    for question in questions where !question.asked.isPart {
      if isStopped() { return found }
      askAlone(question.asked.text)
    }
    return found
  }
}

/// Questions one after another in one script.
enum QuestionBatch {
  /// Sorts and relations, which are the same in all conditions of a model, are declared once; what
  /// a text says besides is undone after its question.
  static func script(of texts: [String]) -> String {
    var known: Set<Substring> = []
    var (sorts, relations, questions): ([Substring], [Substring], [Substring]) = ([], [], [])
    for text in texts {
      questions.append("(push 1)")
      for line in text.textLines where !line.hasPrefix(";") && line != ConditionScript.logic {
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
    let parts: [[Substring]] = [[ConditionScript.logic[...]], sorts, relations, questions, [""]]
    return parts.joined().joined(separator: "\n")
  }
}
