import Certificates
import Foundation
import Relational
import Synchronization
import Testing
import TransitionSystem

@Suite("Certificates")
struct CertificateTests {
  static let subject = CertificateSubject(
    property: "reserve", kernel: "linux-5.14-ext4", design: "none", workload: "two \"writers\"\n",
    environment: ["crash", "strike"], slice: "0123")

  private static func made(
    _ model: String, _ invariant: String
  ) async throws -> Certificate {
    let system = try Systems.read(model)
    let clauses = try Systems.clauses(invariant, of: model)
    var builder = CertificateBuilder(system: system, invariant: clauses, subject: subject)
    builder.tools = ["cadical": "1.5.3"]
    if FileManager.default.isExecutableFile(atPath: "/usr/bin/cadical") {
      builder.prove = { dimacs throws(CertificateError) in
        do { return try cadical(dimacs) ?? "" } catch { throw CertificateError("\(error)") }
      }
    }
    return try await builder.certificate()
  }

  static let allocator = Task { try await made(Systems.allocator, Systems.allocatorInvariant) }

  private func check(_ certificate: Certificate) async throws -> [String] {
    let system = try Systems.read(Systems.allocator)
    let certifier = Certifier(subject: Self.subject, system: system)
    return await certifier.check(certificate).map(\.description)
  }

  @Test("a certificate as it was made is accepted, and says what it is about")
  func accepted() async throws {
    let certificate = try await Self.allocator.value
    #expect(try await check(certificate) == [])
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    #expect(manifest.subject == Self.subject)
    #expect(manifest.sizes["conditions"] == 34)
    #expect(manifest.json == certificate.files[Manifest.name])
    #expect(manifest.titles["conditions/0010.smt2"] == "clause 1 kept by allocate")
  }

  @Test("cvc5 accepts every condition", .enabled(if: cvc5 != nil))
  func otherSolver() async throws {
    var certifier = Certifier()
    certifier.cvc5 = { script in (try? Self.run(Self.cvc5 ?? "", script)) ?? "" }
    #expect(await certifier.check(try await Self.allocator.value) == [])
    var wrong = try await Self.allocator.value
    wrong.files["conditions/0003.smt2"]?.replace("(assert (not", with: "(assert (and")
    let found = await certifier.check(wrong).map(\.description)
    #expect(found.contains { $0.hasPrefix("conditions/0003.smt2: cvc5: ") })
  }

  /// What a solver was asked, script by script.
  private final class Asked: Sendable {
    let scripts = Mutex<[String]>([])
  }

  @Test("another solver gets all conditions in one script, and those it does not know alone")
  func scripts() async throws {
    let asked = Asked()
    var certifier = Certifier()
    certifier.cvc5 = { script in
      asked.scripts.withLock { $0.append(script) }
      let count = script.components(separatedBy: "(check-sat)").count - 1
      let answers = Array(repeating: "unsat", count: count)
      return (count > 1 ? answers.dropLast() + ["unknown"] : answers).joined(separator: "\n")
    }
    #expect(await certifier.check(try await Self.allocator.value) == [])
    let scripts = asked.scripts.withLock { $0 }
    #expect(scripts.count == 2)
    #expect(scripts[0].components(separatedBy: "(push 1)").count == 35)
    #expect(scripts[0].components(separatedBy: "(declare-sort |block| 0)").count == 2)
    let last = try await Self.allocator.value.files["conditions/0034.smt2"]
    #expect(scripts[1] == last)
    certifier.cvc5 = { $0.contains("(push 1)") ? "" : $0 == last ? "sat\n" : "unsat\n" }
    let found = await certifier.check(try await Self.allocator.value).map(\.description)
    #expect(found == ["conditions/0034.smt2: cvc5: this does not hold"])
  }

  @Test("what is stopped makes no certificate")
  func stopped() async throws {
    let system = try Systems.read(Systems.lockServer)
    let clauses = try Systems.clauses(Systems.lockInvariant, of: Systems.lockServer)
    var builder = CertificateBuilder(
      system: system, invariant: clauses, subject: Self.subject)
    builder.shouldStop = { true }
    let stopped = builder
    let error = await #expect(throws: CertificateError.self) { try await stopped.certificate() }
    #expect(error?.message == "it was stopped")
  }

  @Test("a file keeps no assertion that its contradiction does without")
  func cores() async throws {
    let certificate = try await Self.allocator.value
    let conditions = try SecondTranslation.conditions(
      model: certificate.files["model.txt"] ?? "",
      invariant: certificate.files["invariant.txt"] ?? "")
    let whole = conditions.reduce(0) { $0 + $1.assertions.count }
    let kept = certificate.files.filter { $0.key.hasSuffix(".smt2") }
      .reduce(0) { $0 + $1.value.components(separatedBy: "(assert ").count - 1 }
    #expect(kept < whole / 2)
  }

  @Test(
    "a change is refused with the file named",
    arguments: [
      (
        "invariant.txt", "  5. !(free(BLOCK0) && meta(BLOCK0))\n", "",
        "invariant.txt: invariant.txt:6:3: error: expected the number 5\n"
          + "6 |   6. map(FILE0, PAGE0, BLOCK0) && map(FILE1, PAGE1, BLOCK0) => FILE0 == FILE1\n"
          + "  |   ^"
      ),
      (
        "invariant.txt", "=> PAGE0 == PAGE1", "=> PAGE1 == PAGE0",
        "invariant.txt: it is not the file of the manifest"
      ),
      (
        "model.txt", "when free(b) && !mapped", "when !free(b) && !mapped",
        "model.txt: this is not the model of the specs"
      ),
      (
        "conditions/0010.smt2", "(=> (|r:map| b1 b2 b3) (|r:mapped| b1 b2))",
        "(=> (|r:mapped| b1 b2) (|r:map| b1 b2 b3))",
        "conditions/0010.smt2: 'clause 1 kept by allocate' asserts what it should not: "
          + "(forall (|file| |page| |block|) (or (not (|r:mapped| v0 v1)) (|r:map| v0 v1 v2)))"
      ),
      (
        "conditions/0010.smt2", "(assert (forall", "; (assert (forall",
        "conditions/0010.smt2: Z3: this does not hold"
      ),
      (
        "manifest.json", "\"property\": \"reserve\"", "\"property\": \"all\"",
        "manifest.json: it is about something else"
      ),
      (
        "manifest.json", "\"format\": 1", "\"format\": 2",
        "manifest.json: manifest.json:1:1: error: 'format' is missing or wrong\n1 | {\n  | ^"
      ),
    ])
  func changes(file: String, passage: String, other: String, expected: String) async throws {
    var certificate = try await Self.allocator.value
    let text = try #require(certificate.files[file])
    try #require(text.contains(passage))
    certificate.files[file] = text.replacing(passage, with: other)
    let found = try await check(certificate)
    #expect(found.contains(expected), "\(found)")
    #expect(found.allSatisfy { !$0.hasPrefix("ground/") } || file.hasSuffix(".txt"))
  }

  @Test("what an attacker hides from the digests is still found")
  func honestDigests() async throws {
    let certificate = try await Self.allocator.value
    // A clause that is no consequence of the others is taken out, and all is numbered anew.
    let lines = Systems.allocatorInvariant.split(separator: "\n").filter { !$0.contains(" 5. ") }
    let invariant = lines.enumerated().map { index, line in
      index == 0 ? String(line) : "  \(index)." + line.drop { $0 != "." }.dropFirst()
    }
    var files = certificate.files
    files["invariant.txt"] = invariant.joined(separator: "\n") + "\n"
    let conditions = try SecondTranslation.conditions(
      model: files["model.txt"] ?? "", invariant: files["invariant.txt"] ?? "")
    for path in files.keys where path.hasPrefix("conditions/") { files[path] = nil }
    var titles: [String: String] = [:]
    for (index, condition) in conditions.enumerated() {
      let path = "conditions/" + String("000\(index + 1)".suffix(4)) + ".smt2"
      files[path] = condition.text
      titles[path] = condition.name
    }
    let found = try await check(Self.signed(files, titles))
    let failing = try #require(conditions.firstIndex { $0.name == "clause 4 kept by allocate" })
    let path = "conditions/" + String("000\(failing + 1)".suffix(4)) + ".smt2"
    #expect(found.contains("\(path): Z3: this does not hold"))
    #expect(
      found.contains("ground/0002.cnf: this is not the formula of 'allocate'")
        || files["ground/0002.cnf"] == nil)
  }

  @Test("conditions that are missing, extra or of another name are found")
  func wrongConditions() async throws {
    let certificate = try await Self.allocator.value
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    var files = certificate.files
    let (one, two) = ("conditions/0010.smt2", "conditions/0011.smt2")
    (files[one], files[two]) = (files[two], files[one])
    files["conditions/0035.smt2"] = files["conditions/0034.smt2"]
    files["conditions/0034.smt2"] = nil
    let found = try await check(Self.signed(files, manifest.titles))
    #expect(
      found.filter { $0.hasPrefix("conditions/") }.map { $0.prefix(55) } == [
        "conditions/0010.smt2: 'clause 1 kept by allocate' asser",
        "conditions/0011.smt2: 'clause 2 kept by allocate' asser",
        "conditions/0034.smt2: 'goal 2: meta is whole' is missin",
        "conditions/0035.smt2: no such condition is needed",
      ])
  }

  @Test("a hypothesis too many is found in a formula, and a lost lemma in a proof")
  func wrongProofs() async throws {
    let certificate = try await Self.allocator.value
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    guard let formula = certificate.files["ground/0002.cnf"],
      let proof = certificate.files["ground/0002.drup"]
    else {
      #expect(manifest.notes == ["no ground instances: the program cadical is not installed"])
      return
    }
    var files = certificate.files
    files["ground/0002.cnf"] = formula + "1 0\n"
    #expect(
      try await check(Self.signed(files, manifest.titles)) == [
        "ground/0002.cnf: this is not the formula of 'allocate'"
      ])
    files = certificate.files
    files["ground/0002.drup"] = proof.split(separator: "\n").dropLast().joined(separator: "\n")
    let found = try await check(Self.signed(files, manifest.titles))
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("ground/0002.drup: ground/0002.drup:"))
    files["ground/0002.drup"] = nil
    #expect(
      try await check(Self.signed(files, manifest.titles)) == [
        "ground/0002.drup: the proof is missing"
      ])
  }

  @Test("no certificate is made of what is not inductive or was translated differently")
  func refused() async throws {
    let system = try Systems.read(Systems.lockServer)
    let clauses = try Systems.clauses(Systems.lockInvariant, of: Systems.lockServer)
    var builder = CertificateBuilder(
      system: system, invariant: [clauses[0]], subject: Self.subject)
    builder.prove = { _ throws(CertificateError) in "0\n" }
    let broken = await #expect(throws: CertificateError.self) { try await builder.certificate() }
    #expect(broken?.message == "'release' breaks the invariant at its cutoff sizes")
    builder.invariant = clauses
    let model = ModelText.text(system).replacing(
      "!(m == l && o == n)", with: "!(o == n && o == n)")
    builder.conditions = try SecondTranslation.conditions(
      model: model, invariant: Systems.lockInvariant)
    let different = await #expect(throws: CertificateError.self) { try await builder.certificate() }
    #expect(
      different?.message.hasPrefix(
        "the translations differ: 'clause 1 kept by release' asserts what it should not") == true)
  }

  @Test("no text makes the check trap")
  func mutations() async throws {
    var random = SplitMix(seed: 5)
    let certificate = try await Self.made(Systems.lockServer, Systems.lockInvariant)
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    let paths = certificate.files.keys.sorted()
    var refused = 0
    for round in 0..<60 {
      var files = certificate.files
      let path = paths[round % paths.count]
      files[path] = random.mutated((files[path] ?? "") + "\n")
      let isManifest = path == Manifest.name
      let changed = isManifest ? Certificate(files: files) : Self.signed(files, manifest.titles)
      refused += await Certifier().check(changed).isEmpty ? 0 : 1
    }
    #expect(refused > 20)
  }

  /// The files with a manifest that fits them.
  private static func signed(
    _ files: [String: String], _ titles: [String: String]
  ) -> Certificate {
    var files = files
    files[Manifest.name] = nil
    let manifest = Manifest(
      subject: subject, sizes: ["ground instances": 1],
      files: files.mapValues(SHA256.digest(of:)), titles: titles)
    files[Manifest.name] = manifest.json
    return Certificate(files: files)
  }

  static let cvc5 = ["/usr/bin/cvc5"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static func run(_ program: String, _ input: String) throws -> String {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).smt2")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["--lang", "smt2", "--incremental", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd()
    process.waitUntilExit()
    return String(decoding: output ?? Data(), as: UTF8.self)
  }
}
