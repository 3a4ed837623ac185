import Foundation
import Testing
import modelcheck

/// Files are whole or not there, reports are the same each time.
@Suite("Output")
struct OutputTests {
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"

  @Test("a report goes to the file and nowhere else")
  func output() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/report.json"
      let ended = await modelcheck(
        "check", Self.mutex, "--format", "json", "--output", path)
      #expect(ended.status == 10)
      #expect(ended.output.isEmpty)
      let direct = await modelcheck("check", Self.mutex, "--format", "json")
      let written = try text(of: path)
      #expect(written == direct.output)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names == ["report.json"])
    }
  }

  @Test("a place that cannot be written is one error, before the run")
  func unwritable() async throws {
    try await withTemporaryFolder { folder in
      for path in [folder + "/no/such/report", folder, "/proc/report"] {
        let ended = await modelcheck("check", Self.mutex, "--output", path)
        #expect(ended.status == 74)
        #expect(ended.errors.contains("cannot be written"))
        #expect(ended.errors.split(separator: "\n").count == 1)
      }
      try write("", to: folder + "/plain")
      let ended = await modelcheck("check", Self.mutex, "--traces", folder + "/plain")
      #expect(ended.status == 74, "\(ended.errors)")
    }
  }

  @Test("standard output that cannot be written ends with a status of its own")
  func brokenPipe() async {
    struct Closed: Error {}
    let console = Console(write: { _ in throw Closed() }, complain: { _ in }, isUTF8: true)
    #expect(await Entry.run(["check", Self.mutex], on: console) == 74)
    #expect(await Entry.run(["--help"], on: console) == 74)
  }

  @Test("JSON has the documented keys")
  func keys() async throws {
    let ended = await modelcheck("check", Self.mutex, "--format", "json")
    let parsed = try JSONSerialization.jsonObject(with: Data(ended.output.utf8))
    let top = try #require(parsed as? [String: Any])
    let verdicts = try #require(top["verdicts"] as? [[String: Any]])
    #expect(verdicts.count == 5)
    let keys = [
      "kernel", "design", "variant", "property", "workload", "scope", "verdict", "steps",
      "searchStates", "trace", "expectation", "asExpected",
    ]
    for verdict in verdicts { #expect(Set(keys).isSubset(of: verdict.keys)) }
    let first = try #require(verdicts.first)
    #expect(first["property"] as? String == "exclusive")
    #expect(first["verdict"] as? String == "violated")
    #expect(first["kernel"] is NSNull)
    #expect((first["scope"] as? [String: Int])?["calls"] == 1)
    #expect(verdicts.map { $0["verdict"] as? String }.contains("vacuous"))
  }

  @Test("two runs print the same bytes, however many threads they use")
  func determinism() async {
    let tiny = "\(casesFolder)/variants/tiny.kspec"
    let first = await modelcheck("check", Self.mutex, tiny, "--ablate", "--threads", "1")
    for _ in 0..<3 {
      let next = await modelcheck("check", Self.mutex, tiny, "--ablate", "--threads", "4")
      #expect(next.output == first.output)
    }
  }

  @Test("traces fit into a mail and into 7 bits")
  func width() async throws {
    for name in ["broken-mutex", "ascii", "many-tasks", "spec-error"] {
      let path = "\(casesFolder)/\(name)"
      let files = try FileManager.default.contentsOfDirectory(atPath: path)
      let spec = try #require(files.first { $0.hasSuffix(".kspec") })
      let identity = try await Self.firstTrace("\(path)/\(spec)")
      guard let identity else { continue }
      let ended = await modelcheck("replay", identity, "--specs", "\(path)/\(spec)", isUTF8: false)
      #expect(ended.status == 0)
      #expect(ended.output.utf8.allSatisfy { $0 < 0x80 })
      for line in ended.output.split(separator: "\n") { #expect(line.count <= 72, "\(line)") }
    }
  }

  private static func firstTrace(_ spec: String) async throws -> String? {
    let ended = await modelcheck("check", spec, "--format", "json")
    let parsed = try JSONSerialization.jsonObject(with: Data(ended.output.utf8))
    let verdicts = (parsed as? [String: Any])?["verdicts"] as? [[String: Any]]
    return verdicts?.compactMap { $0["trace"] as? String }.first
  }
}
