internal import TransitionSystem

/// The sentences of claims, and the ways to read them.
extension SpecificationChecker {
  /// Fills in what the claim says, what is expected of it, and its readings.
  func addReadings(of item: ItemSyntax, to claim: inout Claim) {
    claim.kernels = kernels(of: item)
    for member in item.members {
      guard case .claim(let syntax) = member.kind else { continue }
      switch syntax {
      case .says(let text):
        if !claim.says.isEmpty { log.report(.duplicateText("says", member.range)) }
        claim.says = text.text
      case .expected(let syntax):
        if claim.expected != nil { log.report(.duplicateText("expected", member.range)) }
        claim.expected = opinion(syntax, among: Claim.Word.allCases)
      case .differs(let syntax):
        if claim.accepted != nil { log.report(.duplicateText("differs", member.range)) }
        claim.accepted = opinion(syntax, among: Claim.Word.allCases.filter { $0 != .open })
      case .reading(let syntax):
        if claim.readings.contains(where: { $0.name == syntax.name.text }) {
          log.report(.duplicateName(syntax.name, kind: "a reading", notes: []))
        }
        claim.readings.append(reading(syntax, of: item, claim))
      }
    }
    checkDifference(item, claim)
    guard isIntact(item.range) else { return }
    if claim.says.isEmpty && !claim.readings.isEmpty { log.report(.unsaidClaim(item.name)) }
    if claim.readings.isEmpty && !claim.says.isEmpty { log.report(.noReading(item.name)) }
  }

  /// Whether no mistake was found there: what is missing may be what was not understood.
  func isIntact(_ range: SourceRange) -> Bool {
    !log.diagnostics.contains { diagnostic in
      diagnostic.severity == .error && diagnostic.range.file == range.file
        && range.lower..<range.upper ~= diagnostic.range.lower
    }
  }

  private func opinion(_ syntax: OpinionSyntax, among words: [Claim.Word]) -> Claim.Opinion? {
    if let word = words.first(where: { $0.rawValue == syntax.word.text }) {
      return Claim.Opinion(word, syntax.reason)
    }
    let known = words.map(\.rawValue)
    let near = Suggestion.nearest(to: syntax.word.text, among: known)
    log.report(.unknownVerdict(syntax.word, known, near: near))
    return nil
  }

  /// A difference is one from what is expected.
  private func checkDifference(_ item: ItemSyntax, _ claim: Claim) {
    for case .claim(.differs(let syntax)) in item.members.map(\.kind) {
      let isExpected = item.members.contains { member in
        if case .claim(.expected) = member.kind { return true }
        return false
      }
      if !isExpected || claim.expected?.word == .open {
        log.report(.nothingExpected(syntax.range))
      } else if let word = claim.accepted?.word, word == claim.expected?.word {
        log.report(.differsInNothing(syntax.word))
      }
    }
  }

  private func reading(
    _ syntax: ReadingSyntax, of item: ItemSyntax, _ claim: Claim
  ) -> ClaimReading {
    var reading = ClaimReading(name: syntax.name.text, site: site(syntax.name.range))
    for evidence in syntax.evidence {
      guard
        let found = self.evidence(
          evidence, reading.name, of: item, named: claim.name, claim.kernels)
      else { continue }
      reading.evidence.append(found)
    }
    if syntax.evidence.isEmpty && isIntact(syntax.range) {
      log.report(.emptyReading(syntax.name))
    }
    for assumption in syntax.assumptions {
      if reading.assumptions.contains(where: { $0.text == assumption.text.text }) {
        log.report(.duplicateName(assumption.text, kind: "an assumption", notes: []))
      }
      reading.assumptions.append(self.assumption(assumption))
    }
    return reading
  }

  /// What is to be so, on the kernels of its item on which it can be decided.
  func evidence(
    _ syntax: EvidenceSyntax, _ reading: String, of item: ItemSyntax, named name: String,
    _ kernels: [String]
  ) -> ClaimEvidence? {
    let found = lowered(syntax, reading, of: item, named: name, kernels)
    if let found, found.kernels.isEmpty && !kernels.isEmpty && isIntact(syntax.range) {
      log.report(.elsewhere(item.name, syntax.range))
    }
    return found
  }

  private func lowered(
    _ syntax: EvidenceSyntax, _ reading: String, of item: ItemSyntax, named title: String,
    _ mine: [String]
  ) -> ClaimEvidence? {
    let site = site(syntax.range)
    switch syntax.kind {
    case .shared(let name):
      guard let test = specification.litmusTests.first(where: { $0.name == name.text }) else {
        let near = Suggestion.nearest(to: name.text, among: names(.litmus))
        log.report(.unknownItem("litmus test", name, near: near))
        return nil
      }
      let kernels = test.kernels.filter(mine.contains)
      return ClaimEvidence(.litmus(test, isShared: true), kernels: kernels, site: site)
    case .litmus(let inline):
      guard let test = litmusTest(inline, of: item, mine, named: "\(title): \(reading)")
      else { return nil }
      return ClaimEvidence(.litmus(test, isShared: false), kernels: test.kernels, site: site)
    case .claimed(let claimed):
      guard let statement = named(claimed) else { return nil }
      let known = specification.designs.first { $0.name == statement.design }?.kernels ?? []
      let kernels = statement.kernel.map { [$0] } ?? known
      return ClaimEvidence(
        .verdict(statement), kernels: kernels.filter(mine.contains), site: site)
    case .declared(let declared):
      guard let (found, kernels) = self.declared(declared, mine) else { return nil }
      return ClaimEvidence(.declared(found), kernels: kernels, site: site)
    case .notModelled(let reason):
      return ClaimEvidence(.notModelled(reason), kernels: mine, site: site)
    }
  }

  /// A test that stands in a claim is on the claim's kernels, or on some of them.
  private func litmusTest(
    _ inline: ItemSyntax, of item: ItemSyntax, _ mine: [String], named name: String
  ) -> LitmusTest? {
    var test = inline
    test.name = Name(name, inline.name.range)
    for kernel in inline.kernels
    where self.item(.kernel, named: kernel.text)?.isAbstract == false
      && !mine.contains(kernel.text)
    {
      log.report(.kernelNotOfClaim(kernel, item.name))
    }
    if inline.kernels.isEmpty {
      test.kernels = mine.map { Name($0, item.name.range) }
    }
    return litmusTest(test)
  }

  /// What a design is said to do, with its properties named.
  private func named(_ syntax: ClaimedSyntax) -> ClaimStatement? {
    guard let statement = statement(syntax) else { return nil }
    switch statement.assertion {
    case .keeps, .breaks: break
    case .keepsAtLeast, .breaksSomething:
      log.report(.wholeTable(syntax.range))
      return nil
    }
    let design = specification.designs.first { $0.name == statement.design }
    if let design, syntax.variant == nil, !design.variants.isEmpty {
      log.report(.variantNeeded(syntax.design, design.variants.map(\.name)))
      return nil
    }
    return statement
  }

  private func declared(
    _ syntax: DeclaredSyntax, _ mine: [String]
  ) -> (ClaimEvidence.Declared, [String])? {
    var kernels = mine
    if let name = syntax.design {
      guard let design = design(name) else { return nil }
      kernels = kernels.filter(design.kernels.contains)
    }
    let own = syntax.design.flatMap { designContexts[$0.text] }
    let contexts = own.map { [$0] } ?? kernels.compactMap { checkedKernels[$0]?.whole.declarations }
    for context in contexts where context.callables[syntax.callable.text] == nil {
      let near = Suggestion.nearest(to: syntax.callable.text, among: context.callables.keys)
      log.report(.unknownItem("call, step or routine", syntax.callable, near: near))
      return nil
    }
    let fact: ClaimEvidence.Fact
    switch syntax.fact {
    case .changesNothing: fact = .changesNothing
    case .attribute(let name, let isNegated):
      guard let attribute = Callable.Attribute(rawValue: name.text) else {
        let known = Callable.Attribute.allCases.map(\.rawValue)
        let near = Suggestion.nearest(to: name.text, among: known)
        log.report(.unknownAttribute(name, near: near))
        return nil
      }
      fact = isNegated ? .lacks(attribute) : .has(attribute)
    }
    return (
      ClaimEvidence.Declared(
        callable: syntax.callable.text, design: syntax.design?.text, fact: fact), kernels
    )
  }

  /// An assumption may speak of the options of every kernel and design.
  private func assumption(_ syntax: AssumptionSyntax) -> ClaimAssumption {
    if syntax.members.isEmpty && isIntact(syntax.range) {
      log.report(.emptyAssumption(syntax.text))
    }
    return ClaimAssumption(
      syntax.text.text, settings: settings(syntax.members, optionChecker),
      scope: scope(syntax.members, allDeclared, allBudgets))
  }
}
