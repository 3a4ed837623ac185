internal import TransitionSystem

/// Known bugs.
extension SpecificationChecker {
  func checkBug(_ item: ItemSyntax) {
    var bug = KnownBug(name: item.name.text)
    bug.source = texts(item.members).source
    bug.kernels = kernels(of: item)
    bug.settings = settings(item.members, optionChecker)
    bug.site = site(item.name.range)
    bug.documentation = item.documentation
    for case .bug(let syntax) in item.members.map(\.kind) {
      guard let found = evidence(syntax, "evidence", of: item, named: bug.name, bug.kernels)
      else { continue }
      bug.evidence.append(found)
    }
    if isIntact(item.range) {
      if bug.settings.isEmpty { log.report(.bugWithoutSetting(item.name)) }
      if bug.evidence.isEmpty { log.report(.bugWithoutEvidence(item.name)) }
      let seen = Set(bug.evidence.flatMap(\.kernels))
      for kernel in bug.kernels where !seen.isEmpty && !seen.contains(kernel) {
        log.report(.bugUnseen(item.name, on: kernel))
      }
    }
    specification.bugs.append(bug)
  }

  /// What knows the options of every kernel and design.
  var optionChecker: FragmentChecker {
    FragmentChecker(.design, "", inherited: allDeclared, sources: sources, log: log)
  }
}
