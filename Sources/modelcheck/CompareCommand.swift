import ArgumentParser
import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck compare`: what callers can see of one design and not of another.
struct CompareCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Print what callers can see of one design and not of another.",
    discussion: """
      Both designs run the same workload at the same scope. Callers see their calls, the results \
      and crashes; the steps inside of a call, and the calls that a recipe makes, are hidden. What \
      only one of the designs allows is printed: results of calls, and sequences of calls and \
      results, shortest first, for each last event the first that was found.

      Every state of both is visited, without regard to symmetry: choose a small scope, as \
      --scope calls=1,blocks=2.

      Exit status:
        0   callers see the same of both
        10  they do not
        20  unknown: a limit ended the comparison before a difference was found
        64  wrong usage
        65  errors in specs
        74  the output could not be written
      """)

  @Argument(help: "A design; with one of its variants as 'zeroinit (as meant)'.")
  var first: String
  @Argument(help: "The other design.")
  var second: String
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @Option(help: "The kernel (default: the first that both are on).")
  var kernel: String?
  @Option(help: "The workload and scope are those of this property (default: the first).")
  var property: String?
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(
    help: ArgumentHelp(
      "text or json; with '=FILE' into a file. May be repeated.", valueName: "format"))
  var format: [ReportTarget<ComparisonFormat>] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report without a file to this one.", valueName: "file"))
  var output: String?
  @Flag(help: "Tell a run for each trace.")
  var runs = false
  @Option(help: ArgumentHelp("Tell at most so many traces of each design.", valueName: "number"))
  var most = 5
  @Option(help: ArgumentHelp("Visit at most so many states of each design.", valueName: "number"))
  var states = 1_000_000
  @Option(help: ArgumentHelp("Look at so many pairs of sets of states.", valueName: "number"))
  var pairs = 20_000
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  enum ComparisonFormat: String, CaseIterable, Sendable { case text, json }

  func validate() throws {
    try RunLimits.validate([
      ("--states", states), ("--pairs", pairs), ("--most", most), ("--timeout", timeout),
    ])
  }

  func perform(on console: Console) throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let outputs = try ReportOutputs(format, usual: .text, output: output)
    try outputs.prepare()
    let files = try SpecFiles.load(specs, console)
    let overrides = try overrideOptions.overrides(files.names)
    let comparison = DesignComparison(
      assembly: Assembly(files.specification, overrides),
      limits: RunLimits(timeout: timeout).limits(console), mostStates: states, mostPairs: pairs)
    let searches = try ComparedSearches(files: files, overrides: overrides).searches(
      [first, second], kernel: kernel, property: property)
    let report: ComparisonReport
    do { report = try comparison.report(searches, style: style, most: most) } catch let error
      as NotCompared
    {
      console.complain("note: \(error.message)")
      return .unknown
    }
    func text(_ format: ComparisonFormat) -> String {
      switch format {
      case .text: report.lines(showsRuns: runs).joined(separator: "\n") + "\n"
      case .json: report.json(ModelCheck.version).document(style)
      }
    }
    try outputs.write(console, text)
    guard report.isSame else { return .violated }
    return report.missing == nil ? .asExpected : .unknown
  }
}
