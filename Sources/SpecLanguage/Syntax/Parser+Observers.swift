/// Members of observers, properties, workloads, designs and claims.
extension Parser {
  mutating func demand() throws(Failure) -> DemandSyntax {
    let start = currentRange
    let word = currentWord
    advance()
    let kind: DemandSyntax.Kind
    switch word {
    case "always": kind = .always(try expression())
    case "never": kind = .never(try expression())
    case "reachable": kind = .reachable(try expression())
    case "leadsTo": kind = .leadsTo(try response())
    default: kind = .statically(try staticRule())
    }
    try expectSemicolon()
    return DemandSyntax(kind: kind, range: range(from: start))
  }

  mutating func fairness() throws(Failure) -> FairnessSyntax {
    advance()
    let strength = try name("'weak' or 'strong'")
    let name = try name("a name for the assumption")
    try expect(.colon)
    var subjects = [try fairSubject()]
    while skip(.comma) { subjects.append(try fairSubject()) }
    try expectSemicolon()
    return FairnessSyntax(strength: strength, name: name, subjects: subjects)
  }

  private mutating func fairSubject() throws(Failure) -> FairnessSyntax.Subject {
    let start = currentRange
    let kind: FairnessSyntax.Kind
    if at("steps") && !at(.leftParenthesis, ahead: 1) {
      advance()
      kind = .steps
    } else if at("call") && !at(.leftParenthesis, ahead: 1) {
      advance()
      let callee = try name("the name of a syscall or recipe")
      kind = .call(callee, at(.leftParenthesis) ? try binders() : nil)
    } else {
      let event = try name("'steps', 'call' or the name of an environment action")
      kind = .event(event, at(.leftParenthesis) ? try binders() : nil)
    }
    let role = skip("by") ? try name("the name of a role") : nil
    return FairnessSyntax.Subject(kind: kind, role: role, range: range(from: start))
  }

  mutating func handler() throws(Failure) -> HandlerSyntax {
    advance()
    var triggers = [try trigger()]
    while skip(.comma) { triggers.append(try trigger()) }
    let task = skip("by") ? try name("a name for the task") : nil
    return HandlerSyntax(triggers: triggers, task: task, body: try block())
  }

  private mutating func trigger() throws(Failure) -> TriggerSyntax {
    let start = currentRange
    let isCall = at("call") && !at(.leftParenthesis, ahead: 1) && skip("call")
    let name = try name("the name of a syscall, recipe or event")
    let binders = try binders()
    var pattern: PatternSyntax?
    if !isCall && skip("returns") {
      var alternatives = [try alternative()]
      while skip("or") { alternatives.append(try alternative()) }
      pattern = PatternSyntax(alternatives: alternatives)
    }
    return TriggerSyntax(
      isCall: isCall, name: name, binders: binders, pattern: pattern, range: range(from: start))
  }

  private mutating func binders() throws(Failure) -> [Name] {
    try expect(.leftParenthesis)
    let binders = at(.rightParenthesis) ? [] : try names("a name or '_'")
    try expect(.rightParenthesis)
    return binders
  }

  private mutating func alternative() throws(Failure) -> AlternativeSyntax {
    let isNegated = skip(.minus)
    let name = try name("a result")
    let binders = at(.leftParenthesis) ? try binders() : nil
    return AlternativeSyntax(name: name, isNegated: isNegated, binders: binders)
  }

  mutating func role() throws(Failure) -> RoleSyntax {
    advance()
    var role = RoleSyntax(
      name: try name(), count: 1, calls: nil, loops: false, restarts: false, menu: [])
    if skip(.star) { role.count = try count("a role is played by at least 1 task") }
    try braced { parser in
      do throws(Failure) {
        try parser.roleMember(of: &role)
      } catch {
        parser.skipStatement()
      }
    }
    return role
  }

  private mutating func roleMember(of role: inout RoleSyntax) throws(Failure) {
    let start = currentRange
    let wasConsistent = !role.loops || role.calls == nil
    if at("calls"), case .integer = token(ahead: 1).kind {
      advance()
      role.calls = try count("a task makes at least 1 call")
    } else if at("loops") && at(.semicolon, ahead: 1) {
      role.loops = skip("loops")
    } else if at("restarts") && at(.semicolon, ahead: 1) {
      role.restarts = skip("restarts")
    } else {
      role.menu.append(try menuEntry())
    }
    if wasConsistent && role.loops && role.calls != nil { report(.conflictingLoops(start)) }
    try expectSemicolon()
  }

  /// An integer that is not 0.
  private mutating func count(_ rule: String) throws(Failure) -> Int {
    let place = currentRange
    let count = try integer()
    if count == 0 { report(.zeroCount(rule, place)) }
    return count
  }

  private mutating func menuEntry() throws(Failure) -> MenuEntrySyntax {
    let start = currentRange
    let isOptional = at("optional") && !at(.leftParenthesis, ahead: 1) && skip("optional")
    let callee = try name("a call, 'calls', 'loops' or 'restarts'")
    try expect(.leftParenthesis)
    var arguments: [ExpressionSyntax?] = []
    if !at(.rightParenthesis) {
      repeat {
        let isAny = at("any") && !at(.leftParenthesis, ahead: 1)
        arguments.append(isAny && skip("any") ? nil : try expression())
      } while skip(.comma)
    }
    try expect(.rightParenthesis)
    return MenuEntrySyntax(
      callee: callee, isOptional: isOptional, arguments: arguments, range: range(from: start))
  }

  mutating func variant() throws(Failure) -> VariantSyntax {
    let start = currentRange
    advance()
    var variant = VariantSyntax(
      name: try string("the name in quotes"), title: nil, source: nil, settings: [],
      expectations: [], range: start)
    try braced { parser in
      do throws(Failure) {
        try parser.variantMember(of: &variant)
      } catch {
        parser.skipStatement()
      }
    }
    variant.range = range(from: start)
    return variant
  }

  private mutating func variantMember(of variant: inout VariantSyntax) throws(Failure) {
    let word = currentWord
    switch word {
    case "title", "source":
      let start = currentRange
      advance()
      let text = try string()
      let old = word == "title" ? variant.title : variant.source
      if old != nil { report(.duplicateText(word, start)) }
      if word == "title" { variant.title = text } else { variant.source = text }
      try expectSemicolon()
    case "set":
      advance()
      variant.settings += try settings()
    case "expect": variant.expectations.append(try expectation())
    default:
      let near = Suggestion.nearest(to: word, among: ["title", "source", "set", "expect"])
      throw fail(.memberExpected(in: "variant", found: found, suggestion: near, currentRange))
    }
  }

  mutating func expectation() throws(Failure) -> ExpectSyntax {
    let start = currentRange
    advance()
    let verdict = try name("a verdict")
    let properties = try names("the name of a property")
    let kernels = skip("on") ? try strings() : []
    try expect("because")
    let reason = try string("the reason in quotes")
    try expectSemicolon()
    return ExpectSyntax(
      verdict: verdict, properties: properties, kernels: kernels, reason: reason.text,
      range: range(from: start))
  }

  mutating func claimed() throws(Failure) -> ClaimedSyntax {
    let start = currentRange
    advance()
    let design = try string("the name of a design")
    let variant = skip("variant") ? try string("the name of a variant") : nil
    let kernel = skip("on") ? try string("the name of a kernel") : nil
    let assertion = try assertion()
    try expectSemicolon()
    return ClaimedSyntax(
      design: design, variant: variant, kernel: kernel, assertion: assertion,
      range: range(from: start))
  }

  private mutating func assertion() throws(Failure) -> ClaimedSyntax.Assertion {
    if skip("breaks") {
      if at("something") && at(.semicolon, ahead: 1) && skip("something") {
        return .breaksSomething
      }
      return .breaks(try names("the name of a property"))
    }
    try expect("keeps")
    guard at("at") && at("least", ahead: 1) else {
      return .keeps(try names("the name of a property"))
    }
    advance()
    advance()
    let count = try integer()
    try expect("of")
    try expect("what")
    let other = try string("the name of a design")
    try expect("breaks")
    return .keepsAtLeast(count, ofWhatBreaks: other)
  }
}
