import ArgumentParser

/// A command that says how it ended instead of ending the process.
protocol Command: ParsableCommand {
  func perform(on console: Console) async throws -> ExitStatus
}

/// Runs a command line: the process does it once, tests as often as they like.
package enum Entry {
  /// The exit status.
  package static func run(_ arguments: [String], on console: Console) async -> Int32 {
    do {
      let parsed = try ModelCheck.parseAsRoot(CrossCheckOption.completed(arguments))
      guard let command = parsed as? any Command else {
        throw Failure.internalError("'\(type(of: parsed))' cannot be run")
      }
      return try await command.perform(on: console).rawValue
    } catch let failure as Failure {
      if !failure.message.isEmpty { console.complain("error: \(failure.message)") }
      return failure.status.rawValue
    } catch { return parsingEnded(error, console) }
  }

  /// What the argument parser throws: a wrong command line, or a wish for help.
  private static func parsingEnded(_ error: any Error, _ console: Console) -> Int32 {
    let text = ModelCheck.fullMessage(for: error)
    guard ModelCheck.exitCode(for: error) == .success else {
      console.complain(text)
      return ExitStatus.usage.rawValue
    }
    do {
      try console.print(text)
      return 0
    } catch { return ExitStatus.output.rawValue }
  }
}

/// `--cross-check` takes a value after an equals sign, or none.
enum CrossCheckOption {
  static let name = "--cross-check"
  static let defaultSeconds = 300

  /// The arguments with the default where no value is given; the parser knows no such options.
  static func completed(_ arguments: [String]) -> [String] {
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    let options = arguments[..<end].map { $0 == name ? "\(name)=\(defaultSeconds)" : $0 }
    return options + arguments[end...]
  }
}
