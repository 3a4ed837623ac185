package import Relational
import TransitionSystem

extension Obligation {
  /// The obligation as SMT-LIB 2 text, which a solver answers with `unsat` if the condition holds.
  package func smtLIBText(in system: RelationalSystem) -> String {
    SMTLIBText(self, system).text
  }
}

/// Writes one obligation, with declarations of what it uses alone.
private struct SMTLIBText {
  let obligation: Obligation
  let system: RelationalSystem
  /// Constants share their name space with relations.
  private var constantNames: [String: String] = [:]

  init(_ obligation: Obligation, _ system: RelationalSystem) {
    self.obligation = obligation
    self.system = system
    let relations = Set(system.relations.map(\.name))
    for constant in obligation.constants {
      var name = constant.name
      while relations.contains(name) { name += "'" }
      constantNames[constant.name] = name
    }
  }

  var text: String {
    var lines = ["(set-logic UF)", "(set-info :status unsat)"]
    lines += declarations
    lines += obligation.assertions.map { "(assert \(text($0.formula, constantNames)))" }
    return (lines + ["(check-sat)", ""]).joined(separator: "\n")
  }

  private var declarations: [String] {
    let read = obligation.assertions.reduce(into: Set<String>()) {
      $1.formula.collectStateVariables(into: &$0)
    }
    var lines = system.sorts.map { "(declare-sort \(quoted($0.name)) 0)" }
    for relation in system.relations where read.contains(relation.name) {
      let places = relation.sorts.map(quoted).joined(separator: " ")
      lines.append("(declare-fun \(quoted(relation.name)) (\(places)) Bool)")
    }
    for constant in obligation.constants {
      let name = constantNames[constant.name] ?? constant.name
      lines.append("(declare-fun \(quoted(name)) () \(quoted(constant.type.description)))")
    }
    for (sort, count) in obligation.elementCounts.sorted(by: { $0.key < $1.key }) {
      let elements = (0..<count).map { element(sort, $0) }
      lines += elements.map { "(declare-fun \($0) () \(quoted(sort)))" }
      if count > 1 { lines.append("(assert (distinct \(elements.joined(separator: " "))))") }
    }
    return lines
  }

  private func text(_ formula: Expression, _ names: [String: String]) -> String {
    func nested(_ operator: String, _ operands: [Expression]) -> String {
      "(\(`operator`) \(operands.map { text($0, names) }.joined(separator: " ")))"
    }
    switch formula {
    case .bool(let value): return value ? "true" : "false"
    case .variable(let parameter): return quoted(names[parameter.name] ?? parameter.name)
    case .element(let sort, let number): return element(sort, number)
    case .read(let name, let terms):
      return terms.isEmpty ? quoted(name) : nested(quoted(name), terms)
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
    let list = bound.map { "(\(quoted($0.name)) \(quoted($0.type.description)))" }
    let inner = names.merging(bound.map { ($0.name, $0.name) }) { $1 }
    return "(\(quantifier) (\(list.joined(separator: " "))) \(text(body, inner)))"
  }

  private func element(_ sort: String, _ number: Int) -> String { quoted("\(sort)#\(number)") }

  private func quoted(_ name: String) -> String { "|\(name)|" }
}
