import Foundation

/// A program of others that tests ask, where there is one.
enum Tool {
  /// Whether the command is on this machine.
  static func exists(_ name: String) -> Bool { path(of: name) != nil }

  private static func path(of name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// What the command says, and how it ends; status 127 where there is none.
  static func run(_ name: String, _ arguments: String...) throws -> (status: Int32, text: String) {
    guard let path = path(of: name) else { return (127, "there is no command '\(name)'") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// Whether Python has the module `jsonschema`.
  static let hasJSONSchema = (try? run("python3", "-c", "import jsonschema").status) == 0
}

/// The folder of this repository.
let repositoryFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path
