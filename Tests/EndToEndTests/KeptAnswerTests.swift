import Testing
import modelcheck

/// What was found out once is kept and not found out again; nothing else may be believed.
@Suite("Answers that are kept")
struct KeptAnswerTests {
  private static func check(_ folder: String) async -> Ended {
    let captured = Captured()
    let console = Console(
      write: { captured.write($0) }, complain: { captured.complain($0) }, isUTF8: true,
      cache: folder + "/cache")
    return captured.ended(await Entry.run(["check", folder], on: console))
  }

  /// The keys of the answers, each with what it says.
  private static func kept(_ folder: String) throws -> [[Substring]] {
    try text(of: folder + "/cache/proofs").split(separator: "\n").map {
      $0.split(separator: " ", maxSplits: 1)
    }
  }

  @Test("an answer is kept for the spec, for the form of its slice, and for no other invariant")
  func proved() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let first = await Self.check(folder)
      #expect(first.output.contains("alone  ✓∞"), "\(first.output)")
      let kept = try Self.kept(folder)
      #expect(kept.map { $0[1] } == ["3 10", "3 10"])
      #expect(await Self.check(folder).output == first.output)
      #expect(try Self.kept(folder) == kept)
      let path = folder + "/certificates/models/lock/alone.invariant"
      let stored = try text(of: path)
      try write(stored.replacing("  2. inside(TASK0) => taken()\n  3.", with: "  2."), to: path)
      let edited = await Self.check(folder)
      #expect(edited.output.contains("proof rejected"), "\(edited.output)")
      #expect(try Self.kept(folder) == kept)
    }
  }

  @Test("a spec that has changed is not what the answer was about")
  func changed() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let proved = await Self.check(folder)
      #expect(proved.output.contains("alone  ✓∞"), "\(proved.output)")
      let changed = ProofSpecs.lock.replacing("taken = true; inside", with: "inside")
        .replacing("!taken {", with: "forall task t: !inside[t] {")
      try write(changed, to: folder + "/model.kspec")
      let stale = await Self.check(folder)
      #expect(stale.output.contains("proof out of date"), "\(stale.output)")
    }
  }

  @Test("a kept answer is what is looked at: with another number the table's detail has it")
  func believed() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      _ = await Self.check(folder)
      let path = folder + "/cache/proofs"
      try write(try text(of: path).replacing(" 3 10", with: " 3 11"), to: path)
      let captured = Captured()
      let console = Console(
        write: { captured.write($0) }, complain: { captured.complain($0) }, isUTF8: true,
        cache: folder + "/cache")
      _ = await Entry.run(["check", folder, "--format", "json"], on: console)
      #expect(captured.ended(0).output.contains("\"conditions\": 11\n"))
    }
  }

  @Test("a file of answers that cannot be read is as good as none")
  func unreadable() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let plain = await modelcheck("check", folder)
      _ = await Self.check(folder)
      for text in ["", "\n\n", "a\nb c d e\n1 2 x\n", "\u{0}"] {
        try write(text, to: folder + "/cache/proofs")
        #expect(await Self.check(folder).output == plain.output)
      }
    }
  }
}
