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

  static func made(
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

  func check(_ certificate: Certificate) async throws -> [String] {
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
    #expect(manifest.titles["conditions/clause-0001.smt2"] == "clause 1")
    let names = certificate.files.filter { $0.key.hasPrefix("conditions/") }.values.flatMap {
      $0.split(separator: "\n").dropFirst().filter { $0.hasPrefix("; ") }
    }
    #expect(names.count == 34)
    #expect(Set(names).count == 34)
    #expect(names.contains("; clause 1 kept by allocate"))
  }

  @Test("cvc5 accepts every condition", .enabled(if: cvc5 != nil))
  func otherSolver() async throws {
    var certifier = Certifier()
    certifier.cvc5 = { script in (try? Self.run(Self.cvc5 ?? "", script)) ?? "" }
    #expect(await certifier.check(try await Self.allocator.value) == [])
    var wrong = try await Self.allocator.value
    wrong.files["conditions/initially.smt2"]?.replace("(assert (not", with: "(assert (and")
    let found = await certifier.check(wrong).map(\.description)
    #expect(
      found.contains {
        $0.hasPrefix("conditions/initially.smt2: 'initiation of clause 1': cvc5: ")
      }, "\(found)")
  }

  @Test(
    "each file is a script by itself, and cvc5 alone refutes every question in it",
    .enabled(if: cvc5 != nil))
  func wholeFiles() async throws {
    let certificate = try await Self.allocator.value
    let scripts = certificate.files.filter { $0.key.hasPrefix("conditions/") }
    for (name, script) in scripts {
      let questions = script.components(separatedBy: "(check-sat)").count - 1
      let answers = try Self.run(try #require(Self.cvc5), script).split(separator: "\n")
      #expect(answers == Array(repeating: "unsat", count: questions), "\(name)")
    }
    // One for each clause, for the totality, for what holds at first, for checks and for goals.
    #expect(scripts.count == 8 + 1 + 3)
  }

  @Test("a wide totality is part of what is certified")
  func wide() async throws {
    let certificate = try await Self.made(Systems.locked, Systems.lockedInvariant)
    let certifier = Certifier(subject: Self.subject, system: try Systems.read(Systems.locked))
    #expect(await certifier.check(certificate) == [])
    var narrow = certificate
    narrow.files[Certificate.model]?.replace(" wide\n", with: "\n")
    let found = await certifier.check(narrow).map(\.description)
    #expect(found.contains { $0.hasPrefix("model.txt") }, "\(found)")
  }

  /// What a solver was asked, script by script.
  private final class Asked: Sendable {
    let scripts = Mutex<[String]>([])
  }

  @Test("another solver gets all questions in one script, and those it does not know alone")
  func scripts() async throws {
    let asked = Asked()
    var certifier = Certifier()
    certifier.cvc5 = { script in
      asked.scripts.withLock { $0.append(script) }
      let count = script.components(separatedBy: "(check-sat)").count - 1
      let answers = Array(repeating: "unsat", count: count)
      return (count > 1 ? answers.dropLast() + ["unknown"] : answers).joined(separator: "\n")
    }
    let certificate = try await Self.allocator.value
    #expect(await certifier.check(certificate) == [])
    let scripts = asked.scripts.withLock { $0 }
    #expect(scripts.count == 2)
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    let questions = try #require(manifest.sizes["questions"])
    #expect(questions <= 34)
    #expect(scripts[0].components(separatedBy: "(push 1)").count <= questions + 1)
    #expect(scripts[0].components(separatedBy: "(push 1)").count > questions / 2)
    #expect(scripts[0].components(separatedBy: "(declare-sort |block| 0)").count == 2)
    let last = scripts[1]
    #expect(!last.contains("(push 1)"))
    // What one solver has accepted it is not asked again, but the answers of another do not count.
    certifier.accepted = AcceptedQuestions()
    certifier.cvc5 = { $0.contains("(push 1)") ? "" : $0 == last ? "sat\n" : "unsat\n" }
    let found = await certifier.check(certificate).map(\.description)
    #expect(found.count == 1 && found[0].hasSuffix(": cvc5: this does not hold"), "\(found)")
    certifier.cvc5 = { _ in "unsat\n" }
    #expect(await certifier.check(certificate) == [])
    certifier.cvc5 = { _ in "sat\n" }
    #expect(await certifier.check(certificate) == [])
  }

  @Test("conditions that come to the same question are asked once, under all their names")
  func sameQuestions() async throws {
    let model = Systems.lockServer.replacing(
      "goal exclusive:", with: Self.drop + "goal exclusive:")
    let certificate = try await Self.made(model, Systems.lockInvariant)
    let text = try #require(certificate.files["conditions/clause-0002.smt2"])
    let (one, two) = ("clause 2 kept by drop", "clause 2 kept by release")
    #expect(text.contains("; \(two)\n; \(one)\n(push 1)\n"), "\(text)")
    #expect(await Certifier(system: try Systems.read(model)).check(certificate) == [])
    // A question under a name that it does not decide is refused.
    let changed = text.replacing("; \(two)\n; \(one)\n", with: "; \(two)\n")
    var files = certificate.files
    files["conditions/clause-0002.smt2"] = changed
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    let found = await Certifier().check(Self.signed(files, manifest.titles)).map(\.description)
    #expect(found == ["conditions/clause-0002.smt2: '\(one)' is missing"])
  }

  private static let drop = """
    action drop(node n, lock l)
      when held(l, n)
      held(lock m, node o) := held(m, o) && !(m == l && o == n)
      free(lock m) := m == l ? true : free(m)


    """

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
