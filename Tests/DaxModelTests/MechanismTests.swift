import Checking
import DaxModel
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// What the mechanisms do when a text puts them together.
@Suite("Mechanisms")
struct MechanismTests {
  /// Which of some statements about the end of a call hold in every run, at two blocks.
  private func expect(
    _ body: String, _ demands: String..., options: [String: Bool] = [:],
    scope: [String: Int] = [:], initially: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let text = """
      kernel "k" { syscall act(file f, page p, data d, block b) -> result { \(body) } }
      design "d" on "k" { }
      workload "w" {
        init { extent[A][0] = written(b0); committed_extent[A][0] = written(b0); usage[b0] = owned;
               committed_usage[b0] = owned; content[b0] = of(A, 0, d0); \(initially) }
        role user { act(A, 0, d0, b0); }
      }
      property p { workload "w"; on act(f, p, d, b) returns r {
        cover true;
        \(demands.map { "require \($0) \"\($0)\";" }.joined(separator: "\n"))
      } }

      """
    let source = SourceText(name: "mechanism.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check([source], library: DaxModel.library)
    let errors = diagnostics.filter { $0.severity == .error }
    let complaints = DiagnosticRenderer(sources: [source]).render(errors)
    try #require(errors.isEmpty, Comment(rawValue: complaints), sourceLocation: sourceLocation)
    let settings = options.map { OptionSetting(name: $0.key, value: .bool($0.value)) }
    let overrides = Overrides(
      scope: ["block": 2, "data": 1, "calls": 1].merging(scope) { $1 }, options: settings)
    let plan = Plan(specification, Selection(), overrides)
    let search = try #require(plan.searches.first)
    let campaign = Campaign(
      assembly: Assembly(specification, overrides), plan: plan, limits: Limits())
    guard case .decided(let cells, _) = campaign.explore(search) else {
      throw InternalError("not decided")
    }
    #expect(cells.first?.word == "holds", "\(cells)", sourceLocation: sourceLocation)
  }

  private static let poisoned = "poison[b0] = true; bad[b0] = true; content[b0] = junk;"

  @Test("zeroing a good block writes zeros; a bad one is cleared first")
  func zeroout() throws {
    try expect("return zeroout(b);", "r is ok", "content[b0] is zero", "!poison[b0]", "!bad[b0]")
    try expect(
      "return zeroout(b);", "r is ok", "content[b0] is zero", "!poison[b0]", "!bad[b0]",
      initially: Self.poisoned)
    try expect(
      "return zeroout(b);", "r is EIO", "poison[b0]", "bad[b0]",
      initially: Self.poisoned + "clearing = none;")
    try expect(
      "return zeroout(b);", "r is EIO", "poison[b0]", "bad[b0]",
      initially: Self.poisoned + "clearing = partial;")
    // Poison that nobody knows of stays below the zeros.
    try expect(
      "return zeroout(b);", "r is ok", "poison[b0]",
      initially: "poison[b0] = true; content[b0] = junk;")
  }

  @Test("direct access bails out on a recorded block and clears nothing")
  func directAccess() throws {
    try expect("return direct_access(b);", "r is ok")
    try expect(
      "return direct_access(b);", "r is EIO", "poison[b0]", "bad[b0]", initially: Self.poisoned)
    try expect(
      "return direct_access(b);", "r is ok", "poison[b0]",
      initially: "poison[b0] = true; content[b0] = junk;")
  }

  @Test("what a copy out sees")
  func copyOut() throws {
    let copy = "return copy_mc_to_user(f, p, b);"
    try expect(copy, "r == bytes(d0)")
    try expect(copy, "r is zeros", initially: "content[b0] = zero;")
    try expect(copy, "r is junk", initially: "content[b0] = junk;")
    try expect(copy, "r is foreign", initially: "content[b0] = of(B, 0, d0);")
    try expect(copy, "r is foreign", initially: "content[b0] = meta;")
    try expect(copy, "r is EFAULT", "poison[b0]", initially: "poison[b0] = true;")
  }

  @Test("a freed block is busy until the commit, or free at once")
  func freeing() throws {
    try expect("free_extent(f, p); return ok;", "usage[b0] is busy", "extent[A][0] is hole")
    try expect(
      "free_extent(f, p); return ok;", "usage[b0] is free", options: ["busy_until_commit": false])
    try expect(
      "free_extent(f, p); journal_commit(); return ok;", "usage[b0] is free",
      "committed_extent[A][0] is hole", "committed_usage[b0] is free")
    try expect("free_extent(B, p); return ok;", "usage[b0] is owned", "extent[A][0] == written(b0)")
  }

  @Test("a commit makes the map durable, and what is in flight free after a crash")
  func committing() throws {
    try expect(
      "take(b1); journal_commit(); return ok;", "usage[b1] is flight", "committed_usage[b1] is free"
    )
    try expect(
      "take(b1); map_written(B, p, b1); journal_commit(); return ok;",
      "committed_extent[B][0] == written(b1)", "committed_usage[b1] is owned")
    try expect(
      "take(b1); map_unwritten(B, p, b1); return ok;", "extent[B][0] == unwritten(b1)",
      "committed_extent[B][0] is hole", "committed_usage[b1] is free", "usage[b1] is owned")
  }

  @Test("converting to unwritten keeps the block, its bytes and its poison")
  func converting() throws {
    try expect(
      "convert_unwritten(f, p); return ok;", "extent[A][0] == unwritten(b0)", "usage[b0] is owned",
      "poison[b0]", "bad[b0]", initially: Self.poisoned)
    try expect("convert_unwritten(B, p); return ok;", "extent[B][0] is hole")
  }

  @Test("a clear leaves unpredictable bytes, keeps them, or only pretends")
  func clearing() throws {
    let clear = "return clear_poison(b);"
    try expect(
      clear, "r is ok", "!poison[b0]", "content[b0] is junk", "bad[b0]", initially: Self.poisoned)
    try expect(
      clear, "r is ok", "!poison[b0]", "content[b0] is zero", options: ["clear_keeps_bytes": true],
      initially: "poison[b0] = true; bad[b0] = true; content[b0] = zero;")
    try expect(
      clear, "r is ok", "poison[b0]", options: ["clear_pretends": true], initially: Self.poisoned)
    try expect(clear, "r is ok", "content[b0] == of(A, 0, d0)")
  }

  @Test("unmounting commits and forgets mappings, mounting ends a shutdown")
  func mounting() throws {
    try expect(
      "free_extent(f, p); unmount(); mount_again(); return check_shutdown();", "r is ok",
      "committed_extent[A][0] is hole", "usage[b0] is free", "mounted")
    try expect("force_shutdown(); return check_shutdown();", "r is EIO", "shutdown")
    try expect("force_shutdown(); unmount(); mount_again(); return check_shutdown();", "r is ok")
    try expect(
      "force_shutdown(); extent e = iomap_begin(f, p); return e is shut ? EIO : ok;", "r is EIO")
  }
}
