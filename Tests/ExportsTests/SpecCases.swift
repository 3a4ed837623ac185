import Checking
import DaxModel
import Foundation
import SpecLanguage
import Testing
import TransitionSystem

/// A search of a spec of this repository, small enough for other tools to take seconds.
struct SpecCase: Sendable, CustomTestStringConvertible {
  var paths: [String] = ["Specs"]
  var kernel: String?
  var design: String
  var variant: String?
  var property: String?
  var scope: [String: Int] = ["block": 2, "data": 1, "calls": 1]

  var testDescription: String {
    [kernel, design, variant, property].compactMap(\.self).joined(separator: ", ")
  }

  /// A case of the golden tests of the command line.
  static func golden(_ path: String, _ design: String, _ property: String? = nil) -> SpecCase {
    SpecCase(
      paths: ["Tests/EndToEndTests/Cases/\(path)"], design: design, property: property, scope: [:])
  }

  static let all = [
    SpecCase(paths: ["Benchmarks/pmem.kspec"], design: "pmem", scope: [:]),
    .golden("broken-mutex/mutex.kspec", "mutex", "exclusive"),
    .golden("broken-mutex/mutex.kspec", "mutex", "busy"),
    .golden("deadlock/locks.kspec", "philosophers"),
    .golden("different/door.kspec", "door", "answered"),
    .golden("many-tasks/many.kspec", "many"),
    SpecCase(
      kernel: "linux-5.14-ext4", design: "pwrite", property: "works_when_full_contended"),
    SpecCase(
      kernel: "linux-5.14-xfs", design: "zeroinit", variant: "as posted",
      property: "metadata_intact"),
    SpecCase(
      kernel: "linux-5.14-ext4", design: "zeroinit", variant: "as meant", property: "in_place"),
    SpecCase(
      kernel: "linux-5.14-ext4", design: "write-flag", variant: "as posted",
      property: "others_intact"),
    SpecCase(
      kernel: "linux-5.14-xfs", design: "falloc-mode", variant: "as meant",
      property: "indication_kept"),
    SpecCase(kernel: "linux-5.14-ext4", design: "punch+pwrite", property: "no_silent_loss_crash"),
    SpecCase(
      kernel: "linux-6.1-xfs", design: "recovery-write", property: "no_silent_loss_crash"),
    SpecCase(kernel: "linux-6.12-ext4", design: "recovery-write", property: "repair_kept"),
    SpecCase(kernel: "disk", design: "disk-write", property: "works_when_full_alone"),
    SpecCase(
      kernel: "linux-5.14-ext4", design: "wrong-on-purpose", property: "badblocks_complete"),
    SpecCase(
      kernel: "linux-5.14-xfs", design: "clear-on-pwrite", property: "no_silent_loss_crash"),
    SpecCase(
      kernel: "linux-5.14-ext4", design: "rwf-recover-data", property: "in_place"),
  ]

  /// The system that its search explores.
  func system() throws -> (TransitionSystem, Scope) {
    let specification = try Self.specification(paths)
    let overrides = Overrides(scope: scope)
    let selection = Selection(
      kernels: kernel.map { [$0] } ?? [], designs: [design],
      properties: property.map { [$0] } ?? [], variants: variant.map { [$0] } ?? [],
      models: variant == nil)
    let plan = Plan(specification, selection, overrides)
    let search = try #require(plan.searches.first, "there is no search of \(testDescription)")
    let (system, sizes) = try Assembly(specification, overrides).system(of: search)
    return (Assembly.reduced(system, of: search), sizes)
  }

  /// `Tests/ExportsTests/SpecCases.swift` is three levels down.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func specification(_ paths: [String]) throws -> Specification {
    var sources: [SourceText] = []
    for path in paths {
      let place = root.appending(path: path).path
      let names = FileManager.default.enumerator(atPath: place)?.compactMap { $0 as? String } ?? []
      let files = path.hasSuffix(".kspec") ? [place] : names.map { "\(place)/\($0)" }
      for file in files.sorted() where file.hasSuffix(".kspec") {
        sources.append(
          SourceText(name: file, bytes: Array(try Data(contentsOf: URL(filePath: file)))))
      }
    }
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    try #require(!diagnostics.contains { $0.severity == .error })
    return specification
  }
}
