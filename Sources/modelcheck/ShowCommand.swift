import ArgumentParser
import Reporting
import SpecLanguage

/// `modelcheck show`: what stands behind a name.
struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a step, routine, call, recipe, kernel, design, property or workload.")

  @Argument(help: "The name.")
  var name: String
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []

  func perform(on console: Console) async throws -> ExitStatus {
    throw Failure.usage("not yet")
  }
}
