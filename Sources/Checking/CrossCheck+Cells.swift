import SpecLanguage
import Symbolic
import TransitionSystem

extension CrossCheck {
  /// Confirms the traces of a search, and checks its kept cells to a depth.
  func confirm(
    _ search: Plan.Search, _ results: [CellResult], _ deadline: ContinuousClock.Instant
  ) -> Report {
    let mine = results.filter { search.cells.contains($0.cell) }
    var report = Report()
    do {
      let checker = try checker(of: search)
      for result in mine {
        guard case .violated(let trace, let claim) = result.verdict else { continue }
        let answer = try checker.confirms(trace, claim: claim, property: result.cell.property)
        report.take(answer, result.cell) { $0.confirmed += 1 }
      }
      let kept = mine.filter { if case .holds = $0.verdict { true } else { false } }.map(\.cell)
      guard !kept.isEmpty else { return report }
      let depth = try checker.noViolation(
        of: kept.map(\.property), toDepth: Self.keptDepth, deadline: deadline)
      switch depth {
      case .none(let depth): report.keptDepths += kept.map { _ in depth }
      case .found(let finding):
        report.disagree(kept[0], "Z3 breaks \(finding.property) in \(finding.length) steps")
      case .stopped: report.unfinished += kept
      }
    } catch { report.disagree(mine.first?.cell ?? search.cells[0], Self.message(of: error)) }
    return report
  }

  /// Finds a counterexample again from nothing, at the smallest scope that shows it.
  func rederive(_ result: CellResult, _ deadline: ContinuousClock.Instant) -> Report {
    var report = Report()
    guard ContinuousClock.now < deadline, limits.shouldStop() == nil else {
      report.unfinished.append(result.cell)
      return report
    }
    do {
      let (search, steps, claim) = try smallest(result)
      if let length = result.steps, search.scope == result.cell.scope, steps != length {
        report.disagree(result.cell, "a run of \(steps) steps breaks it, not only \(length)")
      }
      let answer = try checker(of: search).confirmsShortest(
        length: steps, claim: claim, property: result.cell.property, deadline: deadline)
      report.take(answer, result.cell) { $0.rederived.append((result.cell, steps)) }
    } catch { report.disagree(result.cell, Self.message(of: error)) }
    return report
  }

  private func checker(of search: Plan.Search) throws -> BoundedChecker {
    let (system, scope) = try assembly.system(of: search)
    let reduced = Assembly.reduced(system, of: search)
    return try BoundedChecker(system: reduced, scope: scope)
  }

  /// The first scope, from small to large, at which the explicit engine finds a violation.
  private func smallest(
    _ result: CellResult
  ) throws -> (search: Plan.Search, steps: Int, claim: Trace.Claim) {
    let property = result.cell.property
    for scope in Self.smallerScopes(result.cell.scope) {
      let search = Plan.Search(
        column: result.cell.column, workload: result.cell.workload, scope: scope,
        properties: [property])
      guard (try? assembly.system(of: search)) != nil else { continue }
      let campaign = Campaign(assembly: assembly, plan: Plan(searches: [search]), limits: limits)
      guard case .decided(let cells, _) = campaign.explore(search),
        case .violated(let trace, let claim)? = cells.first?.verdict
      else { continue }
      return (search, trace.steps.count, claim)
    }
    throw InternalError("'\(property)' is not violated again at its own scope")
  }

  /// Scopes with fewer calls, data values and blocks, the smallest first, the own one last.
  private static func smallerScopes(_ scope: RunScope) -> [RunScope] {
    var found: [(weight: Int, scope: RunScope)] = []
    for calls in 1...max(1, scope.calls) {
      for data in 1...max(1, scope.sizes["data"] ?? 1) {
        for blocks in 1...max(1, scope.sizes["block"] ?? 1) {
          var smaller = scope
          smaller.calls = calls
          if scope.sizes["data"] != nil { smaller.sizes["data"] = data }
          if scope.sizes["block"] != nil { smaller.sizes["block"] = blocks }
          found.append((calls * 9 + data * 3 + blocks, smaller))
        }
      }
    }
    return found.sorted { $0.weight < $1.weight }.map(\.scope).distinct
  }

  private static func message(of error: any Error) -> String {
    switch error {
    case let error as BoundedCheckError: error.message
    case let error as CompositionError: error.message
    case let error as InternalError: error.message
    default: "\(error)"
    }
  }
}

extension CrossCheck.Report {
  fileprivate mutating func take(
    _ answer: Agreement, _ cell: Cell, confirmed: (inout Self) -> Void
  ) {
    switch answer {
    case .confirmed: confirmed(&self)
    case .disagrees(let why): disagree(cell, why)
    case .unknown: unfinished.append(cell)
    }
  }

  fileprivate mutating func disagree(_ cell: Cell, _ why: String) {
    disagreements.append(
      "\(cell.column.kernel ?? "") \(cell.column.title), \(cell.property): \(why)")
  }

  mutating func merge(_ other: Self) {
    rederived += other.rederived
    confirmed += other.confirmed
    keptDepths += other.keptDepths
    unfinished += other.unfinished
    disagreements += other.disagreements
  }
}
