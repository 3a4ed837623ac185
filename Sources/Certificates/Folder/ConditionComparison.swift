import Relational

/// Compares the files of a certificate with the conditions that they should be.
///
/// A question may assert less than its condition: if that cannot hold, the whole cannot.
struct ConditionComparison {
  /// What conditions share, ready to be looked up.
  private struct Shared {
    let assertions: Set<String>
    let commands: DeclaringCommands
    let declarations: Set<String>

    init(_ shared: SharedAssertions) {
      assertions = Set(shared.commands)
      commands = DeclaringCommands(shared.declarations)
      declarations = Set(shared.declarations.commands)
    }
  }

  private var shared: [ObjectIdentifier: Shared] = [:]
  private var memo = NormalFormMemo()
  /// The assertions that are known to be in the decidable fragment.
  private var known: Set<String> = []

  /// A question as solvers get it.
  struct Asked: Hashable, Sendable {
    var text: String
    /// Whether each of its lines is one of the condition's: it then fits into a script with others.
    var isPart: Bool
  }

  /// What to ask, and what the question says that its condition does not; nil if nothing.
  ///
  /// A file declares at its head what any of its conditions uses; the declarations of their own
  /// are `declared`.
  mutating func asked(
    _ question: ConditionFile.Question, of file: ConditionFile, _ path: String,
    for condition: ConditionScript, declared: Set<String>
  ) -> (asked: Asked, problem: String?) {
    let lines = file.head + question.lines
    let shared = shared(condition.shared)
    let assertions = lines.filter {
      !shared.declarations.contains($0) && !declared.contains($0)
    }
    if assertions.allSatisfy({ shared.assertions.contains($0) || condition.own.contains($0) }) {
      let needed = NeededLines(
        assertions,
        declaredBy: [shared.commands, DeclaringCommands(condition.declarations)])
      if Set(lines).isSuperset(of: needed.declarations.commands) {
        return (Asked(text: needed.text, isPart: true), alternation(needed))
      }
    }
    let foreign = declared.subtracting(condition.declarations.commands)
      .subtracting(shared.declarations)
    let text = ConditionScript.text(
      "", ScriptDeclarations(), file.head.filter { !foreign.contains($0) } + question.lines)
    return (Asked(text: text, isPart: false), difference(text, path, condition))
  }

  private mutating func shared(_ assertions: SharedAssertions) -> Shared {
    let found = shared[ObjectIdentifier(assertions)] ?? Shared(assertions)
    shared[ObjectIdentifier(assertions)] = found
    return found
  }

  private func difference(
    _ text: String, _ path: String, _ condition: ConditionScript
  ) -> String? {
    do throws(TextError) {
      let found = try SMTLIBNormalForm(text, file: path)
      let expected = try SMTLIBNormalForm(condition.text, file: Certificate.model)
      return found.excess(over: expected)
        ?? found.alternation.map { "has an existential inside a universal: \($0)" }
    } catch { return "cannot be read: \(error.description)" }
  }

  private mutating func alternation(_ question: NeededLines) -> String? {
    var new = question
    new.assertions = question.assertions.filter { known.insert($0).inserted }
    guard !new.assertions.isEmpty else { return nil }
    do throws(TextError) {
      return try SMTLIBNormalForm(new.text, file: Certificate.model, &memo).alternation
        .map { "has an existential inside a universal: \($0)" }
    } catch { return "cannot be read: \(error.description)" }
  }
}
