import ArgumentParser
import Checking
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck graph`: the reachable states of a design as a picture.
struct GraphCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "graph",
    abstract: "Write the reachable states of one design for Graphviz, or as JSON.",
    discussion: """
      The states are those of the search for one property: its workload, its scope, and only what \
      it can see, unless --by names something else. A small scope makes a picture that can be \
      looked at: --scope calls=1,blocks=1.

      With --by states that agree on these variables or cells are one node, and steps inside of a \
      node are not drawn.

      Exit status:
        0   the whole graph was written
        20  only a part of it: a limit, said also in the output
        64  wrong usage
        65  errors in specs
        74  the output could not be written
      """)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(
    help: ArgumentHelp(
      "Group states by this variable or cell, as extent or poison[b0]; may be repeated.",
      valueName: "variable"))
  var by: [String] = []
  @Option(
    help: ArgumentHelp(
      "dot or json; with '=FILE' into a file. May be repeated.", valueName: "format"))
  var format: [ReportTarget<GraphFormat>] = []
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the graph without a file to this one.", valueName: "file"))
  var output: String?
  @Option(help: ArgumentHelp("Visit at most so many states.", valueName: "number"))
  var states = 200_000
  @Option(help: ArgumentHelp("Write at most so many nodes.", valueName: "number"))
  var nodes = 2_000
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  enum GraphFormat: String, CaseIterable, Sendable { case dot, json }

  func validate() throws {
    try RunLimits.validate([
      ("--states", states), ("--nodes", nodes), ("--timeout", timeout),
    ])
  }

  func perform(on console: Console) throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let outputs = try ReportOutputs(format, usual: .dot, output: output)
    try outputs.prepare()
    let files = try SpecFiles.load(paths, console)
    let overrides = try overrideOptions.overrides(files.names)
    let plan = try selection.plan(files, overrides)
    let search = try OneSearch.only(plan, console)
    let drawing = GraphDrawing(
      assembly: Assembly(files.specification, overrides), search: search, chosen: by,
      limits: RunLimits(timeout: timeout).limits(console), mostStates: states, mostNodes: nodes)
    let report = try drawing.report()
    func text(_ format: GraphFormat) -> String {
      switch format {
      case .dot: report.dot(files.specification, style)
      case .json: report.json(ModelCheck.version).document(style)
      }
    }
    try outputs.write(console, text)
    guard let missing = report.missing else { return .asExpected }
    console.complain("note: the graph is not complete: \(missing)")
    return .unknown
  }
}

/// The one search that a command is about.
enum OneSearch {
  /// The first search of the plan; a note says so if there are others.
  static func only(_ plan: Plan, _ console: Console) throws(Failure) -> Plan.Search {
    guard let search = plan.searches.first else { throw .usage("nothing is selected") }
    if plan.searches.count > 1 {
      let named = search.properties.joined(separator: ", ")
      console.complain(
        "note: \(plan.searches.count) searches are selected, this is about \(search.column.place)"
          + ", \(search.workload), \(named)")
    }
    return search
  }
}
