import ArgumentParser
import SpecLanguage

/// `modelcheck fmt`: one layout for all specs.
struct FormatCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "fmt", abstract: "Lay out spec files in the one way that all are laid out.")

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @Flag(help: "Write nothing; name the files that would change, and exit with 10 if there are any.")
  var check = false

  func perform(on console: Console) throws -> ExitStatus {
    var status = ExitStatus.asExpected
    for path in try SpecFiles.found(paths) {
      let source = try SpecFiles.read(path)
      let (text, diagnostics) = Formatter.format(source)
      guard let text else {
        console.complain(DiagnosticRenderer(sources: [source]).render(diagnostics))
        status = .specErrors
        continue
      }
      guard Array(text.utf8) != source.bytes else { continue }
      if check {
        try console.print(path)
        if status == .asExpected { status = .violated }
      } else {
        try OutputFile.write(text, to: path)
      }
    }
    return status
  }
}
