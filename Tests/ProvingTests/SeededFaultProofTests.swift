import Checking
import DaxModel
import Explicit
import Foundation
import Proofs
import Proving
import Relational
import SpecLanguage
import Testing
import TransitionSystem

/// A property that is proved, and is not where an option is set wrongly on purpose.
struct FaultyProof: Sendable, CustomTestStringConvertible {
  var kernel = "linux-5.14-ext4"
  var design: String
  var property: String
  var fault: String
  var value: Bool

  var testDescription: String { "\(design) \(property) \(fault)" }

  static let all = [
    FaultyProof(
      design: "zeroinit", property: "recovered_is_clean", fault: "clear_pretends", value: true),
    FaultyProof(
      design: "write-flag", property: "recovered_is_clean", fault: "clear_pretends", value: true),
    FaultyProof(
      design: "falloc-mode", property: "recovered_is_clean", fault: "clear_pretends", value: true),
  ]

  func search(_ isFaulty: Bool, scope: [String: Int] = [:]) throws -> (Assembly, Plan.Search) {
    let settings = isFaulty ? [OptionSetting(name: fault, value: .bool(value))] : []
    let overrides = Overrides(scope: scope, options: settings)
    let specification = try Specs.specification()
    let plan = Plan(
      specification,
      Selection(
        kernels: [kernel], designs: [design], properties: [property], variants: ["as meant"]),
      overrides)
    return (Assembly(specification, overrides), try #require(plan.searches.first))
  }
}

/// The specs of this repository.
enum Specs {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What is kept of a proof, if there is one.
  static func stored(_ name: String) -> String? {
    try? String(
      contentsOf: root.appending(path: "Specs/certificates/\(name)"), encoding: .utf8)
  }

  static func specification(
    replacing old: String = "", with new: String = ""
  ) throws -> Specification {
    let walk = FileManager.default.enumerator(atPath: root.appending(path: "Specs").path)
    let names = try #require(walk).compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }
    let sources = try names.sorted().map { name in
      let data = try Data(contentsOf: root.appending(path: "Specs/\(name)"))
      let text = String(decoding: data, as: UTF8.self)
      return SourceText(name: name, text: old.isEmpty ? text : text.replacing(old, with: new))
    }
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    try #require(!diagnostics.contains { $0.severity == .error })
    return specification
  }
}

@Suite("Seeded faults are not proved")
struct SeededFaultProofTests {
  /// With small clauses only: that larger ones do not help is a matter of `Proof.check` alone.
  @Test("no proof where the explicit engine finds a violation", arguments: FaultyProof.all)
  func faults(fault: FaultyProof) async throws {
    let (wrong, faulty) = try fault.search(true)
    var prover = Prover(wrong, threads: 1)
    prover.thrift = 160
    prover.mostRounds = 0
    let outcome = await prover.prove(faulty, fault.property)
    guard case .notFound(let attempt) = outcome else {
      Issue.record("proved in spite of the fault, or out of reach")
      return
    }
    #expect(attempt.failures.count + attempt.undecided.count > 0)
    let (small, cell) = try fault.search(true, scope: ["data": 1, "block": 2, "calls": 1])
    let (whole, scope) = try small.system(of: cell)
    let found = explore(
      Assembly.reduced(whole, of: cell), scope: scope,
      options: SearchOptions(symmetricSorts: .automatic(nil)))
    #expect(found.violations[fault.property] != nil)
  }

  @Test("the form of the system tells the fault", arguments: FaultyProof.all)
  func slices(fault: FaultyProof) throws {
    let slices = try [false, true].map { isFaulty in
      let (assembly, search) = try fault.search(isFaulty)
      return StoredProof.slice(of: try assembly.relational(search, fault.property))
    }
    #expect(slices[0] != slices[1])
  }

  /// A read that clears the error which it meets makes a loss silent, whatever the design.
  @Test("what proves that no loss is silent proves it of no design whose reads clear errors")
  func everyDesign() throws {
    let overrides = Overrides(
      scope: [:], options: [OptionSetting(name: "read_clears_errors", value: .bool(true))])
    let specification = try Specs.specification()
    let plan = Plan(
      specification,
      Selection(kernels: ["linux-5.14-ext4"], properties: ["no_silent_loss"]), overrides)
    let assembly = Assembly(specification, overrides)
    var designs: Set<String> = []
    for cell in plan.searches.flatMap(\.cells) {
      let search = try #require(plan.searches.first { $0.cells.contains(cell) })
      let target = ProofTarget(cell)
      // One variant of each: every one takes some seconds.
      guard !designs.contains(cell.column.design),
        let text = Specs.stored(ProofStore.invariant(of: target))
      else { continue }
      let system = try assembly.relational(search, cell.property)
      let clauses = try #require(StoredProof(text)).suggestions(for: system)
      #expect(clauses.count > 50)
      let proof = Proof(system: system, invariant: clauses, totalities: system.totalities)
      let builder = try ObligationBuilder(proof.system, invariant: proof.invariant)
      let steps = ["clear_poison", "badblocks_clear", "copy_mc_to_user"].map { "/pread: \($0)" }
      let reads = builder.conditions.filter { condition in
        condition.action.map { action in
          steps.contains(where: system.actions[action].name.contains)
        } ?? false
      }
      let failed = try QuantifiedCheck(builder).results(of: reads).filter { $0.answer != .proved }
      #expect(!failed.isEmpty, "\(target.title)")
      designs.insert(cell.column.design)
    }
    #expect(designs.count >= 8)
  }
}
