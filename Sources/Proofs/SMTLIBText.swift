import Relational
import TransitionSystem

/// Writes the formulas of one obligation.
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

  /// The constants with their symbols.
  var constants: [(symbol: String, parameter: Parameter)] {
    obligation.constants.map { (symbols[$0.name] ?? "", $0) }
  }

  func written(_ formula: Expression) -> Written {
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

  static func element(_ sort: String, _ number: Int) -> String {
    symbol("e:\(sort):\(number)")
  }

  static func symbol(_ name: String) -> String { "|\(escaped(name))|" }

  /// The name in the characters that may stand between bars.
  static func escaped(_ name: String) -> String {
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
