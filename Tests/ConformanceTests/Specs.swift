import DaxModel
import Foundation
import SpecLanguage
import Testing

/// The specs of the repository, and tests written on top of them.
enum Specs {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let folders = ["kernels", "workloads", "properties", "designs", "litmus"]

  private static let sources: [SourceText] = folders.flatMap { folder in
    let path = root.appending(path: "Specs/\(folder)")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path.path)) ?? []
    return names.filter { $0.hasSuffix(".kspec") }.sorted().compactMap { name in
      (try? String(contentsOf: path.appending(path: name), encoding: .utf8))
        .map { SourceText(name: "Specs/\(folder)/\(name)", text: $0) }
    }
  }

  /// All kernels and litmus tests, and a text more.
  static func specification(adding text: String = "") throws -> Specification {
    let extra = SourceText(name: "extra.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check(
      sources + [extra], library: DaxModel.library)
    let messages = diagnostics.filter { $0.severity == .error }.map(\.message)
    try #require(messages.isEmpty, "\(messages)")
    return specification
  }

  /// The tests that were observed, each with each of its kernels.
  static func observed(
    _ specification: Specification
  ) -> [(test: LitmusTest, kernel: String)] {
    specification.litmusTests.filter { !$0.observed.isEmpty }.flatMap { test in
      test.kernels.map { (test, $0) }
    }
  }
}
