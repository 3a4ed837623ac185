import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// A run that was replayed, with what a file of it says besides.
struct Replayed {
  var run: Run
  var properties: [String]
  var settings: [TraceFile.Setting]
  var unfair: [String]
  /// Whether the run shows what its claim says; a trace of another program need not show anything.
  var showsClaim = true
}

extension Replayed {
  /// A run with what it was found with.
  init(_ run: Run) {
    self.run = run
    properties = run.origin.properties
    settings = run.origin.settings.compactMap { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? .init(parts[0], parts[1]) : nil
    }
    unfair = run.origin.unfair
  }
}

/// Replays a trace file: ours, a text with a printed trace, or one in ITF.
struct ReplayFile {
  let path: String
  let files: SpecFiles
  /// What an ITF trace of another program is about, and with which scope and options.
  let selection: SelectionOptions
  let overrideOptions: OverrideOptions
  let console: Console

  func replayed() throws -> Replayed {
    let bytes = try SpecFiles.bytes(of: path)
    if let printed = PrintedTrace(bytes, path, files) { return Replayed(try printed.run()) }
    let json: JSON
    do throws(JSONParser.Failure) { json = try JSONParser.parse(bytes) } catch {
      throw Failure.specErrors(
        "\(path):\(error.line):\(error.column): this is no trace: \(error.message)")
    }
    guard ITFFile.isITF(json) else { return try replayed(try read(json), itf: nil) }
    let itf: ITFFile
    do throws(TraceFile.Failure) { itf = try ITFFile(json) } catch { throw noTrace(error) }
    guard case .object(let head)? = itf.head else { return try foreign(itf) }
    return try replayed(try read(.object(head + [.init("steps", .array([]))])), itf: itf)
  }

  private func noTrace(_ error: TraceFile.Failure) -> Failure {
    .specErrors("\(path): this is no trace: \(error.message)")
  }

  private func unfit(_ message: String, _ more: [String] = []) -> Failure {
    .specErrors(
      (["\(path) does not fit today's specs: \(message)"] + more).joined(separator: "\n"))
  }

  private func read(_ json: JSON) throws(Failure) -> TraceFile {
    do throws(TraceFile.Failure) { return try TraceFile(json, files.specification) } catch {
      throw noTrace(error)
    }
  }

  private func replayed(_ file: TraceFile, itf: ITFFile?) throws -> Replayed {
    let cell = file.cell
    try require(cell, files.names)
    var options: [OptionSetting] = []
    do throws(Failure) {
      for setting in file.settings {
        options.append(
          try OverrideOptions.setting("\(setting.name)=\(setting.value)", files.names))
      }
    } catch { throw Failure.specErrors("\(path): \(error.message)") }
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: cell.scope, properties: file.properties)
    let assembly = Assembly(
      files.specification, Overrides(options: options, unfair: Set(file.unfair)))
    let evaluator = try evaluator(search, assembly)
    let trace = try itf.map { try found($0, evaluator) } ?? file.trace
    do throws(ReplayError) {
      let replayed = try evaluator.replay(trace, claiming: file.claim, property: cell.property)
      let run = Run(
        cell: cell, evaluator: evaluator, replayed: replayed, claim: file.claim,
        roles: files.specification.roles(of: cell), origin: Run.Origin(search, assembly.overrides))
      return Replayed(
        run: run, properties: file.properties, settings: file.settings, unfair: file.unfair)
    } catch { throw unfit(error.message, allowed(error, trace, evaluator)) }
  }

  private func evaluator(_ search: Plan.Search, _ assembly: Assembly) throws -> Evaluator {
    do {
      let (system, scope) = try assembly.system(of: search)
      if let excess = ScopeEstimate(system, scope).excess {
        throw Failure.specErrors("\(path): the scope is too large: \(excess)")
      }
      return Evaluator(system: system, scope: scope)
    } catch let error as CompositionError { throw unfit(error.message) }
  }

  /// What the model allows where the trace no longer fits.
  private func allowed(
    _ error: ReplayError, _ trace: Trace, _ evaluator: Evaluator
  ) -> [String] {
    let step: Int
    switch error {
    case .unknownAction(let number, _), .badArguments(let number, _), .notEnabled(let number, _):
      step = number
    case .evaluation, .claimFails: return []
    }
    let before = Trace(steps: Array(trace.steps.prefix(step - 1)))
    guard let state = try? evaluator.replay(before).states.last else { return [] }
    return AllowedSteps.lines(in: state, evaluator)
  }

  /// A run of the model that goes through the states of the file.
  private func found(_ itf: ITFFile, _ evaluator: Evaluator) throws -> Trace {
    let outcome: ITFMatch.Outcome
    do {
      let match = try ITFMatch(itf, evaluator)
      if !match.unknown.isEmpty {
        let names = match.unknown.map { "'\($0)'" }.joined(separator: ", ")
        console.complain("note: the model has no variable \(names), which is not compared")
      }
      outcome = try match.run()
    } catch let error as TraceFile.Failure {
      throw unfit(error.message)
    } catch let error as EvaluationError { throw unfit(error.message) }
    switch outcome {
    case .fits(let trace): return trace
    case .ends(let trace, let reason):
      let state = try? evaluator.replay(trace).states.last
      let isStart = trace.steps.isEmpty && reason.hasPrefix("state 0")
      throw unfit(reason, isStart ? [] : state.map { AllowedSteps.lines(in: $0, evaluator) } ?? [])
    }
  }

  /// A trace of another program, which says nothing of designs and properties.
  private func foreign(_ itf: ITFFile) throws -> Replayed {
    guard !selection.design.isEmpty else {
      throw Failure.usage(
        "'\(path)' does not say what it is a run of; name it with --design (and --kernel, "
          + "--variant, --property)")
    }
    let overrides = try overrideOptions.overrides(files.names)
    let search = try OneSearch.only(try selection.plan(files, overrides), console)
    guard let cell = search.cells.first else { throw Failure.usage("nothing is selected") }
    let evaluator = try evaluator(search, Assembly(files.specification, overrides))
    let trace = try found(itf, evaluator)
    let claim = evaluator.shown(by: trace, cell.property)
    let replayed: ReplayedTrace
    do throws(ReplayError) { replayed = try evaluator.replay(trace) } catch {
      throw Failure.internalError("a run that was found does not replay: \(error.message)")
    }
    let run = Run(
      cell: cell, evaluator: evaluator, replayed: replayed, claim: claim ?? .covers,
      roles: files.specification.roles(of: cell), origin: Run.Origin(search, overrides))
    return Replayed(
      run: run, properties: search.properties, settings: overrideOptions.traceSettings,
      unfair: overrides.unfair.sorted(), showsClaim: claim != nil)
  }

  /// The names in the file must still be there.
  private func require(_ cell: Cell, _ names: KnownNames) throws(Failure) {
    do throws(Failure) {
      try KnownNames.require(cell.column.kernel.map { [$0] } ?? [], "kernel", among: names.kernels)
      try KnownNames.require([cell.column.design], "design or model", among: names.designs)
      try KnownNames.require(
        cell.column.variant.map { [$0] } ?? [], "variant", among: names.variants)
      try KnownNames.require([cell.property], "property", among: names.properties)
    } catch { throw unfit(error.message) }
  }
}

extension Evaluator {
  /// What a run shows of a property; nil: nothing.
  func shown(by trace: Trace, _ property: String) -> Trace.Claim? {
    let claims: [Trace.Claim] = [
      .violatesStepwise, .violatesAlways, .violatesResponse, .witnesses, .covers,
    ]
    return claims.first { (try? replay(trace, claiming: $0, property: property)) != nil }
  }
}
