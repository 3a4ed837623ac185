import Checking
import Proving
import Reporting
import SpecLanguage
import TransitionSystem

/// Violations beyond the scope as the store keeps them: trace files that are replayed.
struct BeyondFiles {
  let assembly: Assembly

  init(_ assembly: Assembly) { self.assembly = assembly }

  /// The text of a violation.
  func text(_ violation: BeyondScope.Violation, _ slice: String) throws -> String {
    guard let cell = violation.search.cells.first else { return "" }
    let run = try CheckRun.replay(
      violation.trace, violation.claim, cell, violation.search, assembly)
    let json = TraceFile.json(
      of: run, properties: violation.search.properties, settings: [], version: ModelCheck.version)
    return StoredViolation(
      slice: slice, scope: violation.scope, steps: violation.trace.steps.count,
      trace: json.document(Style(isASCII: false))
    ).text
  }

  /// The violation of a cell, if the stored run still breaks its property at a larger scope.
  ///
  /// - Throws: `Failure.specErrors`, or `ReplayError`, that says why it does not.
  func replayed(_ stored: StoredViolation, _ cell: Cell) throws -> BeyondScope.Violation {
    let file: TraceFile
    do {
      file = try TraceFile(
        JSONParser.parse(Array(stored.trace.utf8)), assembly.specification)
    } catch { throw Failure.specErrors("this is no trace") }
    let scope = file.cell.scope
    guard file.cell.column == cell.column, file.cell.property == cell.property,
      file.cell.workload == cell.workload, file.settings.isEmpty,
      file.properties == [cell.property],
      stored.steps == file.trace.steps.count
    else { throw Failure.specErrors("this is about something else") }
    // What the property's scope switches off is no part of the claim.
    let foreign = scope.budgets.filter { $0.value > 0 && cell.scope.budgets[$0.key] ?? 0 == 0 }
    if let event = foreign.keys.min() {
      throw Failure.specErrors("'\(event)' is off in the scope of \(cell.property)")
    }
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: scope, properties: [cell.property])
    _ = try CheckRun.replay(file.trace, file.claim, file.cell, search, assembly)
    return BeyondScope.Violation(
      search: search, larger: scope.entries(differingFrom: cell.scope), trace: file.trace,
      claim: file.claim)
  }
}
