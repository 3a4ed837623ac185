import Checking
import SpecLanguage
import Testing
import TransitionSystem

@Suite("Claims")
struct ClaimTests {
  /// The statements and what they come to, on kernel `k`, from all cells.
  private static let statements: [(text: String, holds: Bool?)] = [
    (#"design "plan" variant "as meant" on "k" keeps pair, either;"#, true),
    (#"design "plan" variant "as posted" on "k" keeps pair, found;"#, false),
    (#"design "plan" variant "as meant" on "k" keeps free;"#, true),
    // Whether an unreachable witness is kept or broken is no question.
    (#"design "plan" variant "as meant" on "k" keeps hidden;"#, nil),
    (#"design "rough" on "k" breaks pair, either;"#, true),
    (#"design "rough" on "k" breaks free;"#, true),
    (#"design "rough" on "k" breaks pair, found;"#, false),
    (#"design "plan" variant "as meant" on "k" keeps at least 2 of what "rough" breaks;"#, true),
    (#"design "plan" variant "as meant" on "k" keeps at least 3 of what "rough" breaks;"#, false),
    (#"design "rough" on "k" keeps at least 1 of what "rough" breaks;"#, false),
    (#"design "rough" on "k" breaks something;"#, true),
  ]

  private func decided(
    _ results: (Specification) async -> [CellResult]
  ) async throws -> [ClaimResult] {
    let claim =
      "claim c { " + Self.statements.map(\.text).joined(separator: " ") + " }"
    let specification = try ToySpecs.specification(claim)
    return ClaimDecision(specification: specification, results: await results(specification)).all()
  }

  @Test("are decided from the whole table")
  func whole() async throws {
    let results = try await decided { await ToySpecs.results($0).cells }
    #expect(results.count == Self.statements.count)
    for (result, statement) in zip(results, Self.statements) {
      #expect(result.holds == statement.holds, "\(statement.text) \(result.text)")
      #expect(result.kernel == "k")
    }
  }

  @Test("are left open where a cell is missing, or unknown")
  func undecided() async throws {
    let none = try await decided { _ in [] }
    #expect(none.allSatisfy { $0.holds == nil })
    let limits = Limits(shouldStop: { .interrupted })
    let stopped = try await decided { await ToySpecs.results($0, limits: limits).cells }
    #expect(stopped.allSatisfy { $0.holds == nil })
    let some = try await decided { specification in
      await ToySpecs.results(specification, Selection(properties: ["pair", "either"])).cells
    }
    // Those that name these two properties alone, and no others.
    #expect(some.map(\.holds) == [true, nil, nil, nil, true, nil, nil, nil, nil, nil, nil])
  }

  @Test("speak of each kernel of their design if they name none")
  func kernels() async throws {
    let claim = #"claim c { design "plan" variant "as meant" keeps pair; }"#
    let specification = try ToySpecs.specification(claim)
    let cells = await ToySpecs.results(specification, Selection(properties: ["pair"])).cells
    let results = ClaimDecision(specification: specification, results: cells).all()
    #expect(results.map(\.kernel) == ["k", "l"])
    #expect(results.map(\.holds) == [true, true])
  }

  @Test("a repair that never works is not counted as keeping")
  func idleRepair() async throws {
    let claim = #"claim c { design "rough" on "k" keeps at least 0 of what "rough" breaks; }"#
    let specification = try ToySpecs.specification(claim)
    let cells = await ToySpecs.results(specification).cells
    let result = try #require(
      ClaimDecision(specification: specification, results: cells).all().first)
    #expect(result.holds == false)
    #expect(result.text.contains("never returns ok on a lost position"))
  }
}

@Suite("Ablation")
struct AblationTests {
  @Test("finds the smallest sets of options that decide a cell")
  func minimalSets() async throws {
    let specification = try ToySpecs.specification()
    let cells = await ToySpecs.results(specification).cells
    let findings = await Ablation(specification, Overrides(), Limits()).findings(cells)
    #expect(findings.map(\.property) == ["pair", "either", "third", "pair", "either", "third"])
    #expect(findings.map(\.kernel) == ["k", "k", "k", "l", "l", "l"])
    for finding in findings {
      let expected = [
        "pair": [["a = true", "b = true"]], "either": [["a = true"], ["c = true"]],
        "third": [["c = true"]],
      ]
      #expect(finding.decisive == expected[finding.property])
      #expect(finding.from == "as posted" && finding.towards == "as meant")
    }
  }

  @Test("has nothing to say where variants agree, or cells are missing")
  func nothing() async throws {
    let specification = try ToySpecs.specification()
    let selection = Selection(properties: ["found", "free", "quiet"])
    let cells = await ToySpecs.results(specification, selection).cells
    #expect(await Ablation(specification, Overrides(), Limits()).findings(cells).isEmpty)
    #expect(await Ablation(specification, Overrides(), Limits()).findings([]).isEmpty)
  }
}
