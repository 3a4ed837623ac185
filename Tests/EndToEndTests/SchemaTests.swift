import Foundation
import Reporting
import Testing

/// What is written for other programs is as its schema says.
@Suite("Schemas")
struct SchemaTests {
  /// A command line that writes JSON, and the schema of what it writes.
  struct Written: Sendable, CustomTestStringConvertible {
    var schema: String
    var arguments: [String]
    var testDescription: String { "\(schema): \(arguments.joined(separator: " "))" }

    init(_ schema: String, _ arguments: String...) {
      (self.schema, self.arguments) = (schema, arguments)
    }
  }

  private static let ours = repositoryFolder + "/Documentation/Schemas"
  private static let others = repositoryFolder + "/Tests/Schemas"

  private static func path(of schema: String) -> String {
    schema == "sarif"
      ? "\(others)/sarif-schema-2.1.0.json"
      : schema == "itf" ? "\(others)/itf.schema.json" : "\(ours)/\(schema).schema.json"
  }

  private static func spec(_ path: String) -> String { "\(casesFolder)/\(path)" }
  private static let specs = repositoryFolder + "/Specs"

  static let written: [Written] = {
    let checked = [
      "broken-mutex/mutex.kspec", "variants/tiny.kspec", "spec-error/hole.kspec",
      "deadlock/locks.kspec", "responses/repairs.kspec", "many-tasks/many.kspec",
      "hostile-names/names.kspec",
    ].map(spec)
    var all = checked.flatMap { path in
      // A graph of states that are errors is none.
      (path.hasSuffix("hole.kspec")
        ? [] : [Written("graph", "graph", path, "--format", "json", "--states", "50")]) + [
          Written("verdicts", "check", path, "--format", "json"),
          Written("verdicts", "check", path, "--format", "json", "--timeout", "1", "--ascii"),
          Written("sarif", "check", path, "--format", "sarif"),
          Written("sarif", "check", path, "--format", "sarif", "--ascii"),
        ]
    }
    all += [
      Written(
        "comparison", "compare", "loud", "mending", "--specs", spec("compare/cells.kspec"),
        "--format", "json"),
      Written("claims", "claims", "--specs", spec("claims/claims.kspec"), "--format", "json"),
      Written(
        "litmus", "litmus", "--specs", spec("litmus/kernel.kspec"), spec("litmus/tests.kspec"),
        "--format", "json"),
      Written(
        "verdicts", "check", spec("different/door.kspec"), "--format", "json", "--all-different",
        "3"),
      Written("requirements", "properties", specs, "--format", "json"),
      Written(
        "verdicts", "check", specs, "--property", "needs_no_privilege", "--design", "punch+pwrite",
        "--format", "json", "--no-proofs"),
      Written(
        "verdicts", "check", specs, "--property", "in_place", "--design", "zeroinit", "--format",
        "json"),
      Written(
        "sarif", "check", specs, "--property", "no_foreign_data", "--design", "punch+pwrite",
        "--kernel", "linux-5.14-ext4", "--format", "sarif", "--set", "zero_on_alloc=false",
        "--no-proofs"),
    ]
    return all
  }()

  @Test("what is written is valid", arguments: written)
  func valid(written: Written) async throws {
    let validator = try SchemaValidator(contentsOf: Self.path(of: written.schema))
    let ended = await run(written.arguments)
    let value = try JSONParser.parse(Array(ended.output.utf8))
    #expect(validator.faults(value) == [], "\(ended.errors)")
  }

  @Test("traces are valid, in either form")
  func traces() async throws {
    let ours = try SchemaValidator(contentsOf: Self.path(of: "trace"))
    let itf = try SchemaValidator(contentsOf: Self.path(of: "itf"))
    for name in ["broken-mutex/mutex", "responses/repairs", "variants/tiny", "hostile-names/names"]
    {
      try await withTemporaryFolder { folder in
        _ = await modelcheck(
          "check", Self.spec(name + ".kspec"), "--traces", folder, "--format",
          "itf=\(folder)/itf")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
          .filter { $0 != "itf" }
        let others = try FileManager.default.contentsOfDirectory(atPath: folder + "/itf")
        #expect(names.count == others.count && !names.isEmpty)
        for name in names {
          let value = try JSONParser.parse(Array(try text(of: "\(folder)/\(name)").utf8))
          #expect(ours.faults(value) == [], "\(name)")
        }
        for name in others {
          #expect(name.hasSuffix(".itf.json"))
          let value = try JSONParser.parse(Array(try text(of: "\(folder)/itf/\(name)").utf8))
          #expect(itf.faults(value) == [], "\(name)")
        }
      }
    }
  }

  @Test("a schema refuses what is not so", arguments: ["verdicts", "sarif", "graph", "comparison"])
  func refusing(schema: String) async throws {
    let written = try #require(Self.written.first { $0.schema == schema })
    let validator = try SchemaValidator(contentsOf: Self.path(of: schema))
    let ended = await run(written.arguments)
    guard case .object(let members) = try JSONParser.parse(Array(ended.output.utf8)) else {
      Issue.record("no object")
      return
    }
    for position in members.indices where members[position].name != "$schema" {
      var fewer = members
      fewer.remove(at: position)
      #expect(validator.faults(.object(fewer)) != [], "without \(members[position].name)")
      var other = members
      other[position].value = .array([.bool(true)])
      #expect(validator.faults(.object(other)) != [], "another \(members[position].name)")
    }
    let more = members + [.init("unknown", .null)]
    #expect(validator.faults(.object(more)) == ["$.unknown: nothing is allowed here"])
  }

  /// The validator above is ours; this one is not.
  @Test(
    "a validator of others says the same",
    .enabled("python3 has no module jsonschema") { Tool.hasJSONSchema })
  func secondValidator() async throws {
    try await withTemporaryFolder { folder in
      var list: [String] = []
      for (number, written) in Self.written.enumerated() {
        let ended = await run(written.arguments)
        try write(ended.output, to: "\(folder)/\(number).json")
        list.append("\(Self.path(of: written.schema))\t\(folder)/\(number).json")
      }
      try write(list.joined(separator: "\n"), to: folder + "/list")
      let program = """
        import json, sys
        from jsonschema import validators
        for line in open(sys.argv[1]):
            schema, file = (json.load(open(path.strip())) for path in line.split("\\t"))
            validator = validators.validator_for(schema)
            validator.check_schema(schema)
            for error in validator(schema).iter_errors(file):
                print(line, error.message)
                sys.exit(1)
        """
      let (status, text) = try Tool.run("python3", "-c", program, folder + "/list")
      #expect(status == 0, "\(text)")
    }
  }
}
