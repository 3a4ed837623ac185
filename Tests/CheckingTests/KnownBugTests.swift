import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// Mistakes that are put back.
@Suite("Known bugs")
struct KnownBugTests {
  private static func run(_ specification: Specification) async throws -> [KnownBugResult] {
    let run = KnownBugRun(assembly: Assembly(specification, Overrides()), limits: Limits())
    return try await run.run(specification.bugs)
  }

  private static func results(_ bugs: String) async throws -> [KnownBugResult] {
    let kernel = """
      kernel "k" {
        state bool flag[file];
        option careful = true;
        option idle = true;
        step raise(file f) { flag[f] = true; }
        syscall put(file f) -> result { if (careful) { raise(f); } return ok; }
      }
      litmus "raised" on "k" { task P0 { r = put(A); } exactly { r == ok; flag[A]; } }

      """
    let text = SourceText(name: "t.kspec", text: kernel + bugs)
    return try await run(RealSpecs.specification(of: [text]))
  }

  @Test("those of the specs hold without it and fail with it, on every kernel")
  func real() async throws {
    let results = try await Self.run(try RealSpecs.specification())
    #expect(results.count >= 15)
    #expect(results.filter { $0.isShown != true }.map(\.bug.name) == [])
    for result in results {
      for kernel in result.kernels {
        #expect(!kernel.without.isEmpty && kernel.without.allSatisfy { $0.isSo == true })
        #expect(kernel.broken.allSatisfy { !$0.runs.isEmpty }, "\(result.bug.name)")
      }
    }
  }

  @Test("that change nothing, or break what is broken already, are not shown")
  func notShown() async throws {
    let results = try await Self.results(
      """
      bug "shown" on "k" { set careful = false; litmus "raised"; }
      bug "idle" on "k" { set idle = false; litmus "raised"; }
      bug "before" on "k" {
        set careful = false;
        litmus { task P0 { r = put(A); } exactly { r == EIO; } }
      }
      """)
    #expect(results.map(\.isShown) == [true, false, false])
    #expect(results[0].kernels[0].broken.count == 1)
    #expect(results[0].kernels[0].broken[0].runs.count == 1)
  }
}
