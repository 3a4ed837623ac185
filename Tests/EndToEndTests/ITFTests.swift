import Foundation
import Reporting
import Testing

/// Traces in the format of Apalache and Quint, written and read.
@Suite("ITF")
struct ITFTests {
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"

  /// Works on the ITF file of a property's counterexample.
  private func withITF(
    _ spec: String = mutex, property: String = "exclusive",
    _ work: (_ path: String, _ trace: JSON) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      _ = await modelcheck("check", spec, "--property", property, "--format", "itf=\(folder)")
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
      let path = "\(folder)/\(name)"
      try await work(path, try JSONParser.parse(Array(try text(of: path).utf8)))
    }
  }

  private func replay(_ path: String, _ more: String...) async -> Ended {
    await run(["replay", path, "--specs", Self.mutex] + more)
  }

  @Test(
    "what is written is read again, and is the same run",
    arguments: [
      "broken-mutex/mutex", "variants/tiny", "responses/repairs", "hostile-names/names",
      "many-tasks/many",
    ])
  func roundTrip(name: String) async throws {
    let spec = "\(casesFolder)/\(name).kspec"
    try await withTemporaryFolder { folder in
      _ = await modelcheck("check", spec, "--format", "itf=\(folder)/itf", "--traces", folder)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/itf")
      #expect(!names.isEmpty)
      for name in names {
        let plain = name.replacingOccurrences(of: ".itf.json", with: ".json")
        let ours = await modelcheck("replay", "\(folder)/\(plain)", "--specs", spec)
        let theirs = await modelcheck("replay", "\(folder)/itf/\(name)", "--specs", spec)
        #expect(ours.status == 0, "\(ours.errors)")
        #expect(theirs.output == ours.output, "\(theirs.errors)")
        let again = await modelcheck(
          "replay", "\(folder)/itf/\(name)", "--specs", spec, "--format", "json", "--format",
          "itf=\(folder)/again.json")
        let (written, file) = (again.output, try text(of: "\(folder)/\(plain)"))
        #expect(written == file)
        let itf = try text(of: folder + "/again.json")
        let first = try text(of: "\(folder)/itf/\(name)")
        #expect(itf == first)
      }
    }
  }

  /// The trace with each of its states changed.
  private func mapped(_ trace: JSON, _ change: ([JSON.Member]) -> [JSON.Member]) -> JSON {
    guard case .array(let states)? = trace["states"] else { return trace }
    let changed = states.map { state -> JSON in
      guard case .object(let members) = state else { return state }
      return .object(change(members))
    }
    return .object([.init("states", .array(changed))])
  }

  private func write(_ value: JSON, to path: String) throws {
    try EndToEndTests.write(value.document(Style(isASCII: false)), to: path)
  }

  @Test("a trace of another program needs neither actions nor all variables")
  func foreign() async throws {
    try await withITF { path, trace in
      // What another program would say of the mutex: a set, a record, a name with its module.
      let foreign = mapped(trace) { members in
        members.compactMap { member in
          switch (member.name, member.value["#map"]) {
          case ("taken", _): return JSON.Member("main::mutex::taken", member.value)
          case ("inside", .array(let entries)?):
            let inside = entries.compactMap { entry -> JSON? in
              guard case .array(let pair) = entry, pair[1] == .bool(true) else { return nil }
              return pair[0]
            }
            return JSON.Member("inside", .object([.init("#set", .array(inside))]))
          case ("pc", .array(let entries)?):
            let places = entries.compactMap { entry -> JSON.Member? in
              guard case .array(let pair) = entry, case .string(let name) = pair[0] else {
                return nil
              }
              return JSON.Member(name, pair[1]["tag"] ?? .null)
            }
            return JSON.Member("pc", .object(places))
          default: return nil
          }
        }
      }
      guard case .object(var members) = foreign else { return }
      members.append(.init("vars", .array([])))
      try write(.object(members), to: path)
      let unnamed = await replay(path)
      #expect(unnamed.status == 64)
      #expect(unnamed.errors.contains("name it with --design"), "\(unnamed.errors)")
      let ended = await replay(path, "--design", "mutex", "--property", "exclusive")
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output.contains("mutex breaks exclusive in 6 steps"), "\(ended.output)")
      let other = await replay(path, "--design", "mutex", "--property", "quiet")
      #expect(other.status == 0)
      #expect(other.output.contains("shows nothing about quiet"), "\(other.output)")
    }
  }

  @Test("the first step that does not fit is named, and what the model allows there")
  func ends() async throws {
    try await withITF { path, trace in
      guard case .array(var states)? = trace["states"], case .object(var top) = trace else {
        return
      }
      states.remove(at: 3)
      top.removeAll { $0.name == "states" }
      try write(.object(top + [.init("states", .array(states))]), to: path)
      let ended = await replay(path)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("does not fit today's specs: step 3 ("), "\(ended.errors)")
      #expect(ended.errors.contains("no step of the model leads to state 3"))
      #expect(ended.errors.contains("the model allows there:\n  P"), "\(ended.errors)")
      #expect(ended.output.isEmpty)
    }
  }

  @Test("another initial state is told with the first cell that differs")
  func initial() async throws {
    try await withITF { path, trace in
      guard case .array(var states)? = trace["states"], case .object(var top) = trace else {
        return
      }
      states.removeFirst(3)
      top.removeAll { $0.name == "states" }
      try write(.object(top + [.init("states", .array(states))]), to: path)
      let ended = await replay(path)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("state 0 is not the initial state: "), "\(ended.errors)")
      #expect(ended.errors.contains(" in the trace and "))
    }
  }

  @Test(
    "what cannot be a state of the model is refused with its place",
    arguments: [
      ("\"taken\": false", "\"taken\": 3", "'states[0].taken' is no value of type 'bool'"),
      ("[\"P1\", false]", "[\"P7\", false]", "'states[0].inside' has no entry for P1"),
      ("[\"P1\", false]", "[\"P1\"]", "must be a key and a value"),
      ("\"states\"", "\"stages\"", "'states' must be a list"),
      ("\"schema\": 1", "\"schema\": 2", "'schema' is 2, but this modelcheck reads 1"),
      ("\"taken\": false", "\"takin\": false", "note: the model has no variable 'takin'"),
    ])
  func refused(old: String, new: String, message: String) async throws {
    try await withITF { path, _ in
      let file = try text(of: path)
      #expect(file.contains(old), "\(file)")
      try EndToEndTests.write(file.replacingOccurrences(of: old, with: new), to: path)
      let ended = await replay(path)
      #expect(ended.errors.contains(message), "\(ended.errors)")
      if !message.hasPrefix("note") { #expect(ended.status == 65 && ended.output.isEmpty) }
    }
  }

  @Test("a step of our own format that does not fit is told with what the model allows")
  func allowed() async throws {
    try await withTemporaryFolder { folder in
      _ = await modelcheck("check", Self.mutex, "--property", "exclusive", "--traces", folder)
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
      let path = "\(folder)/\(name)"
      let file = try text(of: path)
      try EndToEndTests.write(
        file.replacingOccurrences(of: "second/work: call", with: "third/work: call"), to: path)
      let ended = await replay(path)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("there is no action"), "\(ended.errors)")
      #expect(ended.errors.contains("the model allows there:\n  P"), "\(ended.errors)")
    }
  }
}

/// Input that somebody made to do harm.
@Suite("Hostile traces")
struct HostileTraceTests {
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"

  @Test("JSON nested 100,000 deep is refused with its place", arguments: ["[", "{\"states\":"])
  func deep(bracket: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/deep.json"
      try write(String(repeating: bracket, count: 100_000), to: path)
      let ended = await modelcheck("replay", path, "--specs", Self.mutex)
      #expect(ended.status == 65)
      #expect(ended.errors.contains("\(path):1:"), "\(ended.errors)")
      #expect(ended.errors.contains("fewer nested brackets are expected"))
      #expect(ended.errors.utf8.count < 400)
    }
  }

  @Test("a trace of 10,000 steps is written and replayed, in both forms")
  func long() async throws {
    try await withTemporaryFolder { folder in
      let spec = folder + "/count.kspec"
      try write(
        """
        model "count" {
          state int 0..20000 number;
          environment count_on() when number < 20000 { number = number + 1; }
          scope calls = 1;
          property low { always number < 10000; }
        }

        """, to: spec)
      _ = await modelcheck(
        "check", spec, "--traces", folder + "/traces", "--format", "itf=\(folder)/itf", "-o",
        folder + "/table")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/traces")
      let name = try #require(names.first)
      let ours = await modelcheck("replay", "\(folder)/traces/\(name)", "--specs", spec)
      #expect(ours.status == 0, "\(ours.errors)")
      #expect(ours.output.contains("count breaks low in 10000 steps"))
      let itf = name.replacingOccurrences(of: ".json", with: ".itf.json")
      let theirs = await modelcheck("replay", "\(folder)/itf/\(itf)", "--specs", spec)
      #expect(theirs.output == ours.output, "\(theirs.errors)")
    }
  }

  @Test("names with a meaning elsewhere stay names in the files of a run")
  func names() async throws {
    let spec = "\(casesFolder)/hostile-names/names.kspec"
    try await withTemporaryFolder { folder in
      _ = await modelcheck("check", spec, "--traces", folder)
      let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder).first)
      // A name of hexadecimal digits: nothing of what the specs say gets into a path.
      #expect(name.wholeMatch(of: /[0-9a-f]{5}-[0-9a-f]{5}\.json/) != nil)
      let value = try JSONParser.parse(Array(try text(of: "\(folder)/\(name)").utf8))
      #expect(
        value["cell"]?["design"]
          == .string("</script><script>alert('1')</script>; rm -rf \"$HOME\" \\N \\"))
    }
  }
}
