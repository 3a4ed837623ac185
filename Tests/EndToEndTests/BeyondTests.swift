import Testing
import modelcheck

@Suite("What speaks against a proof, from the command line")
struct BeyondTests {
  @Test("what only more errors break is said to be broken beyond the scope")
  func beyond() async throws {
    try await withSpec(ProofSpecs.fail) { folder in
      let ended = await modelcheck("prove", folder, "--property", "once")
      #expect(
        timeless(ended.output) == """
          fail/once: holds at scope, violated beyond it (2 steps, errors=2)  (s)
          1 violated beyond the scope

          """)
      #expect(ended.status == 0)
      let table = await modelcheck("check", folder)
      #expect(table.output.contains("\n  once  ✓‡  "), "\(table.output)")
      #expect(table.output.contains("‡  holds at scope, violated beyond it"))
      #expect(
        table.output.contains(
          "fail, once: holds at scope, violated beyond it in 2 steps (errors=2)\n"))
      let off = await modelcheck("check", folder, "--scope", "errors=0")
      let path = folder + "/certificates/models/fail/once.beyond"
      #expect(!off.output.contains("✓‡"), "\(off.output)")
      #expect(off.output.contains("proof out of date") || off.output.contains("'errors' is off"))
      let stored = try text(of: path)
      try write(stored.replacing("\"action\": \"fail\"", with: "\"action\": \"work\""), to: path)
      let edited = await modelcheck("check", folder)
      #expect(edited.output.contains("proof rejected: \(path): the run does not replay"))
      #expect(edited.status == 10)
    }
  }

  @Test("as many calls as it takes are told, and so is the run")
  func calls() async throws {
    try await withSpec(ProofSpecs.slow) { folder in
      let ended = await modelcheck("prove", folder)
      #expect(
        timeless(ended.output) == """
          slow/fourth: holds at scope, violated beyond it (11 steps, calls=4)  (s)
          1 violated beyond the scope

          """)
      let why = await modelcheck("check", folder, "--why", "--store", folder + "/none")
      #expect(!why.output.contains("no universal invariant"), "\(why.output)")
      #expect(why.output.contains("slow, fourth: no proof\n"), "\(why.output)")
      let three = await modelcheck("check", folder, "--scope", "calls=3")
      #expect(three.output.contains("fourth  ✓"), "\(three.output)")
      let four = await modelcheck("check", folder, "--scope", "calls=4")
      #expect(four.output.contains("fourth  ✗ 11"), "\(four.output)")
    }
  }

  @Test("copies that do not meet have the states of one copy each, with calls and ends as always")
  func product() async throws {
    try await withSpec(ProofSpecs.apart) { folder in
      func states(_ scope: String) async throws -> Int {
        let ended = await modelcheck("check", folder, "--scope", scope)
        #expect(!ended.output.contains("can go no further"), "\(ended.output)")
        let found = try #require(ended.output.firstMatch(of: /(\d+) states/), "\(ended.output)")
        return try #require(Int(found.1))
      }
      let one = try await states("calls=2")
      #expect(one > 4)
      #expect(try await states("calls=2,copies=2") == one * one)
      #expect(try await states("calls=2,copies=3") == one * one * one)
    }
  }

  @Test("what only a second copy of the workload breaks is said to be, and replayed")
  func copies() async throws {
    try await withSpec(ProofSpecs.fail) { folder in
      let ended = await modelcheck("prove", folder, "--property", "few")
      #expect(
        timeless(ended.output) == """
          fail/few: holds at scope, violated beyond it (6 steps, copies=2,layout=1)  (s)
          1 violated beyond the scope

          """)
      let table = await modelcheck("check", folder)
      #expect(table.output.contains("\n  few   ✓‡  "), "\(table.output)")
      let wider = await modelcheck("check", folder, "--scope", "copies=2", "--property", "few")
      #expect(wider.output.contains("\n  few  ✗ 6!  512 states\n"), "\(wider.output)")
      #expect(wider.status == 10)
      let none = await modelcheck("check", folder, "--scope", "copies=2,layout=2")
      #expect(
        none.errors.contains(
          "2 copies of 'fail' have no layout 2 in this scope: there is 1"), "\(none.errors)")
      let many = await modelcheck("check", folder, "--scope", "copies=9")
      #expect(many.errors.contains("the scope copies=9 is too large; the most is copies=8"))
    }
  }

  @Test("a need for some element is named, with the step that only its absence allows")
  func universalGap() async throws {
    try await withSpec(ProofSpecs.slots) { folder in
      let gap = "no universal invariant: what holds of every 'block' never says that there is one"
      let lines = [
        "slots/room: holds at scope; not provable: \(folder)/model.kspec:11:12: \(gap), which the "
          + "property demands",
        "slots/calm: holds at scope; not provable: \(folder)/model.kspec:8:30: \(gap), and if one "
          + "that nothing refers to is left out, 'user/look: give' happens",
      ]
      let ended = await modelcheck("prove", folder)
      #expect(
        timeless(ended.output)
          == lines.map { $0 + "  (s)\n" }.joined() + "2 not provable\n", "\(ended.output)")
      #expect(ended.status == 0)
      let why = await modelcheck("check", folder, "--why")
      #expect(why.output.contains("slots, room: not provable: "), "\(why.output)")
      #expect(why.output.contains("'user/look: give' happens\n"), "\(why.output)")
    }
  }

  @Test("without an invariant the state that speaks against one is told")
  func unknown() async throws {
    try await withSpec(ProofSpecs.fail) { folder in
      let ended = await modelcheck("prove", folder, "--property", "some")
      #expect(
        timeless(ended.output) == """
          fail/some: unknown (no invariant found)  (s)
            not implied: some
            before (not reached):
              inside(P0)
              inside(P1)
              inside(P2)
              inside(P3)
              inside(P4)
          1 unknown

          """)
      #expect(ended.status == 20)
      let files = try stored(folder)
      #expect(files == [])
    }
  }
}
