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

extension NormalFormula {
  fileprivate var conjuncts: [NormalFormula] {
    if case .all(let operands) = self { return operands }
    return [self]
  }
}
