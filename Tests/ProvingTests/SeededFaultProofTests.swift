import Checking
import DaxModel
import Explicit
import Foundation
import Proving
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
    prover.thrift = 40
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
}
