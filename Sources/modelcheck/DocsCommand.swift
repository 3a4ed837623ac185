import ArgumentParser
import Checking
import Documents
import Reporting
import SpecLanguage
import TransitionSystem

/// In which format pages are written.
enum DocumentFormat: String, ExpressibleByArgument, CaseIterable {
  case markdown, rst
}

/// `modelcheck docs`: pages about the specs.
struct DocsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Write pages about designs, kernels and mechanisms, and what their calls come to.",
    discussion: """
      What each call can come to is computed: every run of one call in each situation of the \
      specs. Verdicts, counterexamples and claims are not decided here, which would take minutes, \
      but taken from files that 'modelcheck check --format json', 'modelcheck check --traces' and \
      'modelcheck claims --format json' have written.

      With --check nothing is written: it says which pages are not as the specs would have them.

      Exit status:
        0   the pages were written, or are as they should be
        10  --check: some page is not
        20  the calls could not be explored to the end
        64  wrong usage
        65  errors in specs
        70  a defect of modelcheck
        74  a page could not be written
      """)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The folder for the pages.", valueName: "folder"))
  var output: String
  @Option(help: "markdown or rst.")
  var format = DocumentFormat.markdown
  @Option(help: "The SPDX expression in the first line of each page.")
  var license = "GPL-2.0 OR Apache-2.0"
  @Option(
    help: ArgumentHelp(
      "What 'check --format json' wrote (default: 'expected/verdicts.json' in the specs).",
      valueName: "file"))
  var verdicts: String?
  @Option(
    help: ArgumentHelp(
      "What 'check --traces' wrote (default: 'expected/traces' in the specs).",
      valueName: "folder"))
  var traces: String?
  @Option(
    help: ArgumentHelp(
      "What 'claims --format json' wrote (default: 'expected/claims.json' in the specs).",
      valueName: "file"))
  var claims: String?
  @Flag(help: "Write nothing, and say which pages are not as the specs would have them.")
  var check = false
  @Flag(name: .customLong("no-svg"), help: "No pictures, also where Graphviz is installed.")
  var omitsPictures = false
  @Option(help: "How many kernels and designs are explored side by side (default: one a core).")
  var threads: Int?

  func validate() throws { try RunLimits.validate([("--threads", threads)]) }

  func perform(on console: Console) async throws -> ExitStatus {
    let files = try SpecFiles.load(paths, console)
    let run = try StoredRunFiles(paths, verdicts: verdicts, traces: traces, claims: claims).run()
    var limits = RunLimits()
    limits.threads = threads
    let outcomes = OutcomeRun(
      assembly: Assembly(files.specification, Overrides()), limits: limits.limits(console))
    let tables: [OutcomeTable]
    do {
      tables = try await outcomes.run(DocumentSet.columns(files.specification))
    } catch let failure as OutcomeRun.Failure {
      console.complain("error: calls were not explored to the end: \(failure.reason.words)")
      if case .specError = failure.reason { return .specErrors }
      return .unknown
    }
    let set = DocumentSet(files.specification, tables, run)
    let folder = DocumentFolder(output)
    let documents = DocumentFiles(
      set: set, format: format, colophon: Colophon(license: license),
      dot: omitsPictures ? nil : ExternalProgram("dot"))
    let made = try documents.files()
    guard check else {
      try folder.write(made)
      return .asExpected
    }
    let differences = try folder.differences(from: made)
    for difference in differences { console.complain(difference) }
    return differences.isEmpty ? .asExpected : .violated
  }
}
