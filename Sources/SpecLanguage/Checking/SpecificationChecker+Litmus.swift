internal import TransitionSystem

/// Litmus tests.
extension SpecificationChecker {
  func checkLitmus(_ item: ItemSyntax) {
    if let test = litmusTest(item) { specification.litmusTests.append(test) }
  }

  func litmusTest(_ item: ItemSyntax) -> LitmusTest? {
    var test = LitmusTest(name: item.name.text)
    (test.title, test.source) = texts(item.members)
    (test.site, test.documentation) = (site(item.name.range), item.documentation)
    let design = self.design(of: item, &test)
    guard let context = context(item, design, &test) else { return nil }
    let checker = FragmentChecker(
      .litmus, item.name.text, inherited: context, sources: sources, log: log)
    checker.check(item.members)
    test.settings = settings(item.members, checker)
    test.scope = scope(item.members, checker.declarations, allBudgets)
    for name in scopedCalls(item.members) { log.report(.callsOfLitmus(name)) }
    test.initialization = prepared(item.members) + checker.fragment.initialization
    checker.fragment.initialization = []
    addTasks(of: item, checker, &test)
    addConditions(of: item, checker, &test)
    test.fragment = checker.fragment
    test.text = text(of: item)
    return test
  }

  /// The design that is named, if any; a note of what it was seen on is taken on the way.
  private func design(of item: ItemSyntax, _ test: inout LitmusTest) -> Name? {
    var found: Name?
    for case .litmus(let member) in item.members.map(\.kind) {
      switch member {
      case .observed(let text):
        if !test.observed.isEmpty { log.report(.duplicateText("observed", text.range)) }
        test.observed = text.text
      case .design(let design, let variant):
        if found != nil { log.report(.duplicateText("design", design.range)) }
        found = design
        (test.design, test.variant) = (design.text, variant?.text)
        if let known = self.design(design), let variant { require(variant, of: known) }
      case .task, .condition: break
      }
    }
    return found
  }

  /// What the test's texts may name: what its first kernel offers, or the design on it.
  private func context(
    _ item: ItemSyntax, _ design: Name?, _ test: inout LitmusTest
  ) -> Declarations? {
    test.kernels = kernels(of: item)
    if let design, let known = specification.designs.first(where: { $0.name == design.text }) {
      for name in item.kernels
      where test.kernels.contains(name.text) && !known.kernels.contains(name.text) {
        log.report(.designNotOnKernel(design, name))
      }
    }
    guard let first = test.kernels.first else { return nil }
    return design.flatMap { designContexts[$0.text] } ?? checkedKernels[first]?.whole.declarations
  }

  /// The initial state of the workload that is named.
  func prepared(_ members: [MemberSyntax]) -> [Statement] {
    members.flatMap { member -> [Statement] in
      guard case .workload(let name) = member.kind else { return [] }
      if let found = specification.workloads.first(where: { $0.name == name.text }) {
        return found.initialization
      }
      let near = Suggestion.nearest(to: name.text, among: names(.workload))
      log.report(.unknownItem("workload", name, near: near))
      return []
    }
  }

  private func addTasks(
    of item: ItemSyntax, _ checker: FragmentChecker, _ test: inout LitmusTest
  ) {
    var programs = LitmusPrograms(checker)
    for case .litmus(.task(let task)) in item.members.map(\.kind) {
      if test.roles.contains(where: { $0.name == task.name.text }) {
        log.report(.duplicateName(task.name, kind: "a task", notes: []))
        continue
      }
      test.roles.append(programs.role(task))
    }
    if test.roles.isEmpty { log.report(.emptyLitmus(item.name, "task")) }
    test.registers = programs.registers
    let isInterrupted = test.roles.contains(where: \.restarts) || (test.scope["crash"] ?? 0) > 0
    if isInterrupted { programs.watchCrashes() }
  }

  private func addConditions(
    of item: ItemSyntax, _ checker: FragmentChecker, _ test: inout LitmusTest
  ) {
    for case .litmus(.condition(let syntax)) in item.members.map(\.kind) {
      let alternatives = syntax.alternatives.map { demands in
        Expression.and(
          demands.compactMap { demand in
            BodyChecker(checker, .condition).condition(demand, "what a final state is tested for")
              .map { Self.demanded($0, test.registers) }
          })
      }
      test.conditions.append(
        .init(
          syntax.quantifier, alternatives, site: site(syntax.range),
          text: "\(syntax.quantifier.rawValue) \(written(syntax.range))"))
    }
    if test.conditions.isEmpty { log.report(.emptyLitmus(item.name, "condition")) }
  }

  /// The test without its texts and its conditions.
  private func text(of item: ItemSyntax) -> [String] {
    var prepared: [String] = []
    var programs: [String] = []
    for member in item.members {
      switch member.kind {
      case .litmus(.task): programs.append(written(member.range))
      case .title, .source, .litmus(.observed), .litmus(.condition): break
      default: prepared.append(written(member.range))
      }
    }
    return (prepared.isEmpty ? [] : [prepared.joined(separator: " ")]) + programs
  }

  /// A part of a text on one line, without its comments.
  private func written(_ range: SourceRange) -> String {
    guard sources.indices.contains(range.file) else { return "" }
    let lines = sources[range.file].text(range.lower, range.upper).split(separator: "\n")
    let words = lines.flatMap { line -> [Substring] in
      let code = line.split(separator: "//", omittingEmptySubsequences: false).first ?? line
      return code.split(whereSeparator: \.isWhitespace)
    }
    return words.joined(separator: " ")
  }

  /// Nothing holds of a result that no call gave.
  private static func demanded(
    _ demand: Expression, _ registers: [Parameter]
  ) -> Expression {
    let read = registers.map(\.name).filter(demand.stateVariables.contains)
    return .and(read.map { .isDefined($0, []) } + [demand])
  }
}
