/// A verification condition as the commands of an SMT-LIB 2 text, which a solver answers with
/// `unsat` if the condition holds.
///
/// The thousands of conditions of one proof differ in a few assertions. What they have in common is
/// made once, and told apart by identity, so that nobody has to read or compare it twice.
package struct ConditionScript: Hashable, Sendable {
  package var name: String
  /// The name in the characters that a comment may have.
  package var comment: String
  /// The commands that declare what the assertions use, sorts first.
  package var declarations: [String]
  package var shared: SharedAssertions
  /// The assertions of this condition alone, as commands.
  package var own: [String]

  package init(
    name: String, comment: String, declarations: [String], shared: SharedAssertions,
    own: [String]
  ) {
    self.name = name
    self.comment = comment
    self.declarations = declarations
    self.shared = shared
    self.own = own
  }

  package var assertions: [String] { shared.commands + own }

  /// The whole text, a command a line.
  package var text: String { text(shared.commands) }

  /// The text without what conditions share.
  package var ownText: String { text([]) }

  private func text(_ shared: [String]) -> String {
    let (head, end) = (["; \(comment)", "(set-logic UF)"], ["(check-sat)", ""])
    let parts = [head, declarations, shared, own, end]
    return parts.joined().joined(separator: "\n")
  }
}

/// Assertions that many conditions begin with, as commands.
package final class SharedAssertions: Sendable {
  package let commands: [String]

  package init(_ commands: [String]) { self.commands = commands }
}

extension SharedAssertions: Hashable {
  package static func == (left: SharedAssertions, right: SharedAssertions) -> Bool {
    left === right || left.commands == right.commands
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(commands) }
}
