/// A verification condition as the commands of an SMT-LIB 2 text, which a solver answers with
/// `unsat` if the condition holds.
///
/// The thousands of conditions of one proof differ in a few assertions. What they have in common is
/// made once, and told apart by identity, so that nobody has to read or compare it twice.
package struct ConditionScript: Hashable, Sendable {
  package var name: String
  /// The name in the characters that a comment may have.
  package var comment: String
  package var subject: ConditionSubject
  package var shared: SharedAssertions
  /// What the assertions of this condition alone use, declared by others or not.
  package var declarations: ScriptDeclarations
  /// The assertions of this condition alone, as commands.
  package var own: [String]

  package init(
    name: String, comment: String, subject: ConditionSubject, shared: SharedAssertions,
    declarations: ScriptDeclarations, own: [String]
  ) {
    self.name = name
    self.comment = comment
    self.subject = subject
    self.shared = shared
    self.declarations = declarations
    self.own = own
  }

  package var assertions: [String] { shared.commands + own }

  /// The whole text, a command a line.
  package var text: String {
    let all = shared.declarations.adding(declarations)
    return Self.text(comment, all, shared.commands + own)
  }

  /// The text without what conditions share.
  package var ownText: String { Self.text(comment, declarations, own) }

  /// The command with which a text begins.
  package static let logic = "(set-logic UF)"

  /// The text of a question, a command a line.
  package static func text(
    _ comment: String, _ declarations: ScriptDeclarations, _ assertions: [String]
  ) -> String {
    let (head, end) = (["; \(comment)", logic], ["(check-sat)", ""])
    return (head + declarations.commands + assertions + end).joined(separator: "\n")
  }
}

/// What a condition is about; the conditions of one subject stand together.
package enum ConditionSubject: Hashable, Sendable {
  /// All that is to hold at first.
  case initially
  /// That steps keep a clause; the number is its position, counted from 1.
  case clause(Int)
  case totality(Int)
  /// What actions check.
  case checks
  case goals
}

/// The commands that declare what assertions use.
package struct ScriptDeclarations: Hashable, Sendable {
  package var sorts: [String]
  package var functions: [String]

  package init(sorts: [String] = [], functions: [String] = []) {
    self.sorts = sorts
    self.functions = functions
  }

  package var commands: [String] { sorts + functions }

  /// These, and the others that are not among them.
  package func adding(_ others: ScriptDeclarations) -> ScriptDeclarations {
    let (knownSorts, knownFunctions) = (Set(sorts), Set(functions))
    return ScriptDeclarations(
      sorts: sorts + others.sorts.filter { !knownSorts.contains($0) },
      functions: functions + others.functions.filter { !knownFunctions.contains($0) })
  }
}

/// Assertions that many conditions begin with, as commands.
package final class SharedAssertions: Sendable {
  package let declarations: ScriptDeclarations
  package let commands: [String]

  package init(_ declarations: ScriptDeclarations = ScriptDeclarations(), _ commands: [String] = [])
  {
    self.declarations = declarations
    self.commands = commands
  }

  /// The text of these alone.
  package var text: String { ConditionScript.text("shared", declarations, commands) }
}

extension SharedAssertions: Hashable {
  package static func == (left: SharedAssertions, right: SharedAssertions) -> Bool {
    left === right
      || (left.commands == right.commands && left.declarations == right.declarations)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(commands) }
}
