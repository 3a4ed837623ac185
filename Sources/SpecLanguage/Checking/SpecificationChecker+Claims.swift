internal import TransitionSystem

/// Expectations and claims: statements about verdicts.
extension SpecificationChecker {
  /// Fills in the expectations of all designs; they name properties, which are known only now.
  func checkExpectations() {
    for index in specification.designs.indices {
      let design = specification.designs[index]
      guard let item = item(.design, named: design.name) else { continue }
      var own: [ExpectSyntax] = []
      for member in item.members {
        switch member.kind {
        case .expect(let syntax): own.append(syntax)
        case .variant(let variant):
          let position = design.variants.firstIndex { $0.name == variant.name.text }
          guard let position, design.variants[position].site == site(variant.name.range) else {
            continue
          }
          specification.designs[index].variants[position].expectations =
            expectations(variant.expectations, design)
        case .title, .source, .sort, .enumeration, .state, .lock, .option, .settings, .define,
          .event, .callable, .environment, .initialization, .property, .role, .scope, .uses,
          .workload, .handler, .demand, .fairness, .contested, .claimed, .claim, .bug, .litmus,
          .requirement, .aside:
          break
        }
      }
      specification.designs[index].expectations = expectations(own, design)
    }
  }

  /// The expectations of a design, or of one of its variants, which must not contradict each other.
  private func expectations(_ lines: [ExpectSyntax], _ design: Design) -> [Expectation] {
    var said: [String: [(line: ExpectSyntax, name: Name)]] = [:]
    for line in lines {
      for name in line.properties {
        if let first = said[name.text]?.first(where: { $0.line.contradicts(line) }) {
          let note = Diagnostic.Note("the first one is here", at: first.name.range)
          log.report(
            .contradictoryExpectation(
              name, first.line.verdict.text, line.verdict.text, notes: [note]))
        }
        said[name.text, default: []].append((line, name))
      }
    }
    return lines.compactMap { expectation($0, design) }
  }

  private func expectation(_ syntax: ExpectSyntax, _ design: Design) -> Expectation? {
    guard let verdict = Expectation.Verdict(rawValue: syntax.verdict.text) else {
      let known = Expectation.Verdict.allCases.map(\.rawValue)
      let near = Suggestion.nearest(to: syntax.verdict.text, among: known)
      log.report(.unknownVerdict(syntax.verdict, known, near: near))
      return nil
    }
    for kernel in syntax.kernels where !design.kernels.contains(kernel.text) {
      let near = Suggestion.nearest(to: kernel.text, among: design.kernels)
      if item(.kernel, named: kernel.text) == nil {
        log.report(.unknownItem("kernel", kernel, near: near))
      } else {
        log.report(.otherKernel(kernel, design.name, near: near))
      }
    }
    return Expectation(
      verdict: verdict, properties: properties(syntax.properties),
      kernels: syntax.kernels.map(\.text), reason: syntax.reason, site: site(syntax.range))
  }

  /// The names of properties, each of which must exist.
  private func properties(_ names: [Name]) -> [String] {
    for name in names where item(.property, named: name.text) == nil {
      let near = Suggestion.nearest(to: name.text, among: self.names(.property))
      log.report(.unknownItem("property", name, near: near))
    }
    return names.map(\.text)
  }

  func checkClaim(_ item: ItemSyntax) {
    let (title, source) = texts(item.members)
    var claim = Claim(
      name: item.name.text, title: title, source: source, site: site(item.name.range),
      documentation: item.documentation)
    for case .claimed(let syntax) in item.members.map(\.kind) {
      if let statement = statement(syntax) { claim.statements.append(statement) }
    }
    addReadings(of: item, to: &claim)
    let isEmpty = claim.statements.isEmpty && claim.readings.isEmpty && claim.says.isEmpty
    if isEmpty, !log.diagnostics.hasErrors { log.report(.emptyClaim(item.name)) }
    specification.claims.append(claim)
  }

  func design(_ name: Name) -> Design? {
    let found = specification.designs.first { $0.name == name.text }
    if found == nil {
      let near = Suggestion.nearest(to: name.text, among: names(.design))
      log.report(.unknownItem("design", name, near: near))
    }
    return found
  }

  /// Says so if the design has no such variant.
  func require(_ variant: Name, of design: Design) {
    let known = design.variants.map(\.name)
    guard !known.contains(variant.text) else { return }
    let near = Suggestion.nearest(to: variant.text, among: known)
    log.report(.unknownItem("variant", variant, near: near))
  }

  func statement(_ syntax: ClaimedSyntax) -> ClaimStatement? {
    guard let design = design(syntax.design) else { return nil }
    if let variant = syntax.variant { require(variant, of: design) }
    if let kernel = syntax.kernel, !design.kernels.contains(kernel.text) {
      let near = Suggestion.nearest(to: kernel.text, among: design.kernels)
      if item(.kernel, named: kernel.text) == nil {
        log.report(.unknownItem("kernel", kernel, near: near))
      } else {
        log.report(.otherKernel(kernel, design.name, near: near))
      }
    }
    let assertion: ClaimStatement.Assertion
    switch syntax.assertion {
    case .keeps(let names): assertion = .keeps(properties(names))
    case .breaks(let names): assertion = .breaks(properties(names))
    case .breaksSomething: assertion = .breaksSomething
    case .keepsAtLeast(let count, let other):
      guard self.design(other) != nil else { return nil }
      assertion = .keepsAtLeast(count, ofWhatBreaks: other.text)
    }
    return ClaimStatement(
      design: design.name, variant: syntax.variant?.text, kernel: syntax.kernel?.text,
      assertion: assertion, site: site(syntax.range))
  }
}

extension ExpectSyntax {
  /// Whether both cannot come true of a property that both name: they speak of one kernel.
  fileprivate func contradicts(_ other: ExpectSyntax) -> Bool {
    guard let own = Expectation.Verdict(rawValue: verdict.text),
      let others = Expectation.Verdict(rawValue: other.verdict.text), own.excludes(others)
    else { return false }
    return kernels.isEmpty || other.kernels.isEmpty
      || kernels.contains { kernel in other.kernels.contains { $0.text == kernel.text } }
  }
}
