import ArgumentParser
import Checking
import TransitionSystem

/// A command that says how it ended instead of ending the process.
protocol Command: ParsableCommand {
  func perform(on console: Console) async throws -> ExitStatus
}

/// Runs a command line: the process does it once, tests as often as they like.
package enum Entry {
  /// The exit status.
  package static func run(_ arguments: [String], on console: Console) async -> Int32 {
    do throws(Failure) {
      return try await ended(arguments, console).rawValue
    } catch {
      if !error.message.isEmpty { console.complain("error: \(error.message)") }
      return error.status.rawValue
    }
  }

  private static func ended(
    _ arguments: [String], _ console: Console
  ) async throws(Failure) -> ExitStatus {
    var parsed: any ParsableCommand
    do {
      parsed = try ModelCheck.parseAsRoot(CrossCheckOption.completed(arguments))
      // The parser's own commands, as `help`, end by throwing what is to be printed.
      if !(parsed is any Command) { try parsed.run() }
    } catch { return try notParsed(error, console) }
    guard let command = parsed as? any Command else { return .asExpected }
    do {
      return try await command.perform(on: console)
    } catch let failure as Failure {
      throw failure
    } catch let error as InternalError {
      throw .internalError(error.message)
    } catch let error as ReplayError {
      throw .internalError(error.message)
    } catch let error as CompositionError {
      throw .specErrors(error.message)
    } catch { throw .internalError("\(error)") }
  }

  /// What the argument parser throws: a wrong command line, or a wish for help.
  private static func notParsed(
    _ error: any Error, _ console: Console
  ) throws(Failure) -> ExitStatus {
    let text = ModelCheck.fullMessage(for: error)
    guard ModelCheck.exitCode(for: error) == .success else {
      console.complain(text)
      return .usage
    }
    try console.print(text)
    return .asExpected
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
