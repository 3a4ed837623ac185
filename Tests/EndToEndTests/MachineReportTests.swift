import Foundation
import Reporting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// SARIF, JUnit XML and graphs: what they say, and where they go.
@Suite("Reports for machines")
struct MachineReportTests {
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"
  private static let tiny = "\(casesFolder)/variants/tiny.kspec"

  private static func parsed(_ text: String) throws -> JSON {
    try JSONParser.parse(Array(text.utf8))
  }

  private static func elements(_ value: JSON?) -> [JSON] {
    if case .array(let elements)? = value { return elements }
    return []
  }

  private static func results(_ text: String) throws -> [JSON] {
    elements(elements(try parsed(text)["runs"]).first?["results"])
  }

  @Test("SARIF has a result for what is not as expected, at the line of the property")
  func sarif() async throws {
    let ended = await modelcheck("check", Self.tiny, "--format", "sarif")
    #expect(ended.status == 10)
    let results = try Self.results(ended.output)
    #expect(results.count == 1)
    let result = try #require(results.first)
    #expect(result["ruleId"] == .string("saved"))
    let message = result["message"]?["text"]
    #expect(
      message
        == .string(
          "keep (as meant) on tiny keeps saved; expected: violated because nobody believed it"))
    let place = Self.elements(result["locations"]).first?["physicalLocation"]
    let line = try text(of: Self.tiny).split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.hasPrefix("property saved") }
    #expect(place?["region"]?["startLine"] == line.map { JSON.integer($0 + 1) })
    let artifact = place?["artifactLocation"]
    // Relative where the tests run in the folder of the repository, as they do.
    if FileManager.default.currentDirectoryPath == repositoryFolder {
      #expect(
        artifact?["uri"] == .string("Tests/EndToEndTests/Cases/variants/tiny.kspec"))
      #expect(artifact?["uriBaseId"] == .string("%SRCROOT%"))
    }
  }

  @Test("SARIF names one rule a property, and each result refers to its own")
  func rules() async throws {
    let ended = await modelcheck("check", Self.mutex, Self.tiny, "--format", "sarif")
    let run = try #require(Self.elements(try Self.parsed(ended.output)["runs"]).first)
    let rules = Self.elements(run["tool"]?["driver"]?["rules"])
    #expect(
      rules.map { $0["id"] } == [
        .string("saved"), .string("mutex/exclusive"), .string("mutex/answered"),
        .string("mutex/busy"), .string("mutex/quiet"), .string("mutex/never_asked"),
      ])
    let results = Self.elements(run["results"])
    #expect(results.count == 2)
    for result in results {
      guard case .integer(let index)? = result["ruleIndex"] else {
        Issue.record("no rule")
        continue
      }
      #expect(rules[index]["id"] == result["ruleId"])
    }
    let flows = Self.elements(results.last?["codeFlows"])
    let steps = Self.elements(Self.elements(flows.first?["threadFlows"]).first?["locations"])
    #expect(steps.count == 6)
  }

  @Test("SARIF and JUnit tell a deadlock, and an error of the specs")
  func others() async throws {
    let locks = "\(casesFolder)/deadlock/locks.kspec"
    let sarif = await modelcheck("check", locks, "--format", "sarif")
    #expect(
      try Self.results(sarif.output).contains { $0["ruleId"] == .string("modelcheck/deadlock") })
    let junit = await modelcheck("check", locks, "--format", "junit")
    #expect(junit.output.contains("<testsuite name=\"deadlocks\" tests=\"1\" failures=\"1\""))
    let hole = "\(casesFolder)/spec-error/hole.kspec"
    let unknown = await modelcheck("check", hole, "--format", "junit")
    #expect(unknown.output.contains("<error type=\"unknown\""), "\(unknown.output)")
  }

  @Test("what is as expected is no result and no failure")
  func expected() async throws {
    let sarif = await modelcheck("check", Self.mutex, "--property", "busy", "--format", "sarif")
    #expect(sarif.status == 0)
    #expect(try Self.results(sarif.output).isEmpty)
    let junit = await modelcheck("check", Self.mutex, "--property", "busy", "--format", "junit")
    #expect(junit.output.contains("tests=\"1\" failures=\"0\" errors=\"0\""))
  }

  @Test("several reports in one run, each where it was told")
  func several() async throws {
    try await withTemporaryFolder { folder in
      let ended = await modelcheck(
        "check", Self.tiny, "--format", "sarif=\(folder)/out.sarif", "--format",
        "junit=\(folder)/out.xml", "--format", "json=\(folder)/out.json", "--format",
        "itf=\(folder)/traces", "--format", "html=\(folder)/out.html")
      let table = await modelcheck("check", Self.tiny)
      #expect(ended.output == table.output)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["out.html", "out.json", "out.sarif", "out.xml", "traces"])
      for (format, name) in [
        ("sarif", "out.sarif"), ("junit", "out.xml"), ("json", "out.json"), ("html", "out.html"),
      ] {
        let alone = await modelcheck("check", Self.tiny, "--format", format)
        let written = try text(of: "\(folder)/\(name)")
        #expect(written == alone.output)
      }
      let both = await modelcheck(
        "check", Self.tiny, "--format", "json", "--format", "junit=\(folder)/other.xml", "-o",
        "\(folder)/other.json")
      #expect(both.output.isEmpty)
      let (one, other) = (try text(of: folder + "/other.json"), try text(of: folder + "/out.json"))
      #expect(one == other)
    }
  }

  @Test("with --all-different JSON and the page have every counterexample, as --traces writes them")
  func allDifferent() async throws {
    try await withTemporaryFolder { folder in
      let ended = await modelcheck(
        "check", "\(casesFolder)/different/door.kspec", "--all-different", "3", "--traces",
        folder + "/traces", "--format", "json", "--format", "html=\(folder)/out.html")
      let verdicts = Self.elements(try Self.parsed(ended.output)["verdicts"])
      let names = verdicts.flatMap { Self.elements($0["traces"]) }
      #expect(
        verdicts.compactMap { Self.elements($0["traces"]).first }
          == verdicts.compactMap {
            if case .string? = $0["trace"] { $0["trace"] } else { nil }
          })
      let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/traces")
      #expect(names.count > 1)
      #expect(Set(names) == Set(files.map { .string(String($0.dropLast(".json".count))) }))
      let page = try text(of: folder + "/out.html")
      for case .string(let name) in names { #expect(page.contains("\"id\": \"\(name)\"")) }
    }
  }

  @Test(
    "reports that cannot all go where they were told are refused before the run",
    arguments: [
      (["--format", "json", "--format", "sarif"], 64, "--format json=FILE --format sarif"),
      (["--format", "json=a", "--format", "sarif=a"], 64, "cannot go to one place: 'a'"),
      (["--format", "itf"], 64, "--format itf=FOLDER"), (["--format", "sarif="], 64, "sarif=FILE"),
      (["--format", "pdf"], 64, "is invalid for '--format"),
      (["--format", "sarif=/no/such/folder/x"], 74, "cannot be written"),
      (["--known-bugs", "--format", "junit"], 64, "in no other format"),
    ])
  func refused(arguments: [String], status: Int32, message: String) async {
    let ended = await run(["check", Self.tiny] + arguments)
    #expect(ended.status == status)
    #expect(ended.errors.contains(message), "\(ended.errors)")
    #expect(ended.output.isEmpty)
  }

  private static let schema = repositoryFolder + "/Tests/Schemas/junit-10.xsd"

  @Test("JUnit XML can be parsed, whatever the specs are called")
  func wellFormed() async throws {
    for name in ["hostile-names", "variants", "broken-mutex", "deadlock", "responses"] {
      for ascii in [["--ascii"], []] {
        let ended = await run(
          ["check", "\(casesFolder)/\(name)", "--format", "junit"] + ascii)
        let parser = XMLParser(data: Data(ended.output.utf8))
        #expect(parser.parse(), "\(name): \(parser.lineNumber)")
        if !ascii.isEmpty { #expect(ended.output.utf8.allSatisfy { $0 < 0x80 }) }
      }
    }
  }

  @Test("JUnit XML is as its schema says", .enabled("no xmllint") { Tool.exists("xmllint") })
  func junitSchema() async throws {
    try await withTemporaryFolder { folder in
      for name in ["hostile-names", "variants", "broken-mutex", "deadlock", "spec-error"] {
        let ended = await modelcheck("check", "\(casesFolder)/\(name)", "--format", "junit")
        try write(ended.output, to: folder + "/out.xml")
        let (status, text) = try Tool.run(
          "xmllint", "--noout", "--schema", Self.schema, folder + "/out.xml")
        #expect(status == 0, "\(text)")
        try write(
          ended.output.replacingOccurrences(of: "classname=", with: "class="),
          to: folder + "/out.xml")
        let (wrong, _) = try Tool.run(
          "xmllint", "--noout", "--schema", Self.schema, folder + "/out.xml")
        #expect(wrong != 0)
      }
    }
  }

  @Test("the graph has the states of the search, grouped as asked")
  func graph() async throws {
    let ended = await modelcheck("graph", Self.mutex, "--format", "json")
    #expect(ended.status == 0, "\(ended.errors)")
    let graph = try Self.parsed(ended.output)
    let checked = await modelcheck("check", Self.mutex, "--format", "json")
    let verdicts = Self.elements(try Self.parsed(checked.output)["verdicts"])
    #expect(graph["states"] == verdicts.first?["searchStates"])
    #expect(.integer(Self.elements(graph["nodes"]).count) == graph["states"])
    // Whether the door is shut and who is inside: nobody, one, or both with it open or shut.
    let grouped = await modelcheck(
      "graph", Self.mutex, "--by", "taken", "--by", "inside", "--format", "json")
    let nodes = Self.elements(try Self.parsed(grouped.output)["nodes"])
    let states = nodes.compactMap { node -> Int? in
      if case .integer(let number)? = node["states"] { return number }
      return nil
    }
    #expect(.integer(states.reduce(0, +)) == graph["states"])
    #expect(Set(nodes.compactMap { $0["values"] }).count == nodes.count)
  }

  @Test("a graph that is too large is cut, and says so")
  func cut() async throws {
    let ended = await modelcheck("graph", Self.mutex, "--states", "10", "--format", "json")
    #expect(ended.status == 20)
    #expect(ended.errors.contains("after 10 states the visit ended"), "\(ended.errors)")
    #expect(Self.elements(try Self.parsed(ended.output)["nodes"]).count == 10)
    let fewer = await modelcheck("graph", Self.mutex, "--nodes", "7", "--format", "json")
    #expect(fewer.status == 20)
    #expect(Self.elements(try Self.parsed(fewer.output)["nodes"]).count == 7)
    let unknown = await modelcheck("graph", Self.mutex, "--by", "takn")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("did you mean 'taken'?"), "\(unknown.errors)")
  }

  @Test("Graphviz draws it", .enabled("no dot") { Tool.exists("dot") })
  func drawn() async throws {
    try await withTemporaryFolder { folder in
      for name in ["hostile-names", "variants", "broken-mutex"] {
        let path = folder + "/graph.dot"
        _ = await modelcheck("graph", "\(casesFolder)/\(name)", "-o", path)
        let (status, text) = try Tool.run("dot", "-Tsvg", path, "-o", folder + "/graph.svg")
        #expect(status == 0 && text.isEmpty, "\(text)")
      }
    }
  }
}
