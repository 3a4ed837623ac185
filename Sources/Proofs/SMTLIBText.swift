import Relational
import TransitionSystem

extension ObligationBuilder {
  /// Every condition under its name as SMT-LIB 2 text, which a solver answers with `unsat` if the
  /// condition holds.
  ///
  /// Names and symbols are those of certificates, so that texts of another origin can be compared.
  package var texts: [(name: String, text: String)] {
    var shared: [Obligation.Origin: SMTLIBText.Written] = [:]
    return conditions.map { condition in
      let name = name(of: condition)
      let text = SMTLIBText(obligation(condition), system)
      return (name, text.text(named: name, &shared))
    }
  }

  /// What a condition is called; clauses, totalities and checks are counted from 1.
  private func name(of condition: Condition) -> String {
    func number(_ clause: Clause) -> Int { (invariant.firstIndex(of: clause) ?? -1) + 1 }
    switch condition {
    case .initiation(let clause): return "initiation of clause \(number(clause))"
    case .totalityInitiation(let index): return "initiation of totality \(index + 1)"
    case .consecution(let action, let clause):
      return "clause \(number(clause)) kept by \(system.actions[action].name)"
    case .totality(let action, let index):
      return "totality \(index + 1) kept by \(system.actions[action].name)"
    case .check(let action, let check):
      let checks = system.actions[action].checks
      let place = checks[...check].count { $0.kind == .require }
      return "check \(place) of \(system.actions[action].name)"
    case .goal(let index): return "goal \(index + 1): \(system.goals[index].property)"
    }
  }
}

/// Writes one obligation, with declarations of what it uses alone.
///
/// The first letter of a symbol says what it is: `r` a relation, `a` a parameter of the action,
/// `c` a clause's variable, `k` a key, `g` a goal's variable, `e` an element, `b` a bound variable.
struct SMTLIBText {
  private let obligation: Obligation
  private let system: RelationalSystem
  /// The symbols of the constants.
  private var symbols: [String: String] = [:]

  init(_ obligation: Obligation, _ system: RelationalSystem) {
    self.obligation = obligation
    self.system = system
    let parameters = obligation.condition.action.map { system.actions[$0].parameters } ?? []
    let names = parameters.map { "a:\($0.name)" } + goalNames
    for (constant, name) in zip(obligation.constants, names) {
      symbols[constant.name] = Self.symbol(name)
    }
  }

  /// The constants of the goal, whatever they are called in the formulas.
  private var goalNames: [String] {
    switch obligation.condition {
    case .initiation(let clause), .consecution(_, let clause):
      return clause.variables.compactMap { variable in
        guard case .variable(let sort, let number) = variable else { return nil }
        return "c:\(sort):\(number)"
      }
    case .totalityInitiation, .totality: return obligation.constants.indices.map { "k:\($0)" }
    case .goal: return obligation.constants.map { "g:\($0.name)" }
    case .check: return []
    }
  }

  /// An assertion, and what it names.
  struct Written {
    var text: String
    var uses: SymbolUses
  }

  /// The text; what obligations have in common is written once.
  func text(named name: String, _ shared: inout [Obligation.Origin: Written]) -> String {
    var uses = SymbolUses()
    var assertions: [String] = []
    for assertion in obligation.assertions {
      let written = shared[assertion.origin] ?? written(assertion.formula)
      switch assertion.origin {
      case .axiom, .hypothesis: shared[assertion.origin] = written
      case .guardCondition, .totality, .negatedGoal: break
      }
      uses.formUnion(written.uses)
      assertions.append(written.text)
    }
    var declared: [String] = []
    for relation in system.relations where uses.relations.contains(relation.name) {
      uses.sorts.formUnion(relation.sorts)
      let places = relation.sorts.map(Self.symbol).joined(separator: " ")
      declared.append("(declare-fun \(Self.symbol("r:" + relation.name)) (\(places)) Bool)")
    }
    for constant in obligation.constants where uses.variables.contains(constant.name) {
      uses.sorts.insert(constant.type.description)
      let (name, sort) = (symbols[constant.name] ?? "", Self.symbol(constant.type.description))
      declared.append("(declare-fun \(name) () \(sort))")
    }
    for (sort, numbers) in uses.elements.sorted(by: { $0.key < $1.key }) {
      uses.sorts.insert(sort)
      let elements = numbers.sorted().map { Self.element(sort, $0) }
      declared += elements.map { "(declare-fun \($0) () \(Self.symbol(sort)))" }
      if elements.count > 1 { assertions.append("(distinct \(elements.joined(separator: " ")))") }
    }
    let sorts = system.sorts.map(\.name).filter(uses.sorts.contains)
    let head = ["; \(Self.escaped(name))", "(set-logic UF)"]
    let lines = sorts.map { "(declare-sort \(Self.symbol($0)) 0)" } + declared
    return (head + lines + assertions.map { "(assert \($0))" } + ["(check-sat)", ""])
      .joined(separator: "\n")
  }

  private func written(_ formula: Expression) -> Written {
    var uses = SymbolUses()
    uses.collect(formula, bound: [])
    return Written(text: text(formula, symbols), uses: uses)
  }

  private func text(_ formula: Expression, _ names: [String: String]) -> String {
    func nested(_ operator: String, _ operands: [Expression]) -> String {
      "(\(`operator`) \(operands.map { text($0, names) }.joined(separator: " ")))"
    }
    switch formula {
    case .bool(let value): return value ? "true" : "false"
    case .variable(let parameter): return names[parameter.name] ?? Self.symbol(parameter.name)
    case .element(let sort, let number): return Self.element(sort, number)
    case .read(let name, let terms):
      let symbol = Self.symbol("r:" + name)
      return terms.isEmpty ? symbol : nested(symbol, terms)
    case .not(let operand): return nested("not", [operand])
    case .and(let operands): return operands.isEmpty ? "true" : nested("and", operands)
    case .or(let operands): return operands.isEmpty ? "false" : nested("or", operands)
    case .implies(let left, let right): return nested("=>", [left, right])
    case .equal(let left, let right): return nested("=", [left, right])
    case .ifThenElse(let condition, let then, let otherwise):
      return nested("ite", [condition, then, otherwise])
    case .forAll(let bound, let body): return quantified("forall", bound, body, names)
    case .exists(let bound, let body): return quantified("exists", bound, body, names)
    case .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add, .subtract, .make, .test,
      .payload:
      preconditionFailure("\(formula.description) is not relational")
    }
  }

  private func quantified(
    _ quantifier: String, _ bound: [Parameter], _ body: Expression, _ names: [String: String]
  ) -> String {
    guard !bound.isEmpty else { return text(body, names) }
    let list = bound.map {
      "(\(Self.symbol("b:" + $0.name)) \(Self.symbol($0.type.description)))"
    }
    let inner = names.merging(bound.map { ($0.name, Self.symbol("b:" + $0.name)) }) { $1 }
    return "(\(quantifier) (\(list.joined(separator: " "))) \(text(body, inner)))"
  }

  private static func element(_ sort: String, _ number: Int) -> String {
    symbol("e:\(sort):\(number)")
  }

  private static func symbol(_ name: String) -> String { "|\(escaped(name))|" }

  /// The name in the characters that may stand between bars.
  private static func escaped(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "!": result += "!0"
      case "|": result += "!1"
      case "\\": result += "!2"
      case " "..."~": result.unicodeScalars.append(scalar)
      default: result += "!u\(String(scalar.value, radix: 16))!"
      }
    }
    return result
  }
}

/// What formulas mention.
struct SymbolUses {
  var relations: Set<String> = []
  var elements: [String: Set<Int>] = [:]
  /// The free ones.
  var variables: Set<String> = []
  /// Those of bound variables.
  var sorts: Set<String> = []

  mutating func formUnion(_ other: SymbolUses) {
    relations.formUnion(other.relations)
    elements.merge(other.elements) { $0.union($1) }
    variables.formUnion(other.variables)
    sorts.formUnion(other.sorts)
  }

  mutating func collect(_ formula: Expression, bound: Set<String>) {
    var bound = bound
    switch formula {
    case .read(let relation, _): relations.insert(relation)
    case .element(let sort, let number): elements[sort, default: []].insert(number)
    case .variable(let parameter):
      if !bound.contains(parameter.name) { variables.insert(parameter.name) }
    case .forAll(let parameters, _), .exists(let parameters, _):
      bound.formUnion(parameters.map(\.name))
      sorts.formUnion(parameters.map(\.type.description))
    default: break
    }
    for child in formula.children { collect(child, bound: bound) }
  }
}
