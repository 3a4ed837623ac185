import Foundation
import Testing

/// What another tool says of an exported system.
struct ToolCounts: Equatable, CustomStringConvertible {
  var states: Int
  var transitions: Int
  var isViolated: Bool

  var description: String {
    "\(states) states, \(transitions) transitions, \(isViolated ? "violated" : "kept")"
  }
}

/// SPIN and Rumur, where they are on this machine.
enum OtherTools {
  static let hasSpin = ["spin", "gcc"].allSatisfy { path(of: $0) != nil }
  static let hasRumur = ["rumur", "gcc"].allSatisfy { path(of: $0) != nil }

  private static func path(of name: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// All states of a Promela text, violations only counted.
  static func spin(_ text: String) throws -> ToolCounts {
    try inFolder { folder in
      try Data(text.utf8).write(to: folder.appending(path: "system.pml"))
      try run(folder, "spin", "-a", "-o2", "system.pml")
      try run(
        folder, "gcc", "-O0", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=4096", "-o", "pan",
        "pan.c")
      let said = try run(folder, "./pan", "-E", "-c0", "-w18", "-n", "-m200000")
      let errors = try number(said, /errors: (\d+)/)
      // The initial state is stored without a transition to it.
      return ToolCounts(
        states: try number(said, /(\d+) states, stored/),
        transitions: try number(said, /(\d+) transitions \(= stored\+matched\)/) - 1,
        isViolated: errors > 0)
    }
  }

  /// All states of a Murphi text, or those up to the first violation.
  static func rumur(_ text: String) throws -> ToolCounts {
    try inFolder { folder in
      try Data(text.utf8).write(to: folder.appending(path: "system.m"))
      try run(
        folder, "rumur", "--symmetry-reduction", "off", "--deadlock-detection", "off",
        "--value-type", "int32_t", "--threads", "1", "--colour", "off", "-o", "system.c",
        "system.m")
      try run(folder, "gcc", "-O0", "-o", "system", "system.c", "-lpthread")
      let said = try run(folder, "./system", mayFail: true)
      // Lines of progress say the same of a part.
      return ToolCounts(
        states: try number(said, /(\d+) states, \d+ rules fired in/),
        transitions: try number(said, /\d+ states, (\d+) rules fired in/),
        isViolated: !said.contains("No error found"))
    }
  }

  private static func number(
    _ text: String, _ pattern: Regex<(Substring, Substring)>
  ) throws -> Int {
    let match = try #require(text.firstMatch(of: pattern), "\(text.suffix(3000))")
    return try #require(Int(match.output.1))
  }

  private static func inFolder<Result>(_ work: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try work(folder)
  }

  /// What a command says; it fails the test if the command fails and may not.
  @discardableResult
  private static func run(
    _ folder: URL, _ command: String..., mayFail: Bool = false
  ) throws -> String {
    let process = Process()
    let local = command[0].hasPrefix("./")
    let program = local ? folder.appending(path: command[0]).path : path(of: command[0])
    process.executableURL = URL(filePath: try #require(program, "there is no '\(command[0])'"))
    process.arguments = Array(command.dropFirst())
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if !mayFail {
      try #require(
        process.terminationStatus == 0, "\(command.joined(separator: " ")): \(text.suffix(3000))")
    }
    return text
  }
}
