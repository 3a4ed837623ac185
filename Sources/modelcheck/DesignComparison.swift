import Checking
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// Why there is no comparison, though nothing is wrong: a limit.
struct NotCompared: Error {
  var message: String
}

/// Compares two designs.
struct DesignComparison {
  let assembly: Assembly
  let limits: Limits
  let mostStates: Int
  let mostPairs: Int

  func report(_ searches: [Plan.Search], style: Style, most: Int) throws -> ComparisonReport {
    var events = VisibleGraph.Events()
    var sides: [ComparisonReport.Side] = []
    for search in searches {
      let cell = Cell(
        column: search.column, property: "", workload: search.workload, scope: search.scope)
      sides.append(.init(cell: cell, graph: try graph(search, cell, &events)))
    }
    let difference = TraceDifference(
      sides[0].graph, sides[1].graph, events, mostPairs: mostPairs, shouldStop: limits.shouldStop)
    let runs = try difference.differences.map { found in
      let side = sides[found.isFirst ? 0 : 1]
      do throws(ReplayError) {
        return Run(
          cell: side.cell, evaluator: side.graph.evaluator,
          replayed: try side.graph.evaluator.replay(found.run), claim: .covers,
          roles: assembly.specification.roles(of: side.cell))
      } catch { throw InternalError("a run of a comparison does not replay: \(error.message)") }
    }
    return ComparisonReport(
      sides[0], sides[1], difference, runs: runs, assembly.specification, style: style, most: most)
  }

  private func graph(
    _ search: Plan.Search, _ cell: Cell, _ events: inout VisibleGraph.Events
  ) throws -> VisibleGraph {
    let (system, scope) = try assembly.system(of: search)
    if let excess = ScopeEstimate(system, scope).excess {
      throw Failure.usage("the scope is too large: \(excess)")
    }
    var options = limits.searchOptions
    options.symmetricSorts = .off
    do throws(VisibleGraph.Incomplete) {
      return try VisibleGraph(
        system, scope: scope, roles: assembly.specification.roles(of: cell), events: &events,
        options: options, mostStates: mostStates)
    } catch {
      let title = search.column.title
      switch error {
      case .tooLarge:
        throw NotCompared(
          message: "'\(title)' has more than \(mostStates) states; choose a smaller scope, as "
            + "--scope calls=1,blocks=2, or more --states")
      case .stopped(let reason):
        throw NotCompared(message: "'\(title)' is not compared: \(reason.words)")
      case .error(let error):
        throw Failure.specErrors("'\(title)': a reachable state is an error: \(error.message)")
      }
    }
  }
}
