import ArgumentParser
import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck replay`: a counterexample against the specs of today.
struct ReplayCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a counterexample against today's specs and print it.",
    discussion: ExitStatus.documentation)

  @Argument(help: "A trace file, or the name of a trace in a table, as 7f3a1-91c2e.")
  var trace: String
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @OptionGroup var overrideOptions: OverrideOptions
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  func perform(on console: Console) async throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let files = try SpecFiles.load(specs, console)
    let run: Run
    if let prefix = Self.prefix(of: trace) {
      run = try derive(prefix, files, console)
    } else {
      run = try replay(files)
    }
    let lines = TraceText(run, files.specification, style).lines
    try console.write(lines.joined(separator: "\n") + "\n")
    return .asExpected
  }

  /// The half of a trace's name that stands for the cell; nil if the text is no such name.
  private static func prefix(of text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = parts.first else { return nil }
    let isName = parts.allSatisfy { part in
      part.count == 5 && part.allSatisfy { $0.isHexDigit && !$0.isUppercase }
    }
    return isName ? String(first) : nil
  }

  private func derive(
    _ prefix: String, _ files: SpecFiles, _ console: Console
  ) throws -> Run {
    let overrides = try overrideOptions.overrides(files.names)
    let assembly = Assembly(files.specification, overrides)
    let plan = Plan(files.specification, Selection(), overrides)
    let found = plan.searches.lazy.flatMap { search in search.cells.map { (search, $0) } }
      .first { TraceIdentity.prefix(of: $0.1) == prefix }
    guard let (search, cell) = found else {
      throw Failure.usage(
        "no cell of these specs has a trace '\(trace)'; name its --scope, if it had one")
    }
    // A run with --property explores less and may meet another run first: that is tried, too.
    var single = search
    single.properties = [cell.property]
    var last: Run?
    for candidate in search == single ? [search] : [search, single] {
      let campaign = Campaign(
        assembly: assembly, plan: Plan(searches: [candidate]),
        limits: RunLimits().limits(console))
      let run = try Self.run(of: cell, candidate, campaign)
      if run.identity.text == trace || trace == prefix { return run }
      last = last ?? run
    }
    guard let last else { throw Failure.internalError("no search was run") }
    console.complain("note: today's trace of this cell is \(last.identity.text), not \(trace)")
    return last
  }

  private static func run(
    of cell: Cell, _ search: Plan.Search, _ campaign: Campaign
  ) throws -> Run {
    switch campaign.explore(search) {
    case .failed(let error): throw Failure.specErrors(error.message)
    case .broken(let error): throw Failure.internalError(error.message)
    case .decided(let results, _):
      guard let result = results.first(where: { $0.cell == cell }),
        let (trace, claim) = result.shown
      else {
        let kernel = cell.column.kernel.map { " on \($0)" } ?? ""
        throw Failure.specErrors(
          "\(cell.column.title)\(kernel) no longer violates \(cell.property)")
      }
      return try CheckRun.replay(trace, claim, cell, search, campaign.assembly)
    }
  }

  private func replay(_ files: SpecFiles) throws -> Run {
    let bytes = try SpecFiles.bytes(of: trace)
    let json: JSON
    do throws(JSONParser.Failure) { json = try JSONParser.parse(bytes) } catch {
      throw Failure.specErrors(
        "\(trace):\(error.line):\(error.column): this is no trace: \(error.message)")
    }
    let file: TraceFile
    do throws(TraceFile.Failure) { file = try TraceFile(json, files.specification) } catch {
      throw Failure.specErrors("\(trace): this is no trace: \(error.message)")
    }
    let cell = file.cell
    try require(cell, files.names)
    var options: [OptionSetting] = []
    do throws(Failure) {
      for setting in file.settings {
        options.append(
          try OverrideOptions.setting("\(setting.name)=\(setting.value)", files.names))
      }
    } catch { throw Failure.specErrors("\(trace): \(error.message)") }
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: cell.scope, properties: file.properties)
    let assembly = Assembly(
      files.specification, Overrides(options: options, unfair: Set(file.unfair)))
    do {
      let (system, scope) = try assembly.system(of: search)
      if let excess = ScopeEstimate(system, scope).excess {
        throw Failure.specErrors("\(trace): the scope is too large: \(excess)")
      }
      return try CheckRun.replay(file.trace, file.claim, cell, search, assembly)
    } catch let error as ReplayError {
      throw Failure.specErrors("\(trace) does not fit today's specs: \(error.message)")
    } catch let error as CompositionError {
      throw Failure.specErrors("\(trace) does not fit today's specs: \(error.message)")
    }
  }

  /// The names in the file must still be there.
  private func require(_ cell: Cell, _ names: KnownNames) throws(Failure) {
    do throws(Failure) {
      try KnownNames.require(cell.column.kernel.map { [$0] } ?? [], "kernel", among: names.kernels)
      try KnownNames.require([cell.column.design], "design or model", among: names.designs)
      try KnownNames.require(
        cell.column.variant.map { [$0] } ?? [], "variant", among: names.variants)
      try KnownNames.require([cell.property], "property", among: names.properties)
    } catch { throw .specErrors("\(trace) does not fit today's specs: \(error.message)") }
  }
}
