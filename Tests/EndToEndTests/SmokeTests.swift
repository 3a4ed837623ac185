import Foundation
import Testing

/// The built program itself: its streams, its statuses, its signals.
@Suite("The program")
struct SmokeTests {
  private static let spec = "\(casesFolder)/broken-mutex/mutex.kspec"

  private static let program: URL = {
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("modelcheck")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".build/release/modelcheck")
  }()

  private func shell(_ command: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.environment = [
      "PROGRAM": Self.program.path, "SPEC": Self.spec, "PATH": "/usr/bin:/bin", "LC_ALL": "C",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test("prints the table without UTF-8, and nothing of its progress into a pipe")
  func table() throws {
    let (status, output) = try shell("\"$PROGRAM\" check \"$SPEC\"")
    #expect(status == 10)
    #expect(output.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1B && $0 != 0x0D })
    #expect(output.contains("mutex breaks exclusive"))
  }

  @Test("says what one can do next")
  func alone() throws {
    let (status, output) = try shell("\"$PROGRAM\"")
    #expect(status == 0)
    #expect(output.contains("modelcheck replay"))
  }

  @Test("a reader who goes away is no crash")
  func closedPipe() throws {
    let (status, _) = try shell("\"$PROGRAM\" check \"$SPEC\" | true; exit ${PIPESTATUS[0]}")
    #expect(status == 74 || status == 10)
  }

  @Test("a full disk is an error")
  func fullDisk() throws {
    let (status, output) = try shell("\"$PROGRAM\" check \"$SPEC\" > /dev/full")
    #expect(status == 74)
    #expect(output.contains("standard output cannot be written: No space left on device"))
  }

  /// A model with more states than anybody can visit.
  private static let endless = """
    model "endless" {
      state int 0..60000 left;
      state int 0..60000 right;
      environment go_left() when left < 60000 { left = left + 1; }
      environment go_right() when right < 60000 { right = right + 1; }
      property low { always left < 60000 || right < 60000; }
    }
    """

  @Test("Ctrl-C ends a run with what it knows")
  func interruption() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.endless, to: folder + "/endless.kspec")
      let command = "timeout --preserve-status -s INT 2 \"$PROGRAM\" check \(folder)"
      let (status, output) = try shell(command)
      #expect(status == 20)
      #expect(output.contains("endless, low: unknown (interrupted)"), "\(output)")
    }
  }

  @Test("Ctrl-C ends a search for proofs, and leaves nothing half-written")
  func interruptedProofs() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.endless, to: folder + "/endless.kspec")
      let command = "timeout --preserve-status -s INT 2 \"$PROGRAM\" prove \(folder)"
      let (status, output) = try shell(command)
      #expect(status == 20)
      #expect(output.hasSuffix("1 not tried\n"), "\(output)")
      let left = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      #expect(left == ["certificates", "endless.kspec"])
    }
  }

  @Test("the limits of time and memory end a run with what it knows")
  func limits() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.endless, to: folder + "/endless.kspec")
      let time = try shell("\"$PROGRAM\" check \(folder) --timeout 1")
      #expect(time.status == 20)
      #expect(time.output.contains("unknown (the time is up)"), "\(time.output)")
      let memory = try shell("\"$PROGRAM\" check \(folder) --memory 16 --no-disk")
      #expect(memory.status == 20)
      #expect(memory.output.contains("unknown (memory limit)"), "\(memory.output)")
    }
  }

  @Test("usage errors go to standard error")
  func usage() throws {
    let (status, output) = try shell("\"$PROGRAM\" check --nonsense 2>/dev/null")
    #expect(status == 64)
    #expect(output.isEmpty)
  }
}
