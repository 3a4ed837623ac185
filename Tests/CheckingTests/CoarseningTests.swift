import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// Systems with sectors, and those from which they were taken out.
@Suite("Sectors")
struct CoarseningTests {
  @Test(
    "a system of one sector has the states of the one without",
    arguments: ["punch+pwrite", "fiemap+blkzeroout", "zeroinit", "recovery-write", "disk-write"])
  func oneSector(design: String) throws {
    let (plan, assembly) = try RealSpecs.smallPlan(Selection(designs: [design]))
    var compared = 0
    for search in plan.searches where ["owner", "owner with handler"].contains(search.workload) {
      let (coarse, scope) = try assembly.system(of: search)
      let (fine, _) = try assembly.system(of: search, isCoarse: false)
      #expect(coarse.sort("sector") == nil && fine.sort("sector") != nil)
      let results = [coarse, fine].map {
        explore(
          Assembly.reduced($0, to: search.properties), scope: scope, options: SearchOptions())
      }
      #expect(results.allSatisfy { $0.outcome == .exhausted && $0.specError == nil })
      #expect(results[0].distinctStates == results[1].distinctStates)
      #expect(
        results[0].violations.mapValues(\.trace.steps.count)
          == results[1].violations.mapValues(\.trace.steps.count))
      #expect(
        results[0].covers.mapValues(\.steps.count) == results[1].covers.mapValues(\.steps.count))
      compared += 1
    }
    #expect(compared > 0)
  }

  private static func run(_ members: String) async throws -> LitmusResult {
    let litmus = """
      litmus "t" on "linux-5.14-ext4" {
        workload "owner";
        \(members)
      }
      """
    let path = "Specs/litmus/11-sectors.kspec"
    let marker = "// Less than a page"
    let specification = try RealSpecs.edited(path, replacing: marker, with: "\(litmus)\n\(marker)")
    let test = try #require(specification.litmusTests.first { $0.name == "t" })
    let run = LitmusRun(assembly: Assembly(specification, Overrides()), limits: Limits())
    return try #require(try await run.run([(test, "linux-5.14-ext4")]).first)
  }

  private static func problem(_ result: LitmusResult) -> String? {
    if case .error(let message, _, _)? = result.problem { message } else { nil }
  }

  @Test("what is asked of a block is asked of some sector, what is compared of every one")
  func wholes() async throws {
    let result = try await Self.run(
      """
      init { poison[b0][s1] = true; bad[b0] = true; content[b0][s1] = junk; }
      task P0 { r0 = pread(A, 0); }
      exactly {
        r0 == EIO; poison[b0]; !poison[b0][s0]; bad[b0][s0]; bad[b0][s1];
        content[b0] != junk; content[b0] != of(A, 0, d0); content[b0][s0] == of(A, 0, d0);
      }
      """)
    #expect(result.holds)
    #expect(result.evaluator?.layout.scope["sector"] == 2)
  }

  @Test("a test has as many sectors as it names")
  func sizes() async throws {
    let many = try await Self.run(
      "task P0 { r0 = pread_sector(A, 0, s4); } exactly { r0 is bytes; }")
    #expect(many.holds)
    #expect(many.evaluator?.layout.scope["sector"] == 5)
    let more = try await Self.run(
      "scope sector = 8; task P0 { r0 = pread(A, 0); } exactly { r0 == bytes(d0); }")
    #expect(more.evaluator?.layout.scope["sector"] == 8 && more.holds)
    let none = try await Self.run("task P0 { r0 = pread(A, 0); } exactly { r0 == bytes(d0); }")
    #expect(none.evaluator?.layout.system.sort("sector") == nil && none.holds)
  }

  @Test("a sector is not asked for where there is none")
  func misplaced() async throws {
    let result = try await Self.run(
      "scope sector = 1; task P0 { r0 = pread_sector(A, 0, s0); } exactly { r0 == zeros; }")
    #expect(
      Self.problem(result)
        == "'pread_sector' takes a sector, and there are none in this scope: say "
        + "'scope sector = 2' or more")
    for (members, name) in [
      ("init { poison[b0][s3] = true; } exactly { r0 == EFAULT; }", "s3"),
      ("exactly { !bad[b0][s1]; }", "s1"),
    ] {
      let result = try await Self.run(
        "scope sector = 1; task P0 { r0 = pread(A, 0); } \(members)")
      #expect(
        Self.problem(result)?.hasPrefix("'\(name)' is named, and there is one sector") == true)
    }
  }

  @Test("a loss of a sector is one of the page for all who ask for pages")
  func strikes() async throws {
    let result = try await Self.run(
      """
      scope sector = 2, errors = 1;
      task P0 { r0 = pread_sector(A, 0, s0); }
      exactly { r0 == bytes(d0); } or { r0 == EIO; bad[b0]; }
          or { r0 == bytes(d0); bad[b0]; } or { r0 == EFAULT; bad[b0][s0]; }
      """)
    #expect(result.holds)
  }
}
