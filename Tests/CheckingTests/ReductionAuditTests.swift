import Checking
import Explicit
import Testing
import TransitionSystem

/// What `check --audit` compares, of every spec at a small scope.
@Suite("The audit of the reductions")
struct ReductionAuditTests {
  /// Some searches of each column; each property comes up in some column.
  private static func chosen(of plan: Plan) -> [Plan.Search] {
    let columns = plan.searches.map(\.column).reduce(into: [Column]()) {
      if $0.last != $1 { $0.append($1) }
    }
    return columns.enumerated().flatMap { number, column in
      let searches = plan.searches.filter { $0.column == column }
      let step = min(5, searches.count)
      return searches.indices.filter { $0 % step == number % step }.map { searches[$0] }
    }
  }

  @Test("every combination of reductions says the same of every spec")
  func agreement() async throws {
    let (plan, assembly) = try RealSpecs.smallPlan()
    let audit = ReductionAudit(assembly: assembly, limits: Limits(threads: 1))
    let rows = try await inParallel(Self.chosen(of: plan)) { try audit.row($0) }
    for row in rows {
      let name: Comment = "\(row.search.column.place): \(row.search.properties)"
      #expect(row.disagreements.isEmpty, name)
      #expect(row.gaps.isEmpty, name)
    }
    let counted = rows.flatMap(\.orbits)
    #expect(counted.count >= 100)
    #expect(rows.count(where: isSmaller) * 2 >= rows.count)
    #expect(Set(rows.map(\.search.column)) == Set(plan.searches.map(\.column)))
    #expect(Set(rows.flatMap(\.search.properties)) == Set(plan.cells.map(\.property)))
  }

  /// Whether the states without transient ones are fewer, and those without slicing not.
  private func isSmaller(_ row: ReductionAudit.Row) -> Bool {
    let all = Reductions.combinations(of: row.search)
    let states = all.compactMap { row.results[$0]?.distinctStates }
    return states.count == all.count && states[2] < states[0] && states[0] <= states[all.count - 4]
  }

  /// A reduction that is wrong in some way.
  enum Fault: CaseIterable {
    case losesAStep, losesAnAction, countsAnOrbitTwice, takesLonger

    func result(
      _ system: TransitionSystem, _ scope: Scope, _ options: SearchOptions
    ) -> SearchResult {
      var system = system
      let hasReturn = { (action: Action) in action.name.hasSuffix("return") }
      switch self {
      case .losesAStep where options.skipsTransientStates:
        // As if an errant step were thought to be seen by nobody.
        system.actions.removeAll { $0.name == "media_error" }
      case .losesAnAction where options.symmetricSorts != .off:
        system.actions.removeAll(where: hasReturn)
      default: break
      }
      var result = explore(system, scope: scope, options: options)
      switch self {
      case .countsAnOrbitTwice where options.symmetricSorts != .off: result.orbitStates += 1
      case .takesLonger where options.skipsTransientStates:
        for (name, violation) in result.violations {
          guard let first = violation.trace.steps.first else { continue }
          result.violations[name]?.trace.steps.insert(first, at: 0)
        }
      default: break
      }
      return result
    }
  }

  @Test("a reduction that is wrong is found", arguments: Fault.allCases)
  func faults(fault: Fault) throws {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(
        kernels: ["linux-5.14-ext4"], designs: ["punch+pwrite"],
        properties: ["repair_atomic", "no_bad_block_handed_over"], models: false))
    let audit = ReductionAudit(assembly: assembly, limits: Limits(threads: 1))
    var found: [String] = []
    for search in plan.searches {
      #expect(try audit.row(search).disagreements.isEmpty)
      found += try Campaign.$engine.withValue(.init { fault.result($0, $1, $2) }) {
        try audit.row(search).disagreements
      }
    }
    #expect(!found.isEmpty)
  }
}
