internal import TransitionSystem

/// Calls that workloads, observers and properties name, but that no text declares as they need it:
/// a mistake that many places share is told once, where it was made.
extension SpecificationChecker {
  /// A syscall or recipe as one text declares it; without a place, as Swift does.
  private struct DeclaredCall {
    var signature: Declarations.Signature
    var place: SourceRange?
  }

  /// A place that names a call, with the number of arguments there.
  private struct CallUse {
    var name: Name
    var count: Int
  }

  /// Reports what is wrong for all uses of a name, and takes it out of what they may be told of.
  func settleCalls(declaredIn contexts: [Declarations]) {
    var uses: [String: [CallUse]] = [:]
    for use in outsideUses where interface.events[use.name.text] == nil {
      uses[use.name.text, default: []].append(use)
    }
    for (name, uses) in uses.sorted(by: { $0.key < $1.key }) {
      let declared = declarations(of: name, in: contexts)
      if declared.isEmpty {
        if uses.count > 1 { reportMissing(uses) }
      } else if declared.allSatisfy({ isVisible($0.signature) }) {
        settle(name, declared, uses)
      }
    }
  }

  /// What workloads, observers and properties call or watch, in the order of the texts.
  private var outsideUses: [CallUse] {
    let watching: Set<ItemSyntax.Kind> = [.workload, .observer, .property]
    return items.filter { watching.contains($0.kind) }.flatMap(\.members).flatMap {
      member -> [CallUse] in
      switch member.kind {
      case .role(let role):
        return role.menu.map { CallUse(name: $0.callee, count: $0.arguments.count) }
      case .handler(let handler):
        return handler.triggers.map { CallUse(name: $0.name, count: $0.binders.count) }
      case .title, .source, .sort, .enumeration, .state, .lock, .option, .settings, .define,
        .event, .callable, .environment, .initialization, .property, .scope, .uses, .workload,
        .demand, .fairness, .contested, .variant, .expect, .claimed, .claim, .bug, .litmus,
        .requirement, .aside:
        return []
      }
    }
  }

  private func declarations(of name: String, in contexts: [Declarations]) -> [DeclaredCall] {
    let key = Declarations.Key(group: .call, name: name)
    var seen: Set<SourceRange?> = []
    return contexts.compactMap { context in
      guard let signature = context.callables[name], signature.isUserVisible,
        seen.insert(context.places[key]).inserted
      else { return nil }
      return DeclaredCall(signature: signature, place: context.places[key])
    }
  }

  private func isVisible(_ signature: Declarations.Signature) -> Bool {
    (signature.parameters.map(\.type) + [signature.returns].compactMap(\.self))
      .allSatisfy(isVisible)
  }

  private func reportMissing(_ uses: [CallUse]) {
    let name = uses[0].name
    let known = Array(interface.callables.keys) + interface.events.keys
    let near = Suggestion.nearest(to: name.text, among: known)
    var diagnostic = Diagnostic.unknownTrigger(name, actually: nil, near: near)
    diagnostic.notes.append(
      .init("\(uses.count) places need it; no kernel, design or workload declares it"))
    log.report(diagnostic)
    interface.settled.insert(name.text)
  }

  /// The declaration that most others agree with counts, if it fits the uses; the others are wrong.
  private func settle(_ name: String, _ declared: [DeclaredCall], _ uses: [CallUse]) {
    let counts = Set(uses.map(\.count))
    let fitting = declared.filter { counts.contains($0.signature.parameters.count) }
    func supporters(_ call: DeclaredCall) -> Int {
      declared.filter { $0.signature.agrees(with: call.signature) }.count
    }
    let most = fitting.map(supporters).max()
    guard let right = fitting.first(where: { supporters($0) == most }) else {
      if uses.count > 1, counts.count == 1 { reportUnfit(name, declared, uses) }
      return
    }
    let wrong = declared.filter { !$0.signature.agrees(with: right.signature) }
    for call in wrong {
      guard let place = call.place else { continue }
      log.report(
        .disagreeingSignatures(
          Name(name, place), call.signature.description, right.signature.description,
          notes: notes(right.place, uses)))
    }
    if wrong.contains(where: { $0.place != nil }) {
      interface.disagreeing[name] = nil
      interface.callables[name] = right.signature
    }
  }

  private func reportUnfit(_ name: String, _ declared: [DeclaredCall], _ uses: [CallUse]) {
    let places = declared.compactMap { call in call.place.map { (call, $0) } }
    guard !places.isEmpty else { return }
    for (call, place) in places {
      log.report(
        .argumentCount(
          Name(name, place), call.signature.parameters, found: uses[0].count, uses: uses.count,
          notes: notes(nil, uses)))
    }
    interface.disagreeing[name] = nil
    interface.callables[name] = nil
    interface.settled.insert(name)
  }

  private func notes(_ declared: SourceRange?, _ uses: [CallUse]) -> [Diagnostic.Note] {
    let name = uses[0].name
    let other = declared.map { Diagnostic.Note("'\(name.text)' is declared here", at: $0) }
    return [other, .init("it is named here", at: name.range)].compactMap(\.self)
  }
}
