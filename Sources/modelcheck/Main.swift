import Foundation

/// Where the process begins and ends.
@main
struct Main {
  static func main() async {
    let terminal = Terminal()
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(await Entry.run(arguments, on: terminal.console))
  }
}
