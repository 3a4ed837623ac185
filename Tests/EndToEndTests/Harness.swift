import Foundation
import Synchronization
import modelcheck

/// What a command line left behind.
struct Ended {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a command line in this process.
func modelcheck(_ arguments: String..., isUTF8: Bool = true) async -> Ended {
  await run(arguments, isUTF8: isUTF8)
}

func run(_ arguments: [String], isUTF8: Bool = true, input: String = "") async -> Ended {
  let captured = Captured()
  let lines = Lines(input)
  let console = Console(
    write: { captured.write($0) }, complain: { captured.complain($0) }, isUTF8: isUTF8,
    read: { lines.next() })
  let status = await Entry.run(arguments, on: console)
  return captured.ended(status)
}

/// The lines of a standard input.
final class Lines: Sendable {
  private let left: Mutex<[String]>

  init(_ text: String) {
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    left = Mutex(lines)
  }

  func next() -> String? { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
}

/// The streams of a run.
final class Captured: Sendable {
  private let streams = Mutex((output: "", errors: ""))

  func write(_ text: String) { streams.withLock { $0.output += text } }
  func complain(_ text: String) { streams.withLock { $0.errors += text + "\n" } }

  func ended(_ status: Int32) -> Ended {
    streams.withLock { Ended(status: status, output: $0.output, errors: $0.errors) }
  }
}

/// The folder of the golden cases.
let casesFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Cases").path

/// A folder that is gone after the work.
func withTemporaryFolder<Result>(
  _ work: (String) async throws -> Result
) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("modelcheck-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await work(folder)
}

func text(of path: String) throws -> String {
  try String(contentsOfFile: path, encoding: .utf8)
}

func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(fileURLWithPath: path))
}

/// Counts how often it is asked.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
