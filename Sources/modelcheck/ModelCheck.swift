import ArgumentParser

/// The command line: the only place that does input and output.
@main
struct ModelCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modelcheck",
    abstract: "Checks designs of kernel interfaces before they are merged.",
    discussion: ExitStatus.documentation,
    version: "0.1.0",
    subcommands: [CheckCommand.self])
}
