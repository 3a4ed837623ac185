import ArgumentParser
import Reporting
import SpecLanguage

/// `modelcheck properties`: what was asked of the interface, and which property states it.
struct PropertiesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "properties",
    abstract: "List what was asked of the interface, by whom, and which properties state it.",
    discussion: """
      Nothing is decided: 'modelcheck check --property NAME' does that, also for properties that \
      stand beside the table.

      Exit status:
        0   the list was printed
        64  wrong usage
        65  errors in specs
      """)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @Option(help: "text or json.")
  var format = ClaimsCommand.ClaimsFormat.text
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  func perform(on console: Console) throws -> ExitStatus {
    let files = try SpecFiles.load(paths, console)
    guard !files.specification.requirements.isEmpty else {
      throw Failure.usage("the specs have no requirement")
    }
    let style = Style(isASCII: ascii || !console.isUTF8)
    let report = RequirementReport(files.specification, style: style)
    switch format {
    case .text: try console.write(report.lines.joined(separator: "\n") + "\n")
    case .json:
      try console.write(report.json.published(ModelCheck.version).document(style))
    }
    return .asExpected
  }
}
