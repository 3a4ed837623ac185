import Foundation
import Testing
import TransitionSystem
import modelcheck

@Suite("Proofs from the command line")
struct ProofTests {
  private static let alone = "/certificates/models/lock/alone.invariant"

  private static let invariant = """
    invariant
      1. at."user/work: leave"(TASK0) => inside(TASK0)
      2. inside(TASK0) => taken()
      3. inside(TASK0) && inside(TASK1) => TASK0 == TASK1

    """

  @Test("a response is proved by its rule, with premises and assumptions, or it is said why not")
  func response() async throws {
    try await withTemporaryFolder { folder in
      let ended = await modelcheck(
        "prove", "\(casesFolder)/responses/repairs.kspec", "--store", folder, "--property",
        "repaired", "--property", "struck")
      #expect(ended.status == 0)
      #expect(ended.output.contains("repairs/repaired: proved for every size by the response rule"))
      #expect(ended.output.contains("    these happen finitely often: strike\n"))
      #expect(ended.output.contains("the response rule needs a call that helps"))
      #expect(ended.output.contains("1 proved for every size, 1 not provable\n"))
    }
  }

  @Test("what is proved is stored, and not proved twice")
  func store() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      let first = await modelcheck("prove", folder)
      #expect(
        timeless(first.output) == """
          lock/alone: proved for every size: 3 clauses, 10 conditions  (s)
          lock/busy: reachable: there is nothing to prove
          1 proved for every size, 1 without anything to prove

          """)
      #expect(first.status == 0)
      let stored = try text(of: folder + Self.alone)
      #expect(stored.hasPrefix("modelcheck invariant 1\nslice "))
      #expect(stored.hasSuffix(Self.invariant), "\(stored)")
      let second = await modelcheck("prove", folder)
      #expect(second.output.contains("10 conditions, stored"), "\(second.output)")
      #expect(try text(of: folder + Self.alone) == stored)
    }
  }

  @Test("the table shows what is proved, also without UTF-8 and as JSON")
  func table() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      let plain = await modelcheck("check", folder, "--why")
      #expect(plain.output.contains("\n  alone  ✓  24 states"), "\(plain.output)")
      #expect(plain.output.contains("holds at scope only:\n  lock, alone: no proof\n"))
      _ = await modelcheck("prove", folder)
      let proved = await modelcheck("check", folder, "--why")
      #expect(proved.output.contains("\n  alone  ✓∞  24 states"), "\(proved.output)")
      #expect(proved.output.contains("✓∞  proved for every size (certificate checked)"))
      #expect(!proved.output.contains("at scope only"))
      #expect(proved.status == 0)
      let ascii = await modelcheck("check", folder, "--ascii")
      #expect(ascii.output.contains("\n  alone  ok+  24 states"), "\(ascii.output)")
      let json = await modelcheck("check", folder, "--format", "json")
      #expect(json.output.contains("\"verdict\": \"proved\""))
      #expect(json.output.contains("\"clauses\": 3,\n      \"conditions\": 10\n"))
      let without = await modelcheck("check", folder, "--no-proofs")
      #expect(without.output == plain.output.components(separatedBy: "\n\nholds at")[0] + "\n")
    }
  }

  @Test("a slice that has changed makes its proof out of date")
  func outOfDate() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let moved = "// A comment changes nothing.\n" + ProofSpecs.lock
      try write(moved, to: folder + "/model.kspec")
      let same = await modelcheck("check", folder)
      #expect(same.output.contains("alone  ✓∞"), "\(same.output)")
      let changed = ProofSpecs.lock.replacing("taken = true; inside", with: "inside")
        .replacing("!taken {", with: "forall task t: !inside[t] {")
      try write(changed, to: folder + "/model.kspec")
      let stale = await modelcheck("check", folder)
      #expect(stale.output.contains("alone  ✓ "), "\(stale.output)")
      #expect(
        stale.output.contains(
          "proof out of date: modelcheck prove --design lock --property alone\n"))
      #expect(stale.status == 0)
      let again = await modelcheck("prove", folder)
      #expect(again.output.contains("alone: proved for every size"), "\(again.output)")
      let table = await modelcheck("check", folder)
      #expect(table.output.contains("alone  ✓∞"))
    }
  }

  @Test("an edited invariant is rejected, with its file named")
  func rejected() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let path = folder + Self.alone
      let stored = try text(of: path)
      try write(
        stored.replacing("  2. inside(TASK0) => taken()\n  3.", with: "  2."), to: path)
      let missing = await modelcheck("check", folder)
      #expect(missing.status == 10)
      #expect(
        missing.output.contains("lock, alone: proof rejected: \(path): not proved: "),
        "\(missing.output)")
      #expect(missing.output.contains("alone  ✓ "))
      try write(stored.replacing("  2. inside(TASK0) ", with: "  2. outside(TASK0) "), to: path)
      let wrong = await modelcheck("check", folder)
      #expect(wrong.output.contains("proof rejected: \(path):5: "), "\(wrong.output)")
      try write("nothing", to: path)
      let nothing = await modelcheck("check", folder)
      #expect(nothing.output.contains("proof rejected: \(path):1: this is no proof\n"))
    }
  }

  @Test("what has no relational form is named with its place")
  func outside() async throws {
    try await withSpec(ProofSpecs.named) { folder in
      let ended = await modelcheck("prove", folder)
      let reason =
        "not provable: \(folder)/model.kspec:5:24: "
        + "the call of 'come' names 'P0', but each copy of the workload has its own"
      #expect(ended.output.contains("named/others: holds at scope; \(reason)"), "\(ended.output)")
      #expect(ended.status == 0)
      let why = await modelcheck("check", folder, "--why")
      #expect(why.output.contains("named, others: \(reason)\n"), "\(why.output)")
      let fragment = await modelcheck("show", "named", "--fragment", "--specs", folder)
      let outside = reason.replacing("not provable", with: "outside it")
      #expect(fragment.output == "named\n  others  \(outside)\n")
      #expect(fragment.status == 0)
    }
  }

  @Test("what is stored comes before what has to be looked for")
  func storedFirst() async throws {
    try await withSpec(ProofSpecs.fail) { folder in
      _ = await modelcheck("prove", folder, "--property", "once")
      let both = ProofSpecs.fail.replacing(
        "property once", with: "property never_third { never first && !first; }\n  property once")
      try write(both, to: folder + "/model.kspec")
      let ended = await modelcheck("prove", folder)
      let names = ended.output.split(separator: "\n").compactMap { line in
        line.hasPrefix("fail/") ? line.dropFirst(5).prefix { $0 != ":" } : nil
      }
      #expect(names == ["once", "never_third", "few", "some"], "\(ended.output)")
    }
  }

  @Test("a certificate is there whole or not at all", arguments: [1, 4, 8, 12, 16, 20])
  func interruptedCertificate(asks: Int) async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      _ = await modelcheck("prove", folder)
      let whole = await modelcheck("prove", folder, "--certificate", folder + "/whole")
      #expect(whole.status == 0)
      let captured = Captured()
      let asked = Counter()
      let console = Console(
        write: { captured.write($0) }, complain: { captured.complain($0) },
        interruption: { asked.next() > asks ? .interrupted : nil }, isUTF8: true)
      let arguments = ["prove", folder, "--certificate", folder + "/out", "--threads", "1"]
      let ended = captured.ended(await Entry.run(arguments, on: console))
      let made = try FileManager.default.subpathsOfDirectory(atPath: folder + "/out")
        .filter { $0.hasSuffix(".json") || $0.hasSuffix(".smt2") }
      if ended.status == 20 {
        #expect(made == [])
        let words = ended.output + ended.errors
        #expect(words.contains("(interrupted)") || words.contains("not tried"), "\(words)")
      } else {
        #expect(made.count == 11)
        #expect(ended.status == 0)
      }
    }
  }

  @Test("the end of the time or a Ctrl-C keeps what is stored and writes no half of a proof")
  func interruption() async throws {
    try await withSpec(ProofSpecs.lock) { folder in
      let captured = Captured()
      let asked = Counter()
      let console = Console(
        write: { captured.write($0) }, complain: { captured.complain($0) },
        interruption: { asked.next() > 40 ? .interrupted : nil }, isUTF8: true)
      let ended = captured.ended(await Entry.run(["prove", folder], on: console))
      #expect(ended.status == 20, "\(ended.output)")
      #expect(
        timeless(captured.ended(0).output).contains("lock/alone: unknown (interrupted)"),
        "\(captured.ended(0).output)")
      let files = try stored(folder)
      #expect(files == [])
    }
  }
}
