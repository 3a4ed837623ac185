import Certificates
import Relational
import Testing

/// What is changed in a certificate is found.
extension CertificateTests {
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
        "conditions/clause-0001.smt2", "(=> (|r:map| b1 b2 b3) (|r:mapped| b1 b2))",
        "(=> (|r:mapped| b1 b2) (|r:map| b1 b2 b3))",
        "conditions/clause-0001.smt2: 'clause 1 kept by allocate' asserts what it should not: "
          + "(forall (|file| |page| |block|) (or (not (|r:mapped| v0 v1)) (|r:map| v0 v1 v2)))"
      ),
      (
        "conditions/clause-0001.smt2", "(assert (forall", "; (assert (forall",
        "conditions/clause-0001.smt2: 'clause 1 kept by allocate': Z3: this does not hold"
      ),
      (
        "conditions/clause-0001.smt2", "(check-sat)\n(pop 1)\n; clause 1 kept by punch",
        "(pop 1)\n; clause 1 kept by punch",
        "conditions/clause-0001.smt2: conditions/clause-0001.smt2:21:1: error: "
          + "expected '(check-sat)'\n21 | (pop 1)\n   | ^"
      ),
      (
        "conditions/clause-0001.smt2", "; clause 1 kept by punch\n", "",
        "conditions/clause-0001.smt2: a question for no condition"
      ),
      (
        "conditions/clause-0001.smt2", "; clause 1 kept by punch\n",
        "; clause 1 kept by move\n; clause 1 kept by punch\n",
        "conditions/clause-0001.smt2: 'clause 1 kept by move' asserts what it should not: "
          + "(or (and (= |a:f| |c:file:0|) (= |a:p| |c:page:0|)) (not (|r:mapped| |c:file:0| |c:page:0|)))"
      ),
      (
        "conditions/clause-0001.smt2", "(declare-fun |r:free| (|block|) Bool)\n",
        "(declare-fun |r:free| (|block|) Bool)(assert false)\n",
        "conditions/clause-0001.smt2: 'clause 1 kept by allocate' asserts what it should not: false"
      ),
      (
        "conditions/clause-0001.smt2", "(declare-fun |r:free| (|block|) Bool)\n",
        "(declare-fun |r:free| (|block|) Bool)\n(declare-fun |r:other| (|block|) Bool)\n",
        "conditions/clause-0001.smt2: 'clause 1 kept by allocate' declares what it should not: "
          + "r:other"
      ),
      (
        "conditions/clause-0001.smt2", "(declare-fun |r:free| (|block|) Bool)\n", "",
        "conditions/clause-0001.smt2: 'clause 1 kept by move' cannot be read: "
      ),
      (
        "manifest.json", "\"property\": \"reserve\"", "\"property\": \"all\"",
        "manifest.json: it is about something else"
      ),
      (
        "manifest.json", "\"format\": 2", "\"format\": 1",
        "manifest.json: manifest.json:1:1: error: 'format' is missing or wrong\n1 | {\n  | ^"
      ),
    ])
  func changes(file: String, passage: String, other: String, expected: String) async throws {
    var certificate = try await Self.allocator.value
    let text = try #require(certificate.files[file])
    try #require(text.contains(passage))
    certificate.files[file] = text.replacing(passage, with: other)
    let found = try await check(certificate)
    #expect(found.contains { $0.hasPrefix(expected) }, "\(found)")
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
    for (subject, members) in Dictionary(grouping: conditions, by: \.subject) {
      let path = Self.path(subject)
      (files[path], titles[path]) = (Self.file(subject, members), Self.title(subject))
    }
    let found = try await check(Self.signed(files, titles))
    #expect(
      found.contains(
        "conditions/clause-0004.smt2: 'clause 4 kept by allocate': Z3: this does not hold"),
      "\(found)")
    #expect(
      found.contains("ground/0002.cnf: this is not the formula of 'allocate'")
        || files["ground/0002.cnf"] == nil)
  }

  @Test("conditions that are missing, extra or of another name are found")
  func wrongConditions() async throws {
    let certificate = try await Self.allocator.value
    let manifest = try Manifest.read(certificate.files[Manifest.name] ?? "")
    var files = certificate.files
    let (one, two) = ("conditions/clause-0001.smt2", "conditions/clause-0002.smt2")
    (files[one], files[two]) = (files[two], files[one])
    files["conditions/clause-0009.smt2"] = files["conditions/goals.smt2"]
    files["conditions/goals.smt2"] = nil
    let found = try await check(Self.signed(files, manifest.titles))
    for expected in [
      "conditions/clause-0001.smt2: 'clause 2 kept by allocate' is there twice or is not needed",
      "conditions/clause-0001.smt2: 'clause 1 kept by allocate' is missing",
      "conditions/clause-0002.smt2: 'clause 2 kept by allocate' is missing",
      "conditions/clause-0009.smt2: no such conditions are needed",
      "conditions/goals.smt2: 'goal 1: reserve is free' is missing",
    ] { #expect(found.contains(expected), "\(found)") }
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

  private static func title(_ subject: ConditionSubject) -> String {
    if case .clause(let number) = subject { "clause \(number)" } else { "\(subject)" }
  }

  private static func path(_ subject: ConditionSubject) -> String {
    guard case .clause(let number) = subject else {
      return subject == .totality(1)
        ? "conditions/totality-0001.smt2" : "conditions/\(subject).smt2"
    }
    return "conditions/clause-000\(number).smt2"
  }

  /// Whole conditions as a file, without a head.
  private static func file(_ subject: ConditionSubject, _ members: [ConditionScript]) -> String {
    let questions = members.map { member in
      let lines = member.text.split(separator: "\n").dropFirst(2).dropLast()
      let all = ["; \(member.comment)", "(push 1)"] + lines + ["(check-sat)", "(pop 1)", ""]
      return all.joined(separator: "\n")
    }
    return "; \(title(subject))\n(set-logic UF)\n" + questions.joined()
  }

  /// The files with a manifest that fits them.
  static func signed(
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
}
