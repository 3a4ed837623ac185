import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// The sentences of the thread.
@Suite("Claims of the thread")
struct ThreadClaimTests {
  private static func verdicts(
    _ names: [String], _ options: [String: Bool] = [:]
  ) async throws -> [ClaimVerdict] {
    let specification = try RealSpecs.specification()
    let settings = options.sorted { $0.key < $1.key }.map {
      OptionSetting(name: $0.key, value: .bool($0.value))
    }
    let assembly = Assembly(specification, Overrides(options: settings))
    let claims = specification.claims.filter { claim in
      names.contains(claim.name) || names.isEmpty && !claim.readings.isEmpty
    }
    return try await ClaimRun(assembly: assembly, limits: Limits()).run(claims)
  }

  @Test("all of them come out as they say")
  func all() async throws {
    let verdicts = try await Self.verdicts([])
    #expect(verdicts.map(\.claim.name) == (1...32).map { "C\($0)" })
    let different = verdicts.filter { $0.agreement == .different || $0.unknown != nil }
    #expect(different.map(\.claim.name) == [])
    #expect(verdicts.allSatisfy { $0.claim.expected != nil && !$0.claim.source.isEmpty })
  }

  @Test(
    "an option of the kernel that is set wrongly makes a claim come out otherwise",
    arguments: [
      ("C5", "zero_on_alloc", false), ("C2", "zero_on_alloc", false),
      ("C7", "busy_until_commit", false), ("C6", "busy_until_commit", false),
      ("C10", "read_clears_errors", true), ("C14", "clear_pretends", true),
      ("C17", "pwrite_recovers", false),
    ])
  func seededFault(name: String, option: String, value: Bool) async throws {
    let verdict = try #require(try await Self.verdicts([name], [option: value]).first)
    #expect(verdict.agreement == .different, "\(verdict.found as Any)")
  }
}
