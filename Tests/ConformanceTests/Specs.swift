import Conformance
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

  /// The programs of tests whose members these are, or why there is none.
  static func outcomes(
    _ tests: [String], workload: String = "owner", on kernel: String = "linux-5.14-ext4"
  ) throws -> [Result<LitmusProgram, NoProgram>] {
    let texts = tests.enumerated().map { number, members in
      "litmus \"t\(number)\" on \"\(kernel)\" { workload \"\(workload)\"; \(members) }\n"
    }
    let specification = try Specs.specification(adding: texts.joined())
    return try tests.indices.map { number in
      let test = specification.litmusTests.first { $0.name == "t\(number)" }
      let known = try #require(test)
      return Result { () throws(NoProgram) in
        try LitmusProgram(known, on: kernel, of: specification)
      }
    }
  }
}
