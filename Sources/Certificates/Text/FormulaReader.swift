import Relational
import TransitionSystem

/// Reads formulas over the names of a system and the variables in scope.
struct FormulaReader {
  var tokens: TokenReader
  var names: Vocabulary
  /// The innermost variable comes last.
  var scope: [Parameter] = []

  /// A term has a sort, a formula none.
  private typealias Typed = (expression: Expression, sort: String?)

  mutating func formula() throws(TextError) -> Expression {
    let start = tokens.token
    let found = try choice()
    guard found.sort == nil else { throw tokens.error("expected a formula, not a term", at: start) }
    return found.expression
  }

  private mutating func term() throws(TextError) -> (expression: Expression, sort: String) {
    let start = tokens.token
    let found = try primary()
    guard let sort = found.sort else {
      throw tokens.error("expected a term, not a formula", at: start)
    }
    return (found.expression, sort)
  }

  private mutating func choice() throws(TextError) -> Typed {
    try tokens.enter()
    if tokens.token.kind == .word("forall") || tokens.token.kind == .word("exists") {
      let quantified = try quantifier()
      tokens.leave()
      return (quantified, nil)
    }
    let start = tokens.token
    let condition = try implication()
    guard tokens.accept("?") else {
      tokens.leave()
      return condition
    }
    let first = try formula(condition, start)
    let second = try formula { r throws(TextError) in try r.implication() }
    try tokens.expect(":")
    let third = try formula { r throws(TextError) in try r.implication() }
    tokens.leave()
    return (.ifThenElse(first, second, third), nil)
  }

  private mutating func quantifier() throws(TextError) -> Expression {
    let isUniversal = tokens.accept(word: "forall")
    if !isUniversal { tokens.advance() }
    let bound = tokens.token.kind == .sign(":") ? [] : try parameters()
    try tokens.expect(":")
    scope += bound
    let body = try formula()
    scope.removeLast(bound.count)
    return isUniversal ? .forAll(bound, body) : .exists(bound, body)
  }

  private mutating func implication() throws(TextError) -> Typed {
    let start = tokens.token
    let premise = try chain(strength: 2)
    guard tokens.accept("=>") else { return premise }
    let left = try formula(premise, start)
    try tokens.enter()
    let right = try formula { r throws(TextError) in try r.implication() }
    tokens.leave()
    return (.implies(left, right), nil)
  }

  /// `||` (2) of `&&` (3) of comparisons.
  private mutating func chain(strength: Int) throws(TextError) -> Typed {
    let sign = strength == 2 ? "||" : "&&"
    let start = tokens.token
    let first = try operand(strength)
    guard tokens.token.kind == .sign(sign) else { return first }
    var operands = [try formula(first, start)]
    while tokens.accept(sign) {
      operands.append(try formula { r throws(TextError) in try r.operand(strength) })
    }
    return (strength == 2 ? .or(operands) : .and(operands), nil)
  }

  private mutating func operand(_ strength: Int) throws(TextError) -> Typed {
    strength == 2 ? try chain(strength: 3) : try comparison()
  }

  private mutating func comparison() throws(TextError) -> Typed {
    let start = tokens.token
    if tokens.accept("!") {
      try tokens.enter()
      let operand = try formula { r throws(TextError) in try r.negated() }
      tokens.leave()
      return (.not(operand), nil)
    }
    let left = try primary()
    let isEqual = tokens.accept("==")
    guard isEqual || tokens.accept("!=") else { return left }
    guard let sort = left.sort else {
      throw tokens.error("expected a term, not a formula", at: start)
    }
    let place = tokens.token
    let right = try term()
    guard right.sort == sort else {
      throw tokens.error("expected a term of the sort '\(sort)', not '\(right.sort)'", at: place)
    }
    let equation = Expression.equal(left.expression, right.expression)
    return (isEqual ? equation : .not(equation), nil)
  }

  private mutating func negated() throws(TextError) -> Typed {
    tokens.token.kind == .sign("!") ? try comparison() : try primary()
  }

  private mutating func primary() throws(TextError) -> Typed {
    if tokens.accept("(") {
      let inner = try choice()
      try tokens.expect(")")
      return inner
    }
    if tokens.accept(word: "true") { return (.bool(true), nil) }
    if tokens.accept(word: "false") { return (.bool(false), nil) }
    for word in ["and", "or"] where tokens.accept(word: word) {
      let operands = try list { reader throws(TextError) in try reader.formula() }
      return (word == "and" ? .and(operands) : .or(operands), nil)
    }
    return try named()
  }

  /// A relation at terms, an element, or a variable.
  private mutating func named() throws(TextError) -> Typed {
    let start = tokens.token
    let name = try tokens.name()
    if tokens.token.kind == .sign("(") {
      guard let sorts = names.relations[name] else {
        throw tokens.error("there is no relation '\(name)'", at: start)
      }
      let terms = try terms()
      try tokens.check(terms.sorts, against: sorts, of: name, from: start)
      return (.read(name, terms.expressions), nil)
    }
    if tokens.accept("#") {
      guard names.sorts.contains(name) else {
        throw tokens.error("there is no sort '\(name)'", at: start)
      }
      return (.element(sort: name, try tokens.number()), name)
    }
    guard let parameter = scope.last(where: { $0.name == name }),
      case .sort(let sort) = parameter.type
    else { throw tokens.error("there is no variable '\(name)'", at: start) }
    return (.variable(parameter), sort)
  }

  /// Terms in parentheses with their sorts.
  mutating func terms() throws(TextError) -> (expressions: [Expression], sorts: [String]) {
    let found = try list { reader throws(TextError) in try reader.term() }
    return (found.map(\.expression), found.map(\.sort))
  }

  private mutating func list<Element>(
    _ element: (inout FormulaReader) throws(TextError) -> Element
  ) throws(TextError) -> [Element] {
    try tokens.expect("(")
    if tokens.accept(")") { return [] }
    var found = [try element(&self)]
    while tokens.accept(",") { found.append(try element(&self)) }
    try tokens.expect(")")
    return found
  }

  /// Sorts and names, with commas between.
  mutating func parameters() throws(TextError) -> [Parameter] {
    var found: [Parameter] = []
    repeat {
      let sort = try tokens.sort(names)
      found.append(Parameter(try tokens.name(), .sort(sort)))
    } while tokens.accept(",")
    return found
  }

  private func formula(_ found: Typed, _ start: Token) throws(TextError) -> Expression {
    guard found.sort == nil else { throw tokens.error("expected a formula, not a term", at: start) }
    return found.expression
  }

  private mutating func formula(
    _ read: (inout FormulaReader) throws(TextError) -> Typed
  ) throws(TextError) -> Expression {
    let start = tokens.token
    return try formula(try read(&self), start)
  }
}
