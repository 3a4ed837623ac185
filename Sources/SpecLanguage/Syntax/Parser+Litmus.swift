/// Members of litmus tests.
extension Parser {
  static let litmusWords = ["observed", "task", "exactly", "allows", "forbids"]

  mutating func litmusMember(_ word: String) throws(Failure) -> LitmusSyntax {
    advance()
    switch word {
    case "observed":
      let text = try string("what it was seen on, in quotes")
      try expectSemicolon()
      return .observed(text)
    case "design":
      let design = try string("the name of a design")
      let variant = skip("variant") ? try string("the name of a variant") : nil
      try expectSemicolon()
      return .design(design, variant: variant)
    case "task":
      let name = try name("the name of the task")
      let followsCrash = skip("after")
      if followsCrash { try expect("crash") }
      return .task(TaskSyntax(name: name, followsCrash: followsCrash, body: try block()))
    default:
      return .condition(try finalCondition(word))
    }
  }

  private mutating func finalCondition(_ word: String) throws(Failure) -> ConditionSyntax {
    guard let quantifier = LitmusTest.Quantifier(rawValue: word) else {
      throw fail(expected: "'exactly', 'allows' or 'forbids'")
    }
    let start = currentRange
    var alternatives = [try demands()]
    while quantifier == .exactly && skip("or") { alternatives.append(try demands()) }
    return ConditionSyntax(
      quantifier: quantifier, alternatives: alternatives, range: range(from: start))
  }

  /// Conditions in braces, each with its semicolon.
  private mutating func demands() throws(Failure) -> [ExpressionSyntax] {
    var found: [ExpressionSyntax] = []
    let opening = currentRange
    try braced { parser in
      do throws(Failure) {
        found.append(try parser.expression())
        try parser.expectSemicolon()
      } catch {
        parser.skipStatement()
      }
    }
    if found.isEmpty { report(.emptyCondition(opening)) }
    return found
  }
}
