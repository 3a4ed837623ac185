import ArgumentParser
import Checking
import Reporting
import SpecLanguage

/// How a report is written.
enum ReportFormat: String, CaseIterable, Sendable {
  case table, json, sarif, junit, html
  /// A folder with a file for each counterexample, as Apalache and Quint read it.
  case itf
}

/// `modelcheck check`: the table.
struct CheckCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Decide every property of every design and print the table.",
    discussion: ExitStatus.documentation)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var overrideOptions: OverrideOptions
  @Flag(help: "Name the smallest sets of options that decide where variants differ.")
  var ablate = false
  @Option(
    help: ArgumentHelp(
      "Decide again with Z3, for 300 seconds or as long as is said after '='.",
      valueName: "seconds"))
  var crossCheck: Int?
  @Option(
    help: ArgumentHelp(
      "table, json, sarif, junit, html; with '=FILE' into a file; itf=FOLDER. May be repeated.",
      valueName: "format"))
  var format: [ReportTarget<ReportFormat>] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report without a file to this one.", valueName: "file"))
  var output: String?
  @Option(help: ArgumentHelp("Write each counterexample to a file here.", valueName: "folder"))
  var traces: String?
  @Option(
    help: ArgumentHelp(
      "Up to so many counterexamples a cell, no two of a kind.", valueName: "number"))
  var allDifferent: Int?
  @Flag(help: "Of the shortest counterexamples those with the fewest context switches.")
  var fewestSwitches = false
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Flag(help: "For mails: only 7-bit characters, in lines of 72 columns.")
  var mail = false
  @Flag(help: "Visit all states, also those that differ only by the names of elements.")
  var noSymmetry = false
  @Flag(help: "Store as few states as possible, and look again for what was found.")
  var allReductions = false
  @Option(
    help: """
      The most memory for states in MiB (default: 3/4 of what is free); beyond it a search goes on \
      with states on disk, slower and with the same answer.
      """)
  var memory: Int?
  @Flag(help: "End at the limit of memory: write no states to disk.")
  var noDisk = false
  @Option(
    help: ArgumentHelp(
      """
      Keep the run in this folder while it runs. After an interruption, or a crash, the same \
      command goes on with it. Each search has one thread then.
      """, valueName: "folder"))
  var checkpoint: String?
  @Option(
    help: ArgumentHelp(
      "At least so many seconds from one checkpoint to the next; 0: a tenth of the time for them.",
      valueName: "seconds"))
  var checkpointInterval = 60
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Option(
    help: """
      How many threads search (default: one a core): each has a search of its own, and the last \
      searches share those that are left.
      """)
  var threads: Int?
  @Flag(help: "Print what each search visited, and on standard error how long what took.")
  var verbose = false
  @Option(
    help: ArgumentHelp(
      "Where proofs are kept (default: 'certificates' beside the specs).", valueName: "folder"))
  var store: String?
  @Flag(help: "Do not look for proofs.")
  var noProofs = false
  @Flag(help: "Say of each cell that only holds at its scope why it is not proved.")
  var why = false

  @Flag(help: "Put known bugs back, one at a time, and name what fails then; no table.")
  var knownBugs = false

  @Flag(help: "Compare each search with and without each of its reductions; no table.")
  var audit = false

  func validate() throws {
    try RunLimits.validate([
      ("--memory", memory), ("--timeout", timeout), ("--threads", threads),
      ("--cross-check", crossCheck), ("--all-different", allDifferent),
      ("--checkpoint-interval", checkpointInterval == 0 ? nil : checkpointInterval),
    ])
    // A run without transient states is searched twice, and an audit many times.
    guard checkpoint == nil || !noDisk && !knownBugs && !audit && !allReductions else {
      throw ValidationError(
        "--checkpoint keeps the searches of a table on disk: it does not go with --no-disk, "
          + "--known-bugs, --audit or --all-reductions")
    }
  }

  func perform(on console: Console) async throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8, isMail: mail)
    let outputs = try ReportOutputs(format, usual: .table, output: output)
    guard outputs.direct != .itf else {
      throw Failure.usage("itf is a folder of traces: name it, as in --format itf=FOLDER")
    }
    try outputs.prepare(folders: [.itf])
    if let traces { try OutputFile.makeFolder(traces) }
    var log = PhaseLog(console, isOn: verbose)
    let files = try SpecFiles.load(paths, console)
    log.ended("reading the specs")
    let overrides = try overrideOptions.overrides(files.names)
    let limits = RunLimits(
      memory: memory, timeout: timeout, threads: threads, symmetry: !noSymmetry,
      reducesAll: allReductions, scratch: noDisk ? nil : checkpoint ?? console.scratch,
      tellsEstimates: verbose)
    if knownBugs {
      let bugs = KnownBugRun(
        assembly: Assembly(files.specification, overrides), limits: limits.limits(console))
      return try tell(try await bugs.run(files.specification.bugs), style, outputs, console)
    }
    let plan = try selection.plan(files, overrides)
    let missing = plan.missingCalls(files.specification)
    guard missing.isEmpty else {
      throw Failure.specErrors(missing.map(\.message).joined(separator: "\n"))
    }
    let assembly = Assembly(files.specification, overrides)
    try CheckRun.requireFeasible(plan, assembly)
    if audit {
      guard outputs.direct == .table && outputs.files.isEmpty else {
        throw Failure.usage("--audit prints a text, in no other format")
      }
      return try AuditRun(
        audit: ReductionAudit(assembly: assembly, limits: limits.limits(console)),
        console: console, style: style
      ).run(plan)
    }
    let folder = try checkpointFolder(files, plan, console)
    var run = CheckRun(
      assembly: assembly, plan: plan, limits: limits.limits(console), console: console)
    try await run.explore(folder?.keeper)
    folder?.tell(run.results)
    log.ended("searching")
    if !noProofs {
      let files = ProofFiles(try store ?? ProofFiles.folder(for: paths))
      if files.exists || why { try await run.checkProofs(files, explains: why || verbose) }
      log.ended("checking proofs")
    }
    try await lookFurther(&run, &log)
    if let traces { try run.writeTraces(to: traces, .json, overrideOptions.traceSettings) }
    let report = CheckReport(
      run: run, sources: files.sources, style: style, isVerbose: verbose, explainsProofs: why,
      isPartial: !selection.property.isEmpty)
    try report.write(outputs, overrideOptions.traceSettings, console)
    log.ended("writing reports")
    for problem in run.problems { console.complain(problem) }
    return run.status
  }

  /// Where the run is kept, if that was asked for.
  private func checkpointFolder(
    _ files: SpecFiles, _ plan: Plan, _ console: Console
  ) throws(Failure) -> CheckpointFolder? {
    guard let checkpoint else { return nil }
    return try CheckpointFolder(
      checkpoint,
      identity: RunIdentity(files.sources, plan, overrideOptions, symmetry: !noSymmetry),
      plan: plan, every: .seconds(checkpointInterval), console)
  }

  /// What is asked of a run besides its verdicts.
  private func lookFurther(_ run: inout CheckRun, _ log: inout PhaseLog) async throws {
    if ablate {
      await run.ablate()
      log.ended("comparing variants")
    }
    if let crossCheck {
      await run.crossCheck(seconds: crossCheck)
      log.ended("deciding again with Z3")
    }
    if fewestSwitches {
      try await run.preferFewestSwitches()
      log.ended("looking for the fewest switches")
    }
    if let allDifferent {
      try await run.findDifferent(atMost: allDifferent)
      log.ended("looking for other counterexamples")
    }
  }
}

extension CheckCommand {
  private func tell(
    _ results: [KnownBugResult], _ style: Style, _ outputs: ReportOutputs<ReportFormat>,
    _ console: Console
  ) throws -> ExitStatus {
    guard outputs.direct == .table && outputs.files.isEmpty else {
      throw Failure.usage("--known-bugs prints a text, in no other format")
    }
    guard !results.isEmpty else { throw Failure.usage("the specs have no known bug") }
    let text = KnownBugReport(results, style: style).lines.joined(separator: "\n") + "\n"
    try outputs.write(text, console)
    if results.contains(where: \.isError) { return .specErrors }
    if results.contains(where: { $0.isShown == false }) { return .violated }
    return results.contains { $0.isShown == nil } ? .unknown : .asExpected
  }
}

extension OverrideOptions {
  /// The settings as trace files keep them.
  var traceSettings: [TraceFile.Setting] {
    settings.compactMap { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? .init(parts[0], parts[1]) : nil
    }
  }
}
