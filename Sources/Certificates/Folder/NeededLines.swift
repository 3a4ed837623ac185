import Relational

/// The part of a condition that cannot hold, with the declarations of what it uses.
struct NeededLines: Hashable, Sendable {
  var declarations: ScriptDeclarations
  /// Sorted.
  var assertions: [String]

  /// Assertions, and of the commands those that declare what they use.
  init(_ assertions: [String], declaredBy commands: [DeclaringCommands]) {
    self.assertions = assertions.sorted()
    var symbols = assertions.reduce(into: Set<Substring>()) { $0.formUnion($1.barredSymbols) }
    func declared(_ place: KeyPath<DeclaringCommands, [Substring: String]>) -> [String] {
      symbols.compactMap { symbol in
        commands.lazy.compactMap { $0[keyPath: place][symbol] }.first
      }.sorted()
    }
    let functions = declared(\.functions)
    for command in functions { symbols.formUnion(command.barredSymbols) }
    declarations = ScriptDeclarations(sorts: declared(\.sorts), functions: functions)
  }

  /// All that a condition asserts.
  init(_ condition: ConditionScript) {
    self.init(
      condition.assertions,
      declaredBy: [
        DeclaringCommands(condition.shared.declarations), DeclaringCommands(condition.declarations),
      ])
  }

  /// A text of its own, which is the same wherever the question is asked.
  var text: String { ConditionScript.text("", declarations, assertions) }
}

/// Declarations by what they declare.
struct DeclaringCommands {
  let sorts: [Substring: String]
  let functions: [Substring: String]

  init(_ declarations: ScriptDeclarations) {
    func bySymbol(_ commands: [String]) -> [Substring: String] {
      commands.reduce(into: [:]) { $0[$1.barredSymbols.first ?? ""] = $1 }
    }
    sorts = bySymbol(declarations.sorts)
    functions = bySymbol(declarations.functions)
  }
}
