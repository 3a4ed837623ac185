import Relational

/// Compares the files of a certificate with the conditions that they should be.
///
/// A file may assert less than its condition: if that cannot hold, the whole cannot.
struct ConditionComparison {
  private var lines: [ObjectIdentifier: Set<String>] = [:]
  private var memo = NormalFormMemo()
  /// The assertions that are known to be in the decidable fragment.
  private var known: Set<String> = []

  /// Whether a text has only lines of the condition, and ends with the question.
  mutating func isPart(_ text: String, of condition: ConditionScript) -> Bool {
    let found = text.textLines
    guard found.count > 2, found.first == "; \(condition.comment)", found[1] == "(set-logic UF)",
      found.last == "(check-sat)"
    else { return false }
    let shared = lines[ObjectIdentifier(condition.shared)] ?? Set(condition.shared.commands)
    lines[ObjectIdentifier(condition.shared)] = shared
    return found[2..<(found.count - 1)].allSatisfy { line in
      let line = String(line)
      return line.hasPrefix("(declare-")
        ? condition.declarations.contains(line)
        : condition.own.contains(line) || shared.contains(line)
    }
  }

  /// What is wrong with a file; nil if nothing is.
  mutating func problem(
    _ text: String, _ path: String, _ condition: ConditionScript, isPart: Bool
  ) -> String? {
    do throws(TextError) {
      if !isPart {
        let found = try SMTLIBNormalForm(text, file: path)
        let expected = try SMTLIBNormalForm(condition.text, file: Certificate.model)
        if let excess = found.excess(over: expected) { return "'\(condition.name)' \(excess)" }
      }
      return try alternation(condition).map { "an existential inside a universal: \($0)" }
    } catch { return error.description }
  }

  private mutating func alternation(
    _ condition: ConditionScript
  ) throws(TextError) -> String? {
    let isNew = memo.isNew(condition.shared)
    let candidates = isNew ? condition.assertions : condition.own
    var new = condition
    new.shared = SharedAssertions([])
    new.own = candidates.filter { known.insert($0).inserted }
    return try SMTLIBNormalForm(new.text, file: Certificate.model, &memo).alternation
  }
}
