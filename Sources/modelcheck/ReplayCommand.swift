import ArgumentParser
import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// How a replayed run is written.
enum ReplayFormat: String, CaseIterable, Sendable { case text, json, itf }

/// `modelcheck replay`: a counterexample against the specs of today.
struct ReplayCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Run a counterexample against today's specs and print it.",
    discussion: """
      A file is a trace that 'check --traces' wrote, a text such as a mail in which a trace was \
      printed, or one in the Informal Trace Format of Apalache and Quint. An ITF trace of another \
      program does not say what it is a run of: name the design, and if need be a kernel, a \
      variant and a property, whose workload and scope then count. It may leave out variables and \
      actions; any run through its states will do.

      Where a trace no longer fits, the first step that does not is named, and what the model \
      allows there.

      \(ExitStatus.documentation)
      """)

  @Argument(help: "A trace file, or the name of a trace in a table, as 7f3a1-91c2e.")
  var trace: String
  @OptionGroup var selection: SelectionOptions
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(
    help: ArgumentHelp(
      "text, json or itf; with '=FILE' into a file. May be repeated.", valueName: "format"))
  var format: [ReportTarget<ReplayFormat>] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the run without a file to this one.", valueName: "file"))
  var output: String?
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Flag(help: "For mails: only 7-bit characters, in lines of 72 columns.")
  var mail = false

  func perform(on console: Console) async throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8, isMail: mail)
    let files = try SpecFiles.load(specs, console)
    let outputs = try ReportOutputs(format, usual: .text, output: output)
    try outputs.prepare()
    let replayed =
      if let prefix = Self.prefix(of: trace) {
        try derive(prefix, files, console)
      } else {
        try ReplayFile(
          path: trace, files: files, selection: selection, overrideOptions: overrideOptions,
          console: console
        ).replayed()
      }
    try outputs.write(console) { format throws(Failure) in
      try text(replayed, format, files.specification, style)
    }
    return .asExpected
  }

  private func text(
    _ replayed: Replayed, _ format: ReplayFormat, _ specification: Specification, _ style: Style
  ) throws(Failure) -> String {
    let run = replayed.run
    guard replayed.showsClaim || format != .json else {
      throw .usage("the run shows nothing about \(run.cell.property): write it as text or itf")
    }
    switch format {
    case .text:
      guard replayed.showsClaim else { return plain(run, style) }
      return TraceText(run, specification, style).lines.joined(separator: "\n") + "\n"
    case .json, .itf:
      let write = format == .json ? TraceFile.json : TraceFile.itf
      guard replayed.showsClaim else {
        return TraceFile.itf(ofAny: run, version: ModelCheck.version).document(style)
      }
      let json = write(
        run, replayed.properties, replayed.settings, replayed.unfair, ModelCheck.version)
      return json.document(style)
    }
  }

  /// A run that shows nothing of its property.
  private func plain(_ run: Run, _ style: Style) -> String {
    let count = run.replayed.trace.steps.count
    let heading =
      "\(run.cell.column.title) has this run of \(count) \(count == 1 ? "step" : "steps"), which "
      + "shows nothing about \(run.cell.property)"
    let lines = heading.wrapped(to: 72).map(style.plain) + TraceReport(run, style: style).lines
    return lines.joined(separator: "\n") + "\n"
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
  ) throws -> Replayed {
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
    var last: Replayed?
    for candidate in search == single ? [search] : [search, single] {
      let campaign = Campaign(
        assembly: assembly, plan: Plan(searches: [candidate]),
        limits: RunLimits().limits(console))
      let replayed = Replayed(
        run: try Self.run(of: cell, candidate, campaign), properties: candidate.properties,
        settings: overrideOptions.traceSettings, unfair: overrides.unfair.sorted())
      if replayed.run.identity.text == trace || trace == prefix { return replayed }
      last = last ?? replayed
    }
    guard let last else { throw Failure.internalError("no search was run") }
    if trace != prefix, let other = try otherRun(last.run, search, assembly, console) {
      return Replayed(other)
    }
    console.complain("note: today's trace of this cell is \(last.run.identity.text), not \(trace)")
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
        throw Failure.specErrors("\(cell.column.place) no longer violates \(cell.property)")
      }
      return try CheckRun.replay(trace, claim, cell, search, campaign.assembly)
    }
  }
}
