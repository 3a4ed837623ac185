internal import TransitionSystem

/// How terms are written in one of the notations.
struct TermText {
  let notation: Notation
  /// The identifiers of the variables, by position.
  var variables: [String]
  /// The identifiers of bound variables.
  var bound: [String: String] = [:]
  /// What is written for some variables instead: copies of their old contents.
  var copies: [Int: String] = [:]

  enum Notation { case promela, murphi, tla }

  /// The operators of a notation.
  private struct Operators {
    var not: String
    var and: String
    var or: String
    var equal: String
    var unequal: String
    var atMost = "<="
    var quotient = "/"
    var truths: (no: String, yes: String)
  }

  private var operators: Operators {
    switch notation {
    case .promela:
      Operators(
        not: "!", and: "&&", or: "||", equal: "==", unequal: "!=", truths: ("false", "true"))
    case .murphi:
      Operators(not: "!", and: "&", or: "|", equal: "=", unequal: "!=", truths: ("false", "true"))
    case .tla:
      Operators(
        not: "~", and: "/\\", or: "\\/", equal: "=", unequal: "#", atMost: "=<",
        quotient: "\\div", truths: ("FALSE", "TRUE"))
    }
  }

  /// A term that stands by itself, without parentheses around the whole.
  func whole(_ term: Term) -> String {
    let text = part(term)
    switch term {
    case .and, .or, .equal, .less, .atMost, .sum, .difference, .product, .quotient, .remainder,
      .not(.equal):
      return String(text.dropFirst().dropLast())
    case .truth, .number, .bound, .cell, .not, .choice, .all, .some: return text
    }
  }

  /// A term as a part of another one.
  func part(_ term: Term) -> String {
    let signs = operators
    func binary(_ left: Term, _ sign: String, _ right: Term) -> String {
      "(\(part(left)) \(sign) \(part(right)))"
    }
    switch term {
    case .truth(let value): return value ? signs.truths.yes : signs.truths.no
    case .number(let value): return value < 0 ? "(\(value))" : "\(value)"
    case .bound(let name, _): return bound[name] ?? name
    case .cell(let variable, _, let index):
      return (copies[variable] ?? variables[variable]) + (index.map { "[\(whole($0))]" } ?? "")
    case .not(.equal(let left, let right)): return binary(left, signs.unequal, right)
    case .not(let operand): return "\(signs.not)\(part(operand))"
    case .and(let operands):
      return "(\(operands.map(part).joined(separator: " \(signs.and) ")))"
    case .or(let operands): return "(\(operands.map(part).joined(separator: " \(signs.or) ")))"
    case .equal(let left, let right): return binary(left, signs.equal, right)
    case .less(let left, let right): return binary(left, "<", right)
    case .atMost(let left, let right): return binary(left, signs.atMost, right)
    case .sum(let left, .number(let value)) where value < 0:
      return binary(left, "-", .number(-value))
    case .sum(let left, let right): return binary(left, "+", right)
    case .difference(let left, let right): return binary(left, "-", right)
    case .product(let operand, let factor): return binary(operand, "*", .number(factor))
    case .quotient(let operand, let divisor):
      return binary(operand, signs.quotient, .number(divisor))
    case .remainder(let operand, let divisor): return binary(operand, "%", .number(divisor))
    case .choice(let condition, let then, let otherwise):
      return choice(part(condition), part(then), part(otherwise))
    case .all(let binders, let body): return quantified(binders, body, isUniversal: true)
    case .some(let binders, let body): return quantified(binders, body, isUniversal: false)
    }
  }

  private func choice(_ condition: String, _ then: String, _ otherwise: String) -> String {
    switch notation {
    case .promela: "(\(condition) -> \(then) : \(otherwise))"
    case .murphi: "(\(condition) ? \(then) : \(otherwise))"
    case .tla: "(IF \(condition) THEN \(then) ELSE \(otherwise))"
    }
  }

  private func quantified(_ binders: [Binder], _ body: Term, isUniversal: Bool) -> String {
    switch notation {
    case .promela: preconditionFailure("quantifiers are written out for Promela")
    case .murphi:
      let word = isUniversal ? "forall" : "exists"
      let heads = binders.map { "\(word) \(name($0)): \(range($0)) do " }
      let ends = String(repeating: " end", count: binders.count)
      return "(\(heads.joined())\(whole(body))\(ends))"
    case .tla:
      let ranges = binders.map { "\(name($0)) \\in \(range($0))" }
      return "(\(isUniversal ? "\\A" : "\\E") \(ranges.joined(separator: ", ")) : \(whole(body)))"
    }
  }

  func name(_ binder: Binder) -> String { bound[binder.name] ?? binder.name }

  func range(_ binder: Binder) -> String {
    "\(part(.number(binder.values.lowerBound)))..\(part(.number(binder.values.upperBound)))"
  }
}

extension RuleSystem {
  /// The names of all bound variables, each once.
  var boundNames: [String] {
    var names: [String] = []
    for rule in rules {
      names += (rule.parameters + rule.assignments.flatMap(\.bound)).map(\.name)
      names += rule.guardTerm.boundNames + rule.isDefined.boundNames
      names += rule.demands.flatMap(\.condition.boundNames)
      for assignment in rule.assignments {
        names += assignment.condition.boundNames + assignment.value.boundNames
        names += assignment.index?.boundNames ?? []
      }
    }
    for invariant in invariants {
      names += invariant.condition.boundNames + invariant.isDefined.boundNames
    }
    return names.distinct
  }
}

extension Term {
  /// The names that quantifiers in it bind.
  fileprivate var boundNames: [String] {
    let inner = children.flatMap(\.boundNames)
    switch self {
    case .all(let binders, _), .some(let binders, _): return binders.map(\.name) + inner
    default: return inner
    }
  }

  /// The cells that it reads: variables, with the place where it is known.
  var reads: [(variable: Int, place: Int?)] {
    var found = children.flatMap(\.reads)
    if case .cell(let variable, _, let index) = self {
      var place: Int?
      if case .number(let number)? = index { place = number }
      found.append((variable, place))
    }
    return found
  }
}
