import Checking
import Explicit
import Reporting
import TransitionSystem

/// Looks once more at the violated cells of a run, for other counterexamples.
struct OtherRunSearch: Sendable {
  let assembly: Assembly
  let plan: Plan
  let limits: Limits

  private var runs: OtherRuns { OtherRuns(assembly, limits) }

  /// A violated cell whose runs end, with its search.
  private struct Work: Sendable {
    var cell: Cell
    var search: Plan.Search
    var violation: SearchResult.Violation
  }

  private func work(_ results: [CellResult]) -> [Work] {
    results.compactMap { result in
      guard let (trace, claim) = result.counterexample, trace.loopStart == nil,
        let search = plan.search(of: result.cell)
      else { return nil }
      return Work(
        cell: result.cell, search: search, violation: .init(trace: trace, claim: claim))
    }
  }

  /// The results, each violation shown with as few context switches as its length allows, and why
  /// some are not.
  func withFewestSwitches(
    _ results: [CellResult]
  ) async throws -> (results: [CellResult], remarks: [String]) {
    let found = await inParallel(work(results), atMost: limits.threads) { work in
      Result { (work, try runs.fewestSwitches(work.violation, work.cell, work.search)) }
    }
    var results = results
    var remarks: [String] = []
    for result in found {
      let (work, outcome) = try Self.value(of: result)
      switch outcome {
      case .found(let trace, _):
        guard let index = results.firstIndex(where: { $0.cell == work.cell }) else { continue }
        results[index].verdict = .violated(trace, work.violation.claim)
      case .stopped(let reason):
        remarks.append("\(Self.name(work.cell)): fewest switches not found (\(reason.words))")
      case .notFound:
        throw Failure.internalError("no run of '\(work.cell.property)' is as long as its shortest")
      case nil: continue
      }
    }
    return (results, remarks)
  }

  /// Counterexamples of other kinds, at most `count` with the one that each result has.
  func different(
    _ results: [CellResult], atMost count: Int
  ) async throws -> [Cell: OtherRuns.Different] {
    let found = await inParallel(work(results), atMost: limits.threads) { work in
      Result {
        let others = try runs.different(
          from: work.violation, atMost: count, work.cell, work.search)
        return (work.cell, others)
      }
    }
    var different: [Cell: OtherRuns.Different] = [:]
    for result in found {
      let (cell, others) = try Self.value(of: result)
      different[cell] = others
    }
    return different
  }

  /// A disagreement between engine and evaluator is a defect of ours.
  private static func value<Success>(of result: Result<Success, any Error>) throws -> Success {
    do { return try result.get() } catch let error as InternalError {
      throw Failure.internalError(error.message)
    }
  }

  static func name(_ cell: Cell) -> String {
    "\(cell.column.place), \(cell.property)"
  }
}
