import Foundation
import Testing

/// Counterexamples as they stand in mails.
@Suite("Printed traces")
struct PrintedTraceTests {
  private static let spec = "\(casesFolder)/different/door.kspec"

  private func replay(_ text: String, _ more: String..., spec: String = spec) async throws -> Ended
  {
    try await withTemporaryFolder { folder in
      try write(text, to: "\(folder)/mail")
      return await run(["replay", "\(folder)/mail", "--specs", spec] + more)
    }
  }

  /// The first trace that a run of `check` prints.
  private func trace(_ output: String) throws -> String {
    let sections = output.components(separatedBy: "\n\n")
    return try #require(sections.first { $0.contains("\nstep ") }) + "\n"
  }

  @Test("a mail with a trace replays, quoted or not, and prints the same")
  func mail() async throws {
    let checked = await modelcheck("check", Self.spec, "--property", "answered", "--mail")
    let text = try trace(checked.output)
    let quoted = text.split(separator: "\n").map { "> \($0)" }.joined(separator: "\n")
    for mail in [text, checked.output, "Hello,\n\n\(quoted)\n> \n> --\n"] {
      let ended = try await replay(mail, "--mail")
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output == text)
    }
  }

  @Test("what a mail prints has 72 columns of 7 bits")
  func width() async throws {
    let ended = await modelcheck("check", Self.spec, "--mail", "--all-different", "3", "--verbose")
    #expect(ended.output.utf8.allSatisfy { $0 < 0x80 })
    let lines = ended.output.split(separator: "\n")
    #expect(lines.count > 40)
    #expect(lines.allSatisfy { $0.count <= 72 }, "\(lines.filter { $0.count > 72 })")
  }

  @Test("a run that never ends replays by its name, and no other kinds of it are promised")
  func lasso() async throws {
    let spec = "\(casesFolder)/responses/repairs.kspec"
    let checked = await modelcheck("check", spec, "--all-different", "2")
    #expect(checked.output.contains(": other runs that never end are not looked for"))
    let name = try #require(checked.output.firstMatch(of: /for ever after .+ trace (\w+-\w+)/)?.1)
    let ended = await run(["replay", String(name), "--specs", spec])
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.errors.isEmpty)
    #expect(ended.output.contains(name))
  }

  @Test("options, fairness and what was observed are part of the text")
  func origin() async throws {
    let text = """
      kernel "k" {
        option careless = false;
        state bool lost;
        step lose() { lost = true; }
        syscall work() -> result { if (careless) lose(); return ok; }
      }
      design "d" on "k" { recipe recover() -> result { try work(); return ok; } }
      workload "w" { title "one task"; role user { recover(); } }
      property kept { workload "w"; never lost; }
      property told { workload "w"; on recover() returns ok { require !lost "it is lost"; } }
      """
    try await withTemporaryFolder { folder in
      let spec = "\(folder)/k.kspec"
      try write(text, to: spec)
      let checked = await modelcheck("check", spec, "--set", "careless=true")
      let printed = try trace(checked.output)
      #expect(printed.contains("\nset careless=true\n"), "\(printed)")
      #expect(printed.contains("\nobserved kept, told\n"), "\(printed)")
      let ended = try await replay(printed, spec: spec)
      #expect(ended.output == printed, "\(ended.errors)")
      let unset = try await replay(
        printed.replacingOccurrences(of: "set careless=true\n", with: ""), spec: spec)
      #expect(unset.status == 65)
      #expect(unset.errors.contains("no step that is possible there reads like this"))
    }
    let spec = "\(casesFolder)/responses/repairs.kspec"
    let checked = await modelcheck(
      "check", spec, "--property", "repaired", "--unfair", "owner_repairs")
    let printed = try trace(checked.output)
    #expect(printed.contains("\nunfair owner_repairs\n"), "\(printed)")
    #expect(try await replay(printed, spec: spec).output == printed)
  }

  @Test("a text that does not fit is refused with its line")
  func unfit() async throws {
    let checked = await modelcheck("check", Self.spec, "--property", "answered", "--ascii")
    let text = try trace(checked.output)
    let line = try #require(
      text.components(separatedBy: "\n").firstIndex { $0.contains("call work(P0)") })
    let ended = try await replay(text.replacingOccurrences(of: "call work(P0)", with: "call rest"))
    #expect(ended.status == 65)
    #expect(ended.errors.contains(":\(line + 1): this does not fit today's specs"))
    #expect(ended.output.isEmpty)
    let foreign = text.replacingOccurrences(of: "door breaks", with: "gate breaks")
    let unknown = try await replay(foreign)
    #expect(unknown.status == 65)
    #expect(unknown.errors.contains("no design, kernel, property and workload"))
  }

  @Test("each counterexample has a file, and is found again under its name")
  func names() async throws {
    try await withTemporaryFolder { folder in
      let ended = await modelcheck(
        "check", Self.spec, "--all-different", "4", "--fewest-switches", "--traces", folder)
      #expect(ended.status == 10, "\(ended.errors)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files.count > 3)
      for file in files {
        let name = String(file.dropLast(".json".count))
        #expect(ended.output.contains(name.suffix(5)), "\(name)")
        let fromFile = await modelcheck("replay", "\(folder)/\(file)", "--specs", Self.spec)
        let fromName = await modelcheck("replay", name, "--specs", Self.spec)
        #expect(fromFile.status == 0, "\(fromFile.errors)")
        #expect(fromName.output == fromFile.output, "\(fromName.errors)")
      }
    }
  }
}
