import Certificates
import Checking
import DaxModel
import Foundation
import Proofs
import Proving
import Relational
import SpecLanguage
import Testing
import TransitionSystem

/// Both translations of proof conditions, on slices of the specs of this repository.
@Suite("Two translations of real slices") struct RealSliceTests {
  /// `Tests/TranslationTests/RealSliceTests.swift` is three levels down.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let specification = Result {
    let folder = root.appending(path: "Specs")
    let walk = try #require(FileManager.default.enumerator(atPath: folder.path))
    let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }.sorted()
    let sources = try names.map { name in
      SourceText(
        name: "Specs/\(name)", bytes: Array(try Data(contentsOf: folder.appending(path: name))))
    }
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    try #require(diagnostics.allSatisfy { $0.severity != .error })
    return specification
  }

  /// The slice of a property of the design `zeroinit` as it was meant.
  private func slice(_ property: String) throws -> RelationalSystem {
    let specification = try Self.specification.get()
    let selection = Selection(kernels: ["linux-5.14-ext4"], designs: ["zeroinit"])
    let plan = Plan(specification, selection, Overrides())
    let search = try #require(
      plan.searches.first {
        $0.column.variant == "as meant" && $0.properties.contains(property)
      })
    return try Assembly(specification, Overrides()).relational(search, property)
  }

  @Test(
    "what each slice has by construction is translated alike",
    arguments: ["works_when_full_contended", "in_place"])
  func agree(property: String) throws {
    var system = try slice(property)
    // Conditions are told apart by the names of their actions.
    #expect(Set(system.actions.map(\.name)).count == system.actions.count)
    let clauses = Array(system.structure.prefix(12))
    system.structure = []
    let first = try ObligationBuilder(system, invariant: clauses).texts
    let second = try SecondTranslation.conditions(
      model: ModelText.checked(system),
      invariant: ClauseText(sorts: system.sorts).invariant(clauses))
    #expect(TranslationComparison.differences(first, second) == [])
    #expect(first.count > 300)
  }
}
