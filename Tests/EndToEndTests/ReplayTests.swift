import Foundation
import Testing

/// Counterexamples in files and by name.
@Suite("Replay")
struct ReplayTests {
  private static let spec = "\(casesFolder)/broken-mutex/mutex.kspec"

  /// Works on the trace file of `exclusive`.
  private func withTrace(_ work: (_ path: String, _ text: String) async throws -> Void) async throws
  {
    try await withTemporaryFolder { folder in
      _ = await modelcheck(
        "check", Self.spec, "--property", "exclusive", "--traces", folder + "/new/traces")
      let traces = folder + "/new/traces"
      let names = try FileManager.default.contentsOfDirectory(atPath: traces)
      let name = try #require(names.first)
      #expect(names.count == 1)
      try await work("\(traces)/\(name)", try text(of: "\(traces)/\(name)"))
    }
  }

  private func replay(_ path: String) async -> Ended {
    await modelcheck("replay", path, "--specs", Self.spec)
  }

  @Test("a trace file replays and tells why")
  func file() async throws {
    try await withTrace { path, _ in
      let ended = await replay(path)
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output.contains("mutex breaks exclusive in"))
      #expect(ended.output.contains("why: "))
    }
  }

  @Test("the run of the README is the stored one, as it is printed today")
  func readme() async throws {
    let folder = repositoryFolder + "/Specs/expected/traces"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let stored = try names.first { name in
      let file = try text(of: "\(folder)/\(name)")
      return ["in_place", "linux-5.14-ext4", "punch+pwrite"].allSatisfy { word in
        file.contains(": \"\(word)\",")
      }
    }
    let path = "\(folder)/\(try #require(stored))"
    let ended = await modelcheck("replay", path, "--specs", repositoryFolder + "/Specs")
    let readme = try text(of: repositoryFolder + "/README.md")
    let parts = readme.components(separatedBy: "<!-- run: begin -->\n")
    let shown = try #require(parts.last?.components(separatedBy: "<!-- run: end -->").first)
    #expect(shown == "```\n\(ended.output)```\n", "run 'make update-readme'")
  }

  @Test("a name is derived again and shows the same as the file")
  func name() async throws {
    try await withTrace { path, _ in
      let file = await replay(path)
      let identity = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      let derived = await replay(identity)
      #expect(derived.status == 0, "\(derived.errors)")
      // The search behind a name observes all properties of the table.
      func withoutObserved(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.hasPrefix("observed ") }.joined(separator: "\n")
      }
      #expect(derived.output.contains("\nobserved "))
      #expect(withoutObserved(derived.output) == withoutObserved(file.output))
      let prefix = await replay(String(identity.prefix(5)))
      #expect(prefix.output == derived.output)
    }
  }

  @Test("a run that never ends replays with its loop, under the fairness that it was found under")
  func lasso() async throws {
    let spec = "\(casesFolder)/responses/repairs.kspec"
    try await withTemporaryFolder { folder in
      _ = await modelcheck(
        "check", spec, "--property", "repaired", "--unfair", "owner_repairs", "--traces", folder)
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
      let path = "\(folder)/\(name)"
      let file = try text(of: path)
      #expect(file.contains("\"unfair\": [\"owner_repairs\"]"))
      let replayed = await modelcheck("replay", path, "--specs", spec)
      #expect(replayed.status == 0, "\(replayed.errors)")
      #expect(replayed.output.contains("then nothing more, for ever"))
      let identity = String(name.dropLast(".json".count))
      let derived = await modelcheck(
        "replay", identity, "--specs", spec, "--unfair", "owner_repairs")
      #expect(derived.output == replayed.output)
      // With the assumption the same run is not fair, and a step less is no loop.
      try write(
        file.replacingOccurrences(of: "[\"owner_repairs\"]", with: "[]"), to: path)
      let fair = await modelcheck("replay", path, "--specs", spec)
      #expect(fair.status == 65)
      #expect(fair.errors.contains("does not show what the trace claims"))
    }
  }

  @Test("a fairness assumption that no property makes is an error of usage")
  func unknownFairness() async {
    let spec = "\(casesFolder)/responses/repairs.kspec"
    let ended = await modelcheck("check", spec, "--unfair", "lockz")
    #expect(ended.status == 64)
    #expect(ended.errors.contains("no fairness assumption 'lockz'; did you mean 'locks'?"))
  }

  @Test("a name that no cell has is an error of usage")
  func unknownName() async {
    let ended = await replay("00000-00000")
    #expect(ended.status == 64)
    #expect(ended.errors.contains("no cell of these specs has a trace '00000-00000'"))
  }

  @Test("a truncated file is refused with the place, wherever it is cut")
  func truncated() async throws {
    try await withTrace { path, text in
      for length in [0, 1, 20, text.count / 2, text.count - 3] {
        try write(String(text.prefix(length)), to: path)
        let ended = await replay(path)
        #expect(ended.status == 65)
        #expect(ended.errors.contains("\(path):"), "\(ended.errors)")
        #expect(ended.errors.contains("the file ends where"), "\(ended.errors)")
        #expect(ended.errors.split(separator: "\n").count == 1)
      }
    }
  }

  @Test(
    "a file that does not fit the specs is refused",
    arguments: [
      ("\"schema\": 1", "\"schema\": 99", "'schema' is 99"),
      ("\"exclusive\"", "\"exclusivo\"", "did you mean 'exclusive'?"),
      ("\"design\": \"mutex\"", "\"design\": \"mutter\"", "there is no design or model 'mutter'"),
      ("\"violates-state\"", "\"proves\"", "'claim' is 'proves'"),
      ("\"violates-state\"", "\"violates-step\"", "does not show what the trace claims"),
      ("second/work: call", "second/work: fall", "there is no action"),
      ("\"action\"", "\"act\"", "'steps[0].action' is missing"),
      ("\"scope\": {", "\"scope\": {\"more\": \"x\", ", "'scope.more' must be a number"),
      ("\"calls\": 1", "\"calls\": 99999999", "the scope is too large"),
      ("\"calls\": 1", "\"calls\": -1", "no run has such a 'scope'"),
      ("\"calls\": 1", "\"calls\": 1, \"copies\": 9999999", "no run has such a 'scope'"),
      ("\"settings\": {}", "\"settings\": {\"none\": \"1\"}", "there is no option 'none'"),
    ])
  func wrong(old: String, new: String, message: String) async throws {
    try await withTrace { path, text in
      #expect(text.contains(old), "\(text)")
      try write(text.replacingOccurrences(of: old, with: new), to: path)
      let ended = await replay(path)
      #expect(ended.status == 65)
      #expect(ended.errors.contains(message), "\(ended.errors)")
      #expect(ended.output.isEmpty)
    }
  }

  @Test("steps out of order are not enabled")
  func notEnabled() async throws {
    try await withTrace { path, text in
      // The first step once more: each task has but one call.
      let start = try #require(text.range(of: "\"steps\": [")).upperBound
      let end = try #require(text.range(of: "\n    {", range: start..<text.endIndex)).lowerBound
      let second = try #require(
        text.range(of: "\n    {", range: text.index(after: end)..<text.endIndex)
      ).lowerBound
      let step = text[end..<second]
      try write(text.replacingCharacters(in: end..<end, with: String(step)), to: path)
      let ended = await replay(path)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("step 2: "), "\(ended.errors)")
      #expect(ended.errors.contains("is not enabled there"), "\(ended.errors)")
    }
  }

  @Test("a spec that was mended no longer violates")
  func mended() async throws {
    try await withTrace { path, text in
      let spec = path + ".kspec"
      let broken = try String(contentsOfFile: Self.spec, encoding: .utf8)
      try write(broken.replacingOccurrences(of: "never inside[P0]", with: "never false"), to: spec)
      let ended = await modelcheck("replay", path, "--specs", spec)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("does not fit today's specs"), "\(ended.errors)")
      let identity = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
      let derived = await modelcheck("replay", identity, "--specs", spec)
      #expect(derived.status == 65)
      #expect(derived.errors.contains("no longer violates"), "\(derived.errors)")
    }
  }
}
