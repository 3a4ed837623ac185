import Checking
import DaxModel
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// The model that somebody explores.
struct ExploredModel {
  let files: SpecFiles
  let overrides: Overrides
  let settings: [TraceFile.Setting]
  let search: Plan.Search
  let limits: Limits
  let evaluator: Evaluator
  let mostStates: Int

  /// - Throws: Why there is no system, or that it is too large.
  init(
    _ files: SpecFiles, _ overrides: Overrides, settings: [TraceFile.Setting],
    _ search: Plan.Search, _ limits: Limits, mostStates: Int
  ) throws {
    (self.files, self.overrides, self.settings) = (files, overrides, settings)
    (self.search, self.limits, self.mostStates) = (search, limits, mostStates)
    let (system, scope) = try Assembly(files.specification, overrides).system(of: search)
    if let excess = ScopeEstimate(system, scope).excess {
      throw Failure.usage("the scope is too large: \(excess)")
    }
    evaluator = Evaluator(system: system, scope: scope)
  }

  var heading: String {
    let column = search.column
    guard let cell = search.cells.first else { return column.title }
    let scope = ScopeReport.words(cell, files.specification)
    return "\(column.place), workload \(search.workload); \(scope)"
  }

  /// What a step changes in the model's state, if it is little.
  func effect(of transition: Evaluator.Transition, in state: State) -> String {
    let layout = evaluator.layout
    let cells = state.cells.indices.filter { cell in
      state.cells[cell] != transition.target.cells[cell]
        && layout.field(ofCell: cell).variable.role == .model
    }
    guard (1...2).contains(cells.count) else { return "" }
    let texts = cells.map {
      "\(layout.name(ofCell: $0)) = \(layout.text(ofCell: $0, in: transition.target))"
    }
    return "   (\(texts.joined(separator: ", ")))"
  }

  /// What a step breaks.
  func complaints(about transition: Evaluator.Transition) -> [String] {
    let checks = evaluator.system.actions[transition.firing.action].checks
    return transition.violated.map { number in
      let message = checks[number].message.isEmpty ? "" : ": \(checks[number].message)"
      return "! this step breaks \(checks[number].property)\(message)"
    }
  }

  /// What does not hold in a state.
  func complaints(in state: State) -> [String] {
    evaluator.system.properties.compactMap { property in
      guard case .always(let condition) = property.kind,
        (try? evaluator.holds(condition, in: state)) == false
      else { return nil }
      return "! \(property.name) does not hold here"
    }
  }

  /// What a search for a state comes to.
  enum Search {
    /// The steps to the nearest one.
    case found([Firing])
    case none(String)
    /// The condition cannot be read.
    case wrong([String])
  }

  func nearest(_ text: String, from state: State) -> Search {
    let source = SourceText(name: "condition", text: text)
    let (read, diagnostics) = SpecLanguage.condition(
      source, of: search.column.design, in: files.sources, library: DaxModel.library)
    guard let read else {
      let sources = files.sources + [source]
      let told = DiagnosticRenderer(sources: sources).render(diagnostics)
      return .wrong(told.split(separator: "\n").map(String.init))
    }
    let condition: Expression
    do throws(CompositionError) { condition = try composed(read) } catch {
      return .wrong([error.message])
    }
    return Self.search(
      NearestState(
        evaluator, condition, from: state, options: limits.searchOptions, mostStates: mostStates))
  }

  private static func search(_ nearest: NearestState) -> Search {
    switch nearest.outcome {
    case .found(let path): .found(path)
    case .none: .none("no state that can be reached from here is so")
    case .beyond(let count): .none("none of the nearest \(count) states is so; there are more")
    case .stopped(let reason): .none("the search ended: \(reason.words)")
    case .error(let error): .none("a state on the way is an error of the spec: \(error.message)")
    }
  }

  /// The condition as the system would have it: its options resolved.
  private func composed(_ condition: Expression) throws(CompositionError) -> Expression {
    let name = "looked for"
    let property = PropertyDeclaration(name: name, demand: .reachable(condition))
    var specification = files.specification
    if let model = specification.models.firstIndex(where: { $0.name == search.column.design }),
      search.column.kernel == nil
    {
      specification.models[model].properties.append(property)
    } else {
      specification.properties.append(property)
    }
    var watching = search
    watching.properties.append(name)
    let (system, _) = try Assembly(specification, overrides).system(of: watching)
    return system.property(name)?.kind.conditions.first ?? condition
  }

  /// The run as an ITF trace.
  func itf(_ replayed: ReplayedTrace) throws -> String {
    guard let cell = search.cells.first else { throw Failure.usage("nothing is selected") }
    let claim = evaluator.shown(by: replayed.trace, cell.property)
    let run = Run(
      cell: cell, evaluator: evaluator, replayed: replayed, claim: claim ?? .covers,
      roles: files.specification.roles(of: cell))
    let json =
      claim == nil
      ? TraceFile.itf(ofAny: run, version: ModelCheck.version)
      : TraceFile.itf(
        of: run, properties: search.properties, settings: settings,
        unfair: overrides.unfair.sorted(), version: ModelCheck.version)
    return json.document(Style(isASCII: false))
  }
}
