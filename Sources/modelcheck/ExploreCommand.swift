import ArgumentParser
import Checking
import Foundation
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck explore`: step by step through the states of a design.
struct ExploreCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Walk through the states of a design step by step.",
    discussion: """
      The model is that of the search for one property: its workload and its scope. At the prompt:

      \(ExploreSession.help.joined(separator: "\n"))

      Without a terminal the same commands are read from standard input, a line each, and repeated \
      in the output.

      Exit status:
        0   the commands have ended
        64  wrong usage
        65  errors in specs
        74  the output could not be written
      """)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(help: ArgumentHelp("Look at most at so many states to find one.", valueName: "number"))
  var states = 1_000_000
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  func validate() throws { try RunLimits.validate([("--states", states)]) }

  func perform(on console: Console) throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let files = try SpecFiles.load(paths, console)
    let overrides = try overrideOptions.overrides(files.names)
    let search = try OneSearch.only(try selection.plan(files, overrides), console)
    let model = try ExploredModel(
      files, overrides, settings: overrideOptions.traceSettings, search,
      RunLimits().limits(console), mostStates: states)
    var session: ExploreSession
    do throws(EvaluationError) { session = try ExploreSession(model, style: style) } catch {
      throw Failure.specErrors("the initial state is an error of the spec: \(error.message)")
    }
    try console.print(style.plain(model.heading))
    try tell(session.start() + ["h lists the commands"], style, console)
    while !session.isOver, console.interruption() == nil {
      if console.isInteractive { try console.write("> ") }
      guard let line = console.read() else { break }
      if !console.isInteractive { try tell(["> \(line)"], style, console) }
      try tell(session.answer(line), style, console)
    }
    return .asExpected
  }

  private func tell(_ lines: [String], _ style: Style, _ console: Console) throws(Failure) {
    for line in lines {
      // What somebody typed may come back, but not as an order to the terminal.
      let scalars = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }
      var shown = ""
      shown.unicodeScalars.append(contentsOf: scalars)
      try console.print(style.plain(shown))
    }
  }
}
