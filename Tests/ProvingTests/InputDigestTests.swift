import Checking
import Proving
import SpecLanguage
import Testing
import TransitionSystem

/// A digest is what spares a proof to be checked once more: it must tell whatever the proof is of.
@Suite("Digests of what a slice is made of")
struct InputDigestTests {
  private static func digests(
    _ specification: Specification, _ overrides: Overrides = Overrides(),
    _ selection: Selection = pwrite
  ) throws -> [String] {
    let plan = Plan(specification, selection, overrides)
    let inputs = InputDigests(
      Assembly(specification, overrides), plan.searches.map(\.column))
    return try plan.searches.flatMap(\.cells).map { cell in
      let search = try #require(plan.searches.first { $0.cells.contains(cell) })
      return try #require(inputs.digest(search, cell.property), "\(ProofTarget(cell).title)")
    }
  }

  private static let pwrite = Selection(
    kernels: ["linux-5.14-ext4"], designs: ["pwrite"], properties: ["no_silent_loss"])

  /// Something of each kind of item that the cell is made of: a kernel that its own extends, the
  /// design, the observer, the property and its scope, the workload.
  private static let changes: [(String, String)] = [
    ("  syscall pwrite(", "  privileged syscall pwrite("),
    ("    try pwrite(f, p, d);\n    return ok;", "    pwrite(f, p, d);\n    return ok;"),
    ("    forall task u where syncing[u][f]: touched[u][f][p] = true;\n", ""),
    ("\"bytes that nobody put there last\"", "\"bytes\""),
    ("scope latent = 1, scrub = 1, commit = 1;\n  uses ledger", "scope latent = 1;\n  uses ledger"),
    ("pread(A, 0); load(A, 0); fsync(A); }", "pread(A, 0); load(A, 0); }"),
  ]

  @Test("every cell has one of its own, the same in each run")
  func everyCell() throws {
    let specification = try Specs.specification()
    let all = try Self.digests(specification, Overrides(), Selection())
    #expect(all.count > 700)
    #expect(Set(all).count == all.count)
    #expect(try Self.digests(try Specs.specification(), Overrides(), Selection()) == all)
  }

  @Test("a change of what the cell is made of changes it", arguments: changes)
  func changed(old: String, new: String) throws {
    let changed = try Specs.specification(replacing: old, with: new)
    #expect(try Self.digests(changed) != Self.digests(try Specs.specification()))
  }

  @Test("another option or another scope changes it")
  func overridden() throws {
    let specification = try Specs.specification()
    let plain = try Self.digests(specification)
    let option = Overrides(
      scope: [:], options: [OptionSetting(name: "read_clears_errors", value: .bool(true))])
    #expect(try Self.digests(specification, option) != plain)
    #expect(try Self.digests(specification, Overrides(scope: ["block": 4])) != plain)
  }

  @Test("where things stand, and what other designs say, does not change it")
  func unchanged() throws {
    let plain = try Self.digests(try Specs.specification())
    let moved = try Specs.specification(
      replacing: "design \"pwrite\" on", with: "// A remark.\n\ndesign \"pwrite\" on")
    #expect(try Self.digests(moved) == plain)
    let other = try Specs.specification(
      replacing: "    try fallocate(f, ZERO_RANGE_KEEP_SIZE, p);",
      with: "    fallocate(f, ZERO_RANGE_KEEP_SIZE, p);")
    #expect(try Self.digests(other) == plain)
  }
}
