import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// What the model says of sentences, and how that compares with what is expected.
@Suite("Readings of claims")
struct ClaimReadingTests {
  private static func verdicts(
    _ claims: String, _ overrides: Overrides = Overrides(), limits: Limits = Limits()
  ) async throws -> [ClaimVerdict] {
    let specification = try ToySpecs.specification(claims)
    let assembly = Assembly(specification, overrides)
    return try await ClaimRun(assembly: assembly, limits: limits).run(specification.claims)
  }

  /// The answers to a claim of one reading, by kernel.
  private static func answers(
    _ evidence: String, _ overrides: Overrides = Overrides()
  ) async throws -> [String: ReadingVerdict.Answer] {
    let verdicts = try await verdicts(
      "claim c { says \"x\"; reading \"r\" { \(evidence) } }", overrides)
    let kernels = try #require(verdicts.first?.readings.first?.kernels)
    return Dictionary(uniqueKeysWithValues: kernels.map { ($0.kernel, $0.answer) })
  }

  private static let poke = "task P0 { r0 = poke(); }"

  @Test(
    "are decided by what small programs, designs and declarations do",
    arguments: [
      ("litmus { \(poke) exactly { r0 == ok; n == 1; } }", ReadingVerdict.Answer.holds),
      ("litmus { \(poke) exactly { n == 2; } }", .fails),
      ("litmus { \(poke) allows { n == 2; } }", .fails),
      ("litmus { scope noise = 1; \(poke) forbids { n == 0; } }", .fails),
      (
        """
        litmus { scope noise = 1; \(poke) forbids { n == 0; } }
        assuming "quiet" { scope noise = 0; } assuming "loud" { set loud = true; }
        """, .holdsIf(["quiet"])
      ),
      (#"design "plan" variant "as meant" keeps pair, either;"#, .holds),
      (#"design "plan" variant "as meant" breaks pair;"#, .fails),
      (#"design "plan" variant "as posted" breaks pair, either;"#, .holds),
      (#"design "plan" variant "as posted" keeps pair;"#, .fails),
      (
        """
        design "plan" variant "as posted" keeps pair;
        assuming "half" { set a = true; } assuming "both" { set a = true, b = true; }
        """, .holdsIf(["both"])
      ),
      // Of a property that says nothing of the design, nothing can be claimed.
      (#"design "plan" variant "as meant" keeps hidden;"#, .fails),
      (#"design "plan" variant "as meant" breaks hidden;"#, .fails),
      (#"design "plan" variant "as meant" keeps free;"#, .holds),
      ("static reset is privileged;", .holds), ("static reset is not privileged;", .fails),
      ("static poke is privileged;", .fails),
      (#"static run is not explicit in "plan";"#, .holds),
      ("static poke changes nothing;", .fails),
      ("static reset is privileged; not modelled because \"why\";", .notModelled("why")),
      ("static poke is privileged; not modelled because \"why\";", .fails),
    ])
  func answer(evidence: String, expected: ReadingVerdict.Answer) async throws {
    let answers = try await Self.answers(evidence)
    #expect(answers == ["k": expected, "l": expected], "\(evidence)")
  }

  @Test("speak of the kernels that their evidence is about")
  func kernels() async throws {
    #expect(try await Self.answers(#"design "rough" breaks pair;"#) == ["k": .holds])
    let mixed = #"design "rough" breaks pair; static poke is privileged;"#
    #expect(try await Self.answers(mixed) == ["k": .fails, "l": .fails])
  }

  @Test("have the shortest run that decides them, repeated")
  func runs() async throws {
    let verdicts = try await Self.verdicts(
      """
      claim c on "k" { says "x";
        reading "r" { design "plan" variant "as posted" keeps pair, either; }
        reading "s" { litmus { \(Self.poke) allows { n == 1; } } }
      }
      """)
    let kernels = try #require(verdicts.first).readings.flatMap(\.kernels)
    let design = try #require(kernels.first?.decisive.first)
    #expect(design.runs.count == 2)
    #expect(design.steps == design.runs.map(\.replayed.trace.steps.count).min())
    #expect(design.runs.map(\.property).sorted() == ["either", "pair"])
    let litmus = try #require(kernels.last?.decisive.first)
    #expect(litmus.runs.map(\.claim) == [.witnesses])
  }

  private static let yes = "reading \"yes\" { static reset is privileged; }"
  private static let no = "reading \"no\" { static poke is privileged; }"
  private static let never = "reading \"never\" { not modelled because \"why\"; }"
  private static let assumed = """
    reading "if" {
      litmus { scope noise = 1; task P0 { poke(); } forbids { n == 0; } }
      assuming "quiet" { scope noise = 0; }
    }
    """

  @Test(
    "come to a word, which is compared with what is expected and with what is accepted",
    arguments: [
      (yes, Claim.Word.confirm, "", ClaimVerdict.Agreement.asExpected),
      (no, .refute, "", .different),
      (yes, .confirm, "expected confirm;", .asExpected),
      (yes, .confirm, "expected refute;", .different),
      (yes, .confirm, "expected refute; differs confirm because \"x\";", .accepted),
      (yes, .confirm, "expected refute; differs partly because \"x\";", .different),
      // A difference that is accepted must be there.
      (yes, .confirm, "expected confirm; differs partly because \"x\";", .different),
      (no, .refute, "expected refute;", .asExpected),
      (yes + no, .partly, "expected partly;", .asExpected),
      (yes + no, .partly, "expected refute;", .different),
      (yes + never, .confirm, "expected confirm;", .asExpected),
      (no + never, .refute, "expected partly;", .different),
      // What holds only under an assumption holds in part, and is refuted as it stands.
      (assumed, .partly, "expected partly;", .asExpected),
      (assumed, .partly, "expected refute;", .asExpected),
      (assumed, .partly, "expected confirm;", .different),
      (assumed + yes, .partly, "expected refute;", .different),
      (yes, .confirm, "expected open because \"taste\";", .open),
    ])
  func agreement(
    readings: String, word: Claim.Word, opinions: String, expected: ClaimVerdict.Agreement
  ) async throws {
    let verdicts = try await Self.verdicts("claim c { says \"x\"; \(opinions) \(readings) }")
    let verdict = try #require(verdicts.first)
    #expect(verdict.found == word)
    #expect(verdict.agreement == expected, "\(opinions) \(readings)")
  }

  @Test("are not compared where the model cannot say them")
  func notModelled() async throws {
    let verdict = try #require(
      try await Self.verdicts("claim c { says \"x\"; expected refute; \(Self.never) }").first)
    #expect(verdict.found == nil && verdict.unknown == nil && verdict.isPartlyModelled)
    #expect(verdict.agreement == .open)
  }

  @Test("are unknown if the run ends early")
  func stopped() async throws {
    let verdicts = try await Self.verdicts(
      #"""
      claim c { says "x"; reading "r" { design "plan" variant "as meant" keeps pair; } }
      claim d { says "x"; reading "r" { litmus { task P0 { poke(); } allows { n == 1; } } } }
      """#, limits: Limits(shouldStop: { .interrupted }))
    #expect(verdicts.map(\.unknown) == [.stopped(.interrupted), .stopped(.interrupted)])
    #expect(verdicts.map(\.found) == [nil, nil])
  }

  @Test("an error that only a run can find is one of the specs")
  func specError() async throws {
    let verdicts = try await Self.verdicts(
      #"""
      kernel "m" extends "base" {
        state partial int 0..1 gap;
        syscall fall() -> result { if (gap == 0) return ok; return -EIO; }
      }
      claim c on "m" { says "x";
        reading "r" { litmus { task P0 { r0 = fall(); } allows { r0 == ok; } } } }
      """#)
    #expect(verdicts.map(\.isError) == [true])
    #expect(verdicts.map(\.found) == [nil])
  }
}
