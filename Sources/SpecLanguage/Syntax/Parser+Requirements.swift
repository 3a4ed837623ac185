/// Members of requirements.
extension Parser {
  static let requirementWords: Set<String> = ["says", "stated", "contradicts", "not"]

  mutating func requirementMember(_ word: String) throws(Failure) -> RequirementSyntax {
    let start = currentRange
    advance()
    let member: RequirementSyntax
    switch word {
    case "says": member = .says(try string("the sentence in quotes"))
    case "stated":
      try expect("by")
      member = .stated(try names("the name of a property"))
    case "contradicts":
      let others = try names("the name of a requirement")
      try expect("because")
      member = .contradicts(others, reason: try string("the reason in quotes").text)
    default:
      try expect("modelled")
      try expect("because")
      member = .notModelled(try string("the reason in quotes").text, range(from: start))
    }
    try expectSemicolon()
    return member
  }

  /// What is demanded of declarations; `static` has been read.
  mutating func staticRule() throws(Failure) -> StaticRuleSyntax {
    try expect("no")
    if at("added") && at("step", ahead: 1) {
      advance()
      advance()
      try expect("in")
      return .addsNoStep(to: try names("the name of a call"))
    }
    let forbidden = try name("an attribute, or the name of a step or routine")
    try expect("in")
    let callee = try name("the name of a call or recipe")
    let exempt = skip("outside") ? try names("an attribute or the name of a routine") : []
    return .without(forbidden, in: callee, outside: exempt)
  }
}

/// A member of a requirement, as it was written.
package enum RequirementSyntax: Sendable {
  case says(Name)
  case stated([Name])
  case contradicts([Name], reason: String)
  case notModelled(String, SourceRange)
}

/// What is demanded of declarations, as it was written.
package enum StaticRuleSyntax: Sendable {
  case without(Name, in: Name, outside: [Name])
  case addsNoStep(to: [Name])
}
