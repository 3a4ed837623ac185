import Explicit
package import SpecLanguage
package import TransitionSystem

/// Decides the cells of one search.
struct Decision {
  let assembly: Assembly
  let search: Plan.Search
  let result: SearchResult
  /// Of the whole system, nothing left out: replays run here.
  let evaluator: Evaluator

  private var specification: Specification { assembly.specification }

  /// The cells with their verdicts; throws when a trace does not replay, which is a defect of ours.
  func cells() throws(InternalError) -> [CellResult] {
    var results: [CellResult] = []
    for cell in search.cells {
      let declaration = specification.properties(of: cell.column).first {
        $0.name == cell.property
      }
      results.append(
        CellResult(
          cell: cell, verdict: try verdict(cell.property, declaration),
          expectation: specification.expectation(of: cell),
          searchStates: result.distinctStates, searchTransitions: result.generatedTransitions,
          isContested: declaration?.isContested ?? false,
          covers: result.covers.keys.filter { $0.property == cell.property }.map(\.message)
            .sorted(),
          fairness: fairness(declaration)))
    }
    return results
  }

  /// The fairness under which the cell was decided.
  private func fairness(_ declaration: PropertyDeclaration?) -> [CellResult.FairnessNote] {
    guard case .leadsTo(let response)? = declaration?.demand else { return [] }
    let made = evaluator.system.property(declaration?.name ?? "")?.kind.fairness ?? []
    let needed = result.responses[declaration?.name ?? ""]?.needed ?? []
    return response.fairness.map { assumption in
      CellResult.FairnessNote(
        name: assumption.name, strength: assumption.strength,
        isMade: made.contains { $0.name == assumption.name },
        isNeeded: needed.contains(assumption.name))
    }
  }

  private func verdict(
    _ name: String, _ declaration: PropertyDeclaration?
  ) throws(InternalError) -> Verdict {
    if let error = result.specError {
      return .unknown(.specError(error.error, error.trace))
    }
    if case .statically(let rule)? = declaration?.demand { return try decided(name, rule) }
    if let violation = result.violations[name] {
      try replay(violation.trace, violation.claim, name)
      return .violated(violation.trace, violation.claim)
    }
    if let witness = result.witnesses[name] {
      try replay(witness, .witnesses, name)
      return .witnessed(witness)
    }
    if case .stopped(let reason) = result.outcome { return .unknown(reason) }
    if case .reachable? = declaration?.demand { return .vacuous("no reachable state satisfies it") }
    if result.responses[name]?.isTriggered == false {
      return .vacuous("what it leads from never holds")
    }
    let missing = try uncovered(name, declaration)
    if let missing { return .vacuous(missing) }
    return .holds(
      .init(
        distinctStates: result.distinctStates, diameter: result.diameter,
        witness: firstCover(of: name)))
  }

  private func decided(_ name: String, _ rule: StaticRule) throws(InternalError) -> Verdict {
    let witness = firstCover(of: name)
    if let witness { try replay(witness, .covers, name) }
    let answer: StaticDecision.Answer
    do throws(CompositionError) {
      answer = try StaticDecision(assembly: assembly, search: search).answer(rule)
    } catch { throw InternalError("'\(name)' of \(search.column.title): \(error.message)") }
    guard answer.isKept, witness == nil else {
      return .decided(holds: answer.isKept, reason: answer.reason, witness: witness)
    }
    if case .stopped(let reason) = result.outcome { return .unknown(reason) }
    return .vacuous("\(StaticDecision.subject(rule)) never returns ok at this scope")
  }

  private func firstCover(of name: String) -> Trace? {
    result.covers.filter { $0.key.property == name }
      .sorted { $0.key.message < $1.key.message }.first?.value
  }

  /// What the property wants to be reachable and is not.
  private func uncovered(
    _ name: String, _ declaration: PropertyDeclaration?
  ) throws(InternalError) -> String? {
    let wanted = declaration?.fragment.handlers.flatMap { handler in
      handler.body.flattened.compactMap { statement -> String? in
        if case .cover(_, let message, _) = statement { return message }
        return nil
      }
    }
    for message in Set(wanted ?? []).sorted() {
      guard let witness = result.covers[.init(property: name, message: message)] else {
        return message.isEmpty ? "what the property speaks of never happens" : "never: \(message)"
      }
      try replay(witness, .covers, name)
    }
    return nil
  }

  private func replay(
    _ trace: Trace, _ claim: Trace.Claim, _ name: String
  ) throws(InternalError) {
    do throws(ReplayError) {
      _ = try evaluator.replay(trace, claiming: claim, property: name)
    } catch {
      throw InternalError(
        "the trace of '\(name)' for \(search.column.title) does not replay: \(error.message)")
    }
  }
}

/// A defect of modelcheck itself: two means do not agree.
package struct InternalError: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

extension Specification {
  /// What the design's author, or the variant's, expects of a cell.
  func expectation(of cell: Cell) -> Expectation? {
    guard let kernel = cell.column.kernel,
      let design = designs.first(where: { $0.name == cell.column.design })
    else { return nil }
    let variant = design.variants.first { $0.name == cell.column.variant }
    return ((variant?.expectations ?? []) + design.expectations).first {
      $0.properties.contains(cell.property) && ($0.kernels.isEmpty || $0.kernels.contains(kernel))
    }
  }

  /// The syscalls that a recipe of a column makes, recipes that it calls included.
  package func calls(of recipe: String, in column: Column) -> [Callable] {
    var layers = [library.fragment]
    if let kernel = column.kernel { layers += chain(of: kernel).map(\.fragment) }
    layers += designs.filter { $0.name == column.design }.map(\.fragment)
    layers += models.filter { $0.name == column.design && column.kernel == nil }.map(\.fragment)
    let all = layers.flatMap(\.callables)
    var found: [Callable] = []
    var pending = [recipe]
    var seen: Set<String> = []
    while let name = pending.popLast() {
      guard seen.insert(name).inserted, let callable = all.last(where: { $0.name == name }) else {
        continue
      }
      if callable.kind == .syscall { found.append(callable) }
      guard callable.kind == .recipe else { continue }
      for case .call(let call, _) in callable.body.flattened { pending.append(call.callee) }
    }
    return found.sorted { $0.name < $1.name }
  }
}
