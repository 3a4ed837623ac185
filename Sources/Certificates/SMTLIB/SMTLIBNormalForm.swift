import Relational

/// What a condition says, whatever way it is written.
///
/// Two texts have the same normal form if they differ only in the names of bound variables, in the
/// order and nesting of conjunctions and disjunctions, and in how negation, `=>`, `ite` and
/// `distinct` are spelled.
package struct SMTLIBNormalForm: Hashable, Sendable {
  package var sorts: Set<String>
  /// The sorts of each function's places and of its value.
  package var functions: [String: [String]]
  package var assertions: Set<String>
  /// The first existential inside a universal, which no condition of the fragment has.
  package var alternation: String?

  /// - Throws: `TextError` for what is no condition: unknown commands, undeclared names, wrong
  ///   sorts.
  package init(_ text: String, file: String) throws(TextError) {
    self.init()
    var commands = try SExpression.all(in: text, file: file)
    func wrong(_ message: String) -> TextError {
      TextError(message, file: file, text: Array(text.utf8), at: 0)
    }
    guard let first = commands.first, first == .list([.symbol("set-logic"), .symbol("UF")]) else {
      throw wrong("a condition begins with (set-logic UF)")
    }
    guard commands.last == .list([.symbol("check-sat")]) else {
      throw wrong("a condition ends with (check-sat)")
    }
    commands = Array(commands.dropFirst().dropLast())
    for command in commands {
      if let message = add(command) { throw wrong(message) }
    }
  }

  /// The normal form of a text whose lines are commands, with the help of earlier ones.
  ///
  /// Conditions of one certificate share most of their assertions. Where a line is no command of
  /// its own, the text is read as a whole.
  init(_ text: String, file: String, _ memo: inout NormalFormMemo) throws(TextError) {
    let lines = text.textLines.filter { !$0.hasPrefix(";") }
    guard lines.first == "(set-logic UF)", lines.last == "(check-sat)" else {
      self = try SMTLIBNormalForm(text, file: file)
      return
    }
    self.init()
    for line in lines.dropFirst().dropLast() {
      if let known = memo.assertion(line, sorts, functions) {
        assertions.formUnion(known.assertions)
        if alternation == nil { alternation = known.alternation }
        continue
      }
      if line.hasPrefix("(declare-"), let command = memo.command(line) {
        guard add(command) == nil else {
          self = try SMTLIBNormalForm(text, file: file)
          return
        }
        continue
      }
      var alone = SMTLIBNormalForm()
      (alone.sorts, alone.functions) = (sorts, functions)
      guard let command = memo.command(line), alone.add(command) == nil else {
        self = try SMTLIBNormalForm(text, file: file)
        return
      }
      memo.note(line, command, sorts, functions, alone)
      (sorts, functions) = (alone.sorts, alone.functions)
      assertions.formUnion(alone.assertions)
      if alternation == nil { alternation = alone.alternation }
    }
  }

  private init() {
    sorts = []
    functions = [:]
    assertions = []
  }

  /// What is wrong with the command, if anything.
  private mutating func add(_ command: SExpression) -> String? {
    let parts = command.list ?? []
    switch (parts.first?.symbol, parts.count) {
    case ("declare-sort", 3):
      guard let name = parts[1].symbol, parts[2] == .symbol("0"), name != "Bool",
        sorts.insert(name).inserted
      else { return "a wrong declaration of a sort" }
    case ("declare-fun", 4): return declare(parts[1], parts[2].list, parts[3])
    case ("declare-const", 3): return declare(parts[1], [], parts[2])
    case ("assert", 2):
      var builder = NormalFormBuilder(sorts: sorts, functions: functions)
      guard let formula = builder.formula(parts[1], isPositive: true) else {
        return builder.problem ?? "a wrong assertion"
      }
      for part in formula.conjuncts where part != .constant(true) { assertions.insert(part.text) }
      if alternation == nil { alternation = formula.alternation()?.text }
    default: return "a command that no condition has: \(parts.first?.symbol ?? "?")"
    }
    return nil
  }

  private mutating func declare(
    _ name: SExpression, _ places: [SExpression]?, _ value: SExpression
  ) -> String? {
    guard let name = name.symbol, let places = places?.map(\.symbol), let value = value.symbol
    else { return "a wrong declaration" }
    let known = places.compactMap { $0 }
    guard known.count == places.count, known.allSatisfy(sorts.contains),
      value == "Bool" || (sorts.contains(value) && places.isEmpty), functions[name] == nil,
      !NormalFormBuilder.signs.contains(name)
    else { return "a wrong declaration of '\(name)'" }
    functions[name] = known + [value]
    return nil
  }
}

/// The normal forms of assertions that were read before, a line each.
struct NormalFormMemo {
  private var known: [Substring: Known] = [:]
  /// The declarations that were read before.
  private var commands: [Substring: SExpression] = [:]

  /// The one command that a line is; nil if it is none, or several.
  mutating func command(_ line: Substring) -> SExpression? {
    if let known = commands[line] { return known }
    guard let found = try? SExpression.all(in: String(line), file: ""), found.count == 1 else {
      return nil
    }
    if line.hasPrefix("(declare-") { commands[line] = found[0] }
    return found[0]
  }

  /// What a line asserts, and what its symbols were when it was read.
  struct Known {
    var assertions: Set<String>
    var alternation: String?
    fileprivate var symbols: [(name: String, isSort: Bool, function: [String]?)]
  }

  /// Nil also if a symbol of the line is declared in another way now.
  func assertion(
    _ line: Substring, _ sorts: Set<String>, _ functions: [String: [String]]
  ) -> Known? {
    guard let found = known[line] else { return nil }
    let isSame = found.symbols.allSatisfy {
      sorts.contains($0.name) == $0.isSort && functions[$0.name] == $0.function
    }
    return isSame ? found : nil
  }

  mutating func note(
    _ line: Substring, _ command: SExpression, _ sorts: Set<String>,
    _ functions: [String: [String]], _ form: SMTLIBNormalForm
  ) {
    guard line.hasPrefix("(assert ") else { return }
    var names: Set<String> = []
    command.collectSymbols(into: &names)
    known[line] = Known(
      assertions: form.assertions, alternation: form.alternation,
      symbols: names.sorted().map { ($0, sorts.contains($0), functions[$0]) })
  }
}

extension SExpression {
  fileprivate func collectSymbols(into found: inout Set<String>) {
    switch self {
    case .symbol(let name): found.insert(name)
    case .list(let parts): for part in parts { part.collectSymbols(into: &found) }
    }
  }
}

extension NormalFormula {
  fileprivate var conjuncts: [NormalFormula] {
    if case .all(let operands) = self { return operands }
    return [self]
  }
}
