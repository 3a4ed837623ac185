package import TransitionSystem

/// Reads a condition on the state, as a property of a design or model could state it.
///
/// - Parameters:
///   - source: The text of the condition.
///   - design: The design or model that it speaks of.
///   - sources: The spec files, which have no errors.
///   - library: What they were checked with.
/// - Returns: The condition, which may name options of the design, and what is wrong with the text;
///   with errors the condition is nil.
package func condition(
  _ source: SourceText, of design: String, in sources: [SourceText], library: MechanismLibrary
) -> (Expression?, [Diagnostic]) {
  let (syntax, diagnostics) = Parser.parseCondition(source, file: sources.count)
  guard let syntax, !diagnostics.hasErrors else { return (nil, diagnostics) }
  let checker = SpecificationChecker(sources: sources, library: library)
  checker.run()
  let log = DiagnosticLog()
  let unit = FragmentChecker(
    .property, "", inherited: checker.declarations(of: design), sources: sources + [source],
    log: log)
  let found = BodyChecker(unit, .condition).condition(syntax, "what is looked for")
  return (log.diagnostics.hasErrors ? nil : found, log.diagnostics)
}

extension SpecificationChecker {
  /// What texts about a design or model may name: also what only the design itself declares.
  fileprivate func declarations(of design: String) -> Declarations {
    if let known = designContexts[design] { return known }
    guard let item = item(.model, named: design) else { return interface }
    let checker = FragmentChecker(
      .model, item.name.text, inherited: Declarations(Self.free(of: item)), sources: sources,
      log: DiagnosticLog())
    checker.check(item.members)
    return checker.declarations
  }

  /// What a model has for free: tasks, and results unless it declares its own.
  static func free(of item: ItemSyntax) -> Fragment {
    var free = Fragment()
    free.sorts = [Sort("task", elements: .numbered(prefix: "P"))]
    let declaresResult = item.members.contains { member in
      if case .enumeration(let name, _) = member.kind { return name.text == "result" }
      return false
    }
    if !declaresResult { free.variants = [result] }
    return free
  }
}
