/// Members of claims.
extension Parser {
  static let claimWords = ["says", "expected", "differs", "reading"]

  mutating func claimMember(_ word: String) throws(Failure) -> ClaimSyntax {
    let start = currentRange
    advance()
    switch word {
    case "says":
      let text = try string("the sentence in quotes")
      try expectSemicolon()
      return .says(text)
    case "expected": return .expected(try opinion(start, needsReason: false))
    case "differs": return .differs(try opinion(start, needsReason: true))
    default: return .reading(try reading(start))
    }
  }

  private mutating func opinion(
    _ start: SourceRange, needsReason: Bool
  ) throws(Failure) -> OpinionSyntax {
    let words = Claim.Word.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    let word = try name("one of \(words)")
    var reason = ""
    if needsReason || !at(.semicolon) {
      try expect("because")
      reason = try string("the reason in quotes").text
    }
    try expectSemicolon()
    return OpinionSyntax(word: word, reason: reason, range: range(from: start))
  }

  private mutating func reading(_ start: SourceRange) throws(Failure) -> ReadingSyntax {
    var reading = ReadingSyntax(
      name: try string("the reading in quotes"), evidence: [], assumptions: [], range: start)
    try braced { parser in
      do throws(Failure) {
        if parser.at("assuming") {
          reading.assumptions.append(try parser.assumption())
        } else {
          reading.evidence.append(try parser.evidence())
        }
      } catch {
        parser.skipStatement()
      }
    }
    reading.range = range(from: start)
    return reading
  }

  private static let evidenceWords = ["assuming", "design", "litmus", "not", "static"]

  mutating func evidence() throws(Failure) -> EvidenceSyntax {
    let start = currentRange
    let kind: EvidenceSyntax.Kind
    switch currentWord {
    case "litmus": kind = try litmusEvidence(start)
    case "design": kind = .claimed(try claimed())
    case "static": kind = .declared(try declared())
    case "not":
      advance()
      try expect("modelled")
      try expect("because")
      let reason = try string("the reason in quotes")
      try expectSemicolon()
      kind = .notModelled(reason.text)
    default:
      let near = Suggestion.nearest(to: currentWord, among: Self.evidenceWords)
      throw fail(.memberExpected(in: "reading", found: found, suggestion: near, currentRange))
    }
    return EvidenceSyntax(kind: kind, range: range(from: start))
  }

  /// The name of a test, or a test: on the kernels of the claim, or on those that it names.
  private mutating func litmusEvidence(
    _ start: SourceRange
  ) throws(Failure) -> EvidenceSyntax.Kind {
    advance()
    if case .string = current.kind {
      let test = try string("the name of a litmus test")
      try expectSemicolon()
      return .shared(test)
    }
    guard at("on") || at(.leftBrace) else {
      throw fail(expected: "the name of a litmus test, 'on' or '{'")
    }
    var item = ItemSyntax(
      kind: .litmus, name: Name("", start), isAbstract: false, parents: [],
      kernels: skip("on") ? try strings() : [], members: [], documentation: "", range: start)
    let outer = itemKind
    itemKind = .litmus
    defer { itemKind = outer }
    item.members = try nested { (parser) throws(Failure) in try parser.members() }
    item.range = range(from: start)
    return .litmus(item)
  }

  private mutating func declared() throws(Failure) -> DeclaredSyntax {
    advance()
    let callable = try name("the name of a call, step or routine")
    let fact: DeclaredSyntax.Fact
    if skip("changes") {
      try expect("nothing")
      fact = .changesNothing
    } else {
      guard skip("is") else { throw fail(expected: "'is' or 'changes'") }
      let isNegated = skip("not")
      fact = .attribute(try name("an attribute"), isNegated: isNegated)
    }
    let design = skip("in") ? try string("the name of a design") : nil
    try expectSemicolon()
    return DeclaredSyntax(callable: callable, design: design, fact: fact)
  }

  private mutating func assumption() throws(Failure) -> AssumptionSyntax {
    let start = currentRange
    advance()
    var assumption = AssumptionSyntax(
      text: try string("what is assumed, in quotes"), members: [], range: start)
    try braced { parser in
      let start = parser.currentRange
      do throws(Failure) {
        guard parser.at("set") || parser.at("scope") else {
          throw parser.fail(
            .memberExpected(
              in: "assumption", found: parser.found,
              suggestion: Suggestion.nearest(to: parser.currentWord, among: ["set", "scope"]),
              start))
        }
        let kind = try parser.member(of: .litmus)
        assumption.members.append(
          MemberSyntax(kind: kind, documentation: "", range: parser.range(from: start)))
      } catch {
        parser.skipStatement()
      }
    }
    assumption.range = range(from: start)
    return assumption
  }
}
