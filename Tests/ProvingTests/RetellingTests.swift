import Proving
import Relational
import Testing
import TransitionSystem

@Suite("Clauses about the same code in other calls")
struct RetellingTests {
  private static let system: RelationalSystem = {
    var system = RelationalSystem(name: "calls")
    system.sorts = [
      Sort("task", ordered: false, elements: .numbered(prefix: "P")),
      Sort("block", ordered: false, elements: .numbered(prefix: "b")),
    ]
    let places = [
      "owner: idle", "owner/pwrite: take", "owner/recover/pwrite: take", "reader/pread: copy",
      "owner/pwrite: end",
    ]
    system.relations =
      places.map { Relation("at.\($0)", ["task", "block"], .location, group: "pc", keyCount: 1) }
      + [Relation("at.owner/short: take", ["task"], .location, group: "pc", keyCount: 1)]
      + [Relation("free", ["block"])]
    return system
  }()

  private func retold(_ line: String) throws -> [String] {
    let stored = try #require(
      StoredProof("modelcheck invariant 1\nslice 0\ninvariant\n  1. \(line)\n"))
    return StoredProof.retold([stored], for: Self.system).map { clause in
      clause.literals.map { literal in
        guard case .holds(let name, _) = literal.atom else { return "=" }
        return (literal.isPositive ? "" : "!") + name
      }.joined(separator: " ")
    }
  }

  @Test("whoever makes the call, and in a recipe, too")
  func calls() throws {
    let wanted = ["!at.owner/pwrite: take free", "!at.owner/recover/pwrite: take free"]
    for role in ["bystander", "owner", "owner/recover", "program/run"] {
      let line = "at.\"\(role)/pwrite: take\"(TASK0, BLOCK0) => free(BLOCK0)"
      #expect(try Set(retold(line)) == Set(wanted), "\(role)")
    }
  }

  @Test("two places, each by itself")
  func pairs() throws {
    let found = try retold(
      "!(at.\"a/pwrite: take\"(TASK0, BLOCK0) && at.\"b/pwrite: take\"(TASK1, BLOCK0))")
    #expect(found.count == 4 && Set(found).count == 4)
    let three = (0..<3).map { "at.\"a/pwrite: take\"(TASK\($0), BLOCK0)" }
    #expect(try retold("!(\(three.joined(separator: " && ")))") == [])
  }

  @Test(
    "what no call has, has other things to remember, or speaks of no place, is not retold",
    arguments: [
      "at.\"a/pread: take\"(TASK0, BLOCK0) => free(BLOCK0)",
      "at.\"a/short: take\"(TASK0, BLOCK0) => free(BLOCK0)",
      "at.\"bystander: idle\"(TASK0, BLOCK0) => free(BLOCK0)",
      "at.\"a/pwrite: take\"(TASK0, BLOCK0) => gone(BLOCK0)",
      "at.\"a/pwrite: take\"(TASK0 => free(BLOCK0)", "at.\"a/pwrite: take", "at.\"", "",
      "free(BLOCK0) => free(BLOCK0)",
    ])
  func others(line: String) throws {
    #expect(try retold(line) == [])
  }
}
