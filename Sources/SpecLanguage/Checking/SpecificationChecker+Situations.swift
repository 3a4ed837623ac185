internal import TransitionSystem

/// Situations.
extension SpecificationChecker {
  func checkSituation(_ item: ItemSyntax) {
    var situation = Situation(name: item.name.text)
    (situation.title, situation.source) = texts(item.members)
    (situation.site, situation.documentation) = (site(item.name.range), item.documentation)
    situation.kernels = kernels(of: item)
    let checker = FragmentChecker(
      .situation, item.name.text, inherited: interface, sources: sources, log: log)
    checker.check(item.members)
    situation.settings = settings(item.members, optionChecker)
    situation.scope = scope(item.members, checker.declarations, allBudgets)
    for name in scopedCalls(item.members) { log.report(.callsOfSituation(name)) }
    situation.initialization = prepared(item.members) + checker.fragment.initialization
    if isIntact(item.range) && situation.initialization.isEmpty && situation.scope.isEmpty {
      log.report(.emptySituation(item.name))
    }
    specification.situations.append(situation)
  }

  /// Where a scope says how many calls there are; in some items that is no question.
  func scopedCalls(_ members: [MemberSyntax]) -> [Name] {
    var found: [Name] = []
    for case .scope(let counts) in members.map(\.kind) {
      found += counts.map(\.name).filter { $0.text == "calls" }
    }
    return found
  }
}

/// What is wrong with situations, in alphabetical order of the ids.
extension Diagnostic {
  fileprivate static func callsOfSituation(_ name: Name) -> Diagnostic {
    error("callsOfSituation", name.range, "in a situation one call is made at a time")
  }

  fileprivate static func emptySituation(_ name: Name) -> Diagnostic {
    error(
      "emptySituation", name.range,
      "the situation \"\(name.text)\" says nothing: 'init', 'workload' or 'scope' is missing")
  }
}
