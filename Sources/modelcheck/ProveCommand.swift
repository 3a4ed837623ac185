import ArgumentParser
import Checking
import Reporting

/// `modelcheck prove`: invariants for what holds.
struct ProveCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove what holds at its scope for every size, or break it at a larger scope.",
    discussion: """
      Each cell that holds at its scope gets an inductive invariant, found without any lemma and \
      stored beside the specs, where 'check' finds it. What has a stored proof comes first and is \
      not proved again, so a run that was ended can be gone on with. A search that takes longer \
      than --cell-timeout is given up; the cell is then unknown.

      \(ExitStatus.proofs)
      """)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @Option(help: ArgumentHelp("Write a certificate of each proof below here.", valueName: "folder"))
  var certificate: String?
  @Option(
    help: ArgumentHelp(
      "Where proofs are kept (default: 'certificates' beside the specs).", valueName: "folder"))
  var store: String?
  @Flag(help: "Look for proofs also where there is one.")
  var again = false
  @Flag(help: "Say of each proof in sentences why the property holds.")
  var explain = false
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Option(help: "The most memory in MiB (default: 3/4 of what is free).")
  var memory: Int?
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Option(help: "Leave a cell after so many seconds.")
  var cellTimeout = 180
  @Option(help: "How many threads work side by side (default: one a core).")
  var threads: Int?

  func validate() throws {
    try RunLimits.validate([
      ("--memory", memory), ("--timeout", timeout), ("--cell-timeout", cellTimeout),
      ("--threads", threads),
    ])
  }

  func perform(on console: Console) async throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let files = try SpecFiles.load(paths, console)
    let plan = try selection.plan(files, Overrides())
    let assembly = Assembly(files.specification, Overrides())
    try CheckRun.requireFeasible(plan, assembly)
    let store = ProofFiles(try store ?? ProofFiles.folder(for: paths))
    try OutputFile.makeFolder(store.folder)
    if let certificate { try OutputFile.makeFolder(certificate) }
    let limits = RunLimits(memory: memory, timeout: timeout, threads: threads, endsByMemory: true)
    var run = ProveRun(
      assembly: assembly, plan: plan, limits: limits.limits(console), store: store,
      console: console, style: style, certificates: certificate, proves: again, explains: explain,
      time: .seconds(cellTimeout))
    try await run.run()
    return run.status
  }
}
