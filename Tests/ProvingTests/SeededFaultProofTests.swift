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
  @Test(
    "no proof where the explicit engine finds a violation", arguments: FaultyProof.all.prefix(1))
  func faults(fault: FaultyProof) async throws {
    let (right, search) = try fault.search(false)
    var prover = Prover(right, threads: 1)
    prover.thrift = 40
    prover.progress = { FileHandle.standardError.write(Data("\(fault) \($0) \(Date())\n".utf8)) }
    guard case .proved(let proof) = await prover.prove(search, fault.property) else {
      Issue.record("not proved without the fault")
      return
    }
    let (wrong, faulty) = try fault.search(true)
    // What was the invariant is not inductive any more, or does not imply the property.
    let system = try wrong.relational(faulty, fault.property)
    let stored = StoredProof(proof, slice: StoredProof.slice(of: proof.system))
    if let old = try? stored.proof(of: system) { #expect(try !old.check().failed.isEmpty) }
    var second = Prover(wrong, threads: 1)
    second.thrift = 50
    second.progress = { FileHandle.standardError.write(Data("\(fault) \($0) \(Date())\n".utf8)) }
    guard case .notFound = await second.prove(faulty, fault.property) else {
      Issue.record("proved in spite of the fault")
      return
    }
    let (small, cell) = try fault.search(true, scope: ["data": 1, "block": 2, "calls": 1])
    let (whole, scope) = try small.system(of: cell)
    let found = explore(
      Assembly.reduced(whole, of: cell), scope: scope,
      options: SearchOptions(symmetricSorts: .automatic(nil)))
    #expect(found.violations[fault.property] != nil)
  }
}
