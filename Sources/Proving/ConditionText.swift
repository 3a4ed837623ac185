import Proofs
import Relational
import TransitionSystem

/// One condition as text in the form that certificates have.
///
/// Every symbol is written between bars, with a letter that says what it is: a relation, a
/// parameter of the action, a variable of the clause, of the goal, of the totality's key, an
/// element, a witness of a totality.
struct ConditionText {
  private let system: RelationalSystem
  private let name: String
  private let obligation: Obligation
  /// The symbol of each constant by the name that it has in the obligation.
  private var symbols: [String: String] = [:]
  private var declared: [(symbol: String, sort: String)] = []
  private var lines: [String] = []
  private var elements: Set<Named> = []
  private var relations: Set<String> = []

  private struct Named: Hashable {
    var sort: String
    var number: Int
  }

  init(_ builder: ObligationBuilder, _ condition: Condition, _ name: String) {
    system = builder.system
    self.name = name
    obligation = builder.obligation(condition)
    let action = condition.action.map { system.actions[$0] }
    let parameters = action?.parameters ?? []
    for parameter in parameters { declare(parameter, "a:\(parameter.name)") }
    let others = obligation.constants.dropFirst(parameters.count)
    for (parameter, symbol) in zip(others, Self.goalNames(condition, others.count)) {
      declare(parameter, symbol)
    }
    for assertion in obligation.assertions { add(assertion) }
  }

  /// What the constants of a goal are called.
  private static func goalNames(_ condition: Condition, _ count: Int) -> [String] {
    switch condition {
    case .initiation(let clause), .consecution(_, let clause):
      clause.variables.map { term in
        if case .variable(let sort, let number) = term { "c:\(sort):\(number)" } else { "" }
      }
    case .totalityInitiation, .totality: (0..<count).map { "k:\($0)" }
    case .check, .goal: []
    }
  }

  private mutating func declare(_ parameter: Parameter, _ symbol: String) {
    let symbol = Self.quoted(symbol)
    symbols[parameter.name] = symbol
    declared.append((symbol, parameter.type.description))
  }

  private mutating func add(_ assertion: Obligation.Assertion) {
    switch (assertion.origin, assertion.formula) {
    case (.totality, .implies(let domain, .exists(let values, let holds))):
      addWitnesses(domain, values, holds)
    case (.negatedGoal, .not(.forAll(let bound, let body))) where isGoal:
      for parameter in bound { declare(parameter, "g:\(parameter.name)") }
      lines.append("(not \(text(body, symbols)))")
    default: lines.append(text(assertion.formula, symbols))
    }
  }

  private var isGoal: Bool { if case .goal = obligation.condition { true } else { false } }

  /// A totality with its existential replaced by constants.
  private mutating func addWitnesses(
    _ domain: Expression, _ values: [Parameter], _ holds: Expression
  ) {
    guard case .read(let relation, let terms) = holds else { return }
    let key = terms.dropLast(values.count).map {
      String(text($0, symbols).dropFirst().dropLast())
    }
    var names = symbols
    for (index, value) in values.enumerated() {
      let start = Self.quoted("w:" + relation).dropLast()
      let symbol = "\(start)(\(key.joined(separator: ","))):\(index)|"
      names[value.name] = symbol
      declared.append((symbol, value.type.description))
    }
    lines.append("(=> \(text(domain, names)) \(text(holds, names)))")
  }

  var text: String {
    let used = declared.filter { constant in lines.contains { $0.contains(constant.symbol) } }
    let named = elements.sorted { ($0.sort, $0.number) < ($1.sort, $1.number) }
      .map { (symbol: Self.symbol($0), sort: $0.sort) }
    let functions = system.relations.filter { relations.contains($0.name) }
    let sorts = Set((used + named).map(\.sort) + functions.flatMap(\.sorts))
      .union(boundSorts)
    var document = ["; \(Self.quoted(name).dropFirst().dropLast())", "(set-logic UF)"]
    for sort in system.sorts where sorts.contains(sort.name) {
      document.append("(declare-sort \(Self.quoted(sort.name)) 0)")
    }
    document += functions.map { relation in
      let places = relation.sorts.map(Self.quoted).joined(separator: " ")
      return "(declare-fun \(Self.quoted("r:" + relation.name)) (\(places)) Bool)"
    }
    document += (used + named).map { "(declare-fun \($0.symbol) () \(Self.quoted($0.sort)))" }
    for sort in system.sorts {
      let distinct = named.filter { $0.sort == sort.name }.map(\.symbol)
      if distinct.count > 1 {
        document.append("(assert (distinct \(distinct.joined(separator: " "))))")
      }
    }
    document += lines.map { "(assert \($0))" }
    return (document + ["(check-sat)", ""]).joined(separator: "\n")
  }

  /// Of variables that are bound in no atom of a relation.
  private var boundSorts: Set<String> {
    Set(
      system.sorts.map(\.name).filter { sort in
        lines.contains { $0.contains(" \(Self.quoted(sort)))") }
      })
  }

  private mutating func text(_ formula: Expression, _ names: [String: String]) -> String {
    switch formula {
    case .bool(let value): return value ? "true" : "false"
    case .variable(let parameter): return names[parameter.name] ?? Self.quoted(parameter.name)
    case .element(let sort, let number):
      elements.insert(Named(sort: sort, number: number))
      return Self.symbol(Named(sort: sort, number: number))
    case .read(let relation, let terms):
      relations.insert(relation)
      let symbol = Self.quoted("r:" + relation)
      return terms.isEmpty ? symbol : nested(symbol, terms, names)
    case .not(let operand): return nested("not", [operand], names)
    case .and(let operands): return operands.isEmpty ? "true" : nested("and", operands, names)
    case .or(let operands): return operands.isEmpty ? "false" : nested("or", operands, names)
    case .implies(let left, let right): return nested("=>", [left, right], names)
    case .equal(let left, let right): return nested("=", [left, right], names)
    case .ifThenElse(let condition, let then, let otherwise):
      return nested("ite", [condition, then, otherwise], names)
    case .forAll(let bound, let body): return quantified("forall", bound, body, names)
    case .exists(let bound, let body): return quantified("exists", bound, body, names)
    case .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add, .subtract, .make, .test,
      .payload:
      preconditionFailure("\(formula.description) is not relational")
    }
  }

  private mutating func nested(
    _ sign: String, _ operands: [Expression], _ names: [String: String]
  ) -> String {
    var parts = [sign]
    for operand in operands { parts.append(text(operand, names)) }
    return "(\(parts.joined(separator: " ")))"
  }

  private mutating func quantified(
    _ word: String, _ bound: [Parameter], _ body: Expression, _ names: [String: String]
  ) -> String {
    guard !bound.isEmpty else { return text(body, names) }
    var inner = names
    for parameter in bound { inner[parameter.name] = Self.quoted("b:" + parameter.name) }
    let list = bound.map {
      "(\(Self.quoted("b:" + $0.name)) \(Self.quoted($0.type.description)))"
    }
    return "(\(word) (\(list.joined(separator: " "))) \(text(body, inner)))"
  }

  private static func symbol(_ element: Named) -> String {
    quoted("e:\(element.sort):\(element.number)")
  }

  /// A name between bars, with nothing in it that ends them.
  private static func quoted(_ name: String) -> String {
    let scalars = name.unicodeScalars.map { scalar in
      switch scalar {
      case "!": "!0"
      case "|": "!1"
      case "\\": "!2"
      case " "..."~": String(Character(scalar))
      default: "!u" + String(scalar.value, radix: 16)
      }
    }
    return "|\(scalars.joined())|"
  }
}
