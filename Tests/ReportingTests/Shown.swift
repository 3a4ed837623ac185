import Checking
import DaxModel
import Explicit
import Foundation
import Reporting
import SpecLanguage
import Testing
import TransitionSystem

/// Counterexamples as a report shows them.
struct Shown: Sendable {
  var run: Run
  var specification: Specification

  /// Those of all cells of a selection.
  static func all(
    _ specification: Specification, _ selection: Selection = Selection(),
    _ overrides: Overrides = Overrides()
  ) async throws -> [Shown] {
    let plan = Plan(specification, selection, overrides)
    let assembly = Assembly(specification, overrides)
    let campaign = Campaign(assembly: assembly, plan: plan, limits: Limits())
    var shown: [Shown] = []
    for (search, outcome) in zip(plan.searches, await campaign.run()) {
      guard case .decided(let results, _) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      for result in results {
        guard let (trace, claim) = result.counterexample else { continue }
        shown.append(try Shown(trace, claim, result.cell, search, assembly))
      }
    }
    return shown
  }

  init(
    _ trace: Trace, _ claim: Trace.Claim, _ cell: Cell, _ search: Plan.Search,
    _ assembly: Assembly
  ) throws {
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    specification = assembly.specification
    run = Run(
      cell: cell, evaluator: evaluator,
      replayed: try evaluator.replay(trace, claiming: claim, property: cell.property),
      claim: claim, roles: specification.roles(of: cell),
      origin: Run.Origin(search, assembly.overrides))
  }

  /// The file of the run.
  var json: String {
    TraceFile.json(
      of: run, properties: run.origin.properties, settings: [], unfair: run.origin.unfair,
      version: "0"
    ).document(Style(isASCII: false))
  }

  func lines(_ style: Style) -> [String] { TraceText(run, specification, style).lines }

  /// What a printed trace tells, as if nothing else were known.
  static func reading(
    _ text: String, _ specification: Specification, options: [OptionSetting] = []
  ) throws -> Shown {
    let reader = try TraceTextReader(text, specification)
    let search = Plan.Search(
      column: reader.cell.column, workload: reader.cell.workload, scope: reader.cell.scope,
      properties: reader.origin.properties)
    let assembly = Assembly(
      specification, Overrides(options: options, unfair: Set(reader.origin.unfair)))
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    let trace = try reader.trace(evaluator, roles: specification.roles(of: reader.cell))
    return try Shown(trace, reader.claim(evaluator), reader.cell, search, assembly)
  }
}

/// Texts in the language of specs.
enum Specs {
  /// `Tests/ReportingTests/Shown.swift` is three levels down.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Everything in `Specs/`.
  static let all = Result {
    let folder = root.appending(path: "Specs").path
    let walk = try #require(FileManager.default.enumerator(atPath: folder))
    let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }.sorted()
    return try specification(
      names.map { name in
        let data = try Data(contentsOf: URL(filePath: folder).appending(path: name))
        return SourceText(name: "Specs/\(name)", bytes: Array(data))
      })
  }

  /// A text without any library.
  static func toy(_ text: String) throws -> Specification {
    try specification([SourceText(name: "toy.kspec", text: text)])
  }

  private static func specification(_ sources: [SourceText]) throws -> Specification {
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    let errors = diagnostics.filter { $0.severity == .error }
    let text = DiagnosticRenderer(sources: sources).render(errors)
    try #require(errors.isEmpty, Comment(rawValue: text))
    return specification
  }
}
