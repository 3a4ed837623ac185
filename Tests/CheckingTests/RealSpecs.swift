import Checking
import DaxModel
import Explicit
import Foundation
import SpecLanguage
import Testing
import TransitionSystem

/// The specs of this repository, checked.
enum RealSpecs {
  /// `Tests/CheckingTests/RealSpecs.swift` is three levels down.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Everything in `Specs/`.
  static let all = Result { try load(files(in: "Specs")) }

  static func specification() throws -> Specification { try all.get() }

  static let benchmark = Result { try load(["Benchmarks/pmem.kspec"]) }

  private static func files(in folder: String) throws -> [String] {
    let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
    let names = try #require(walk).compactMap { $0 as? String }
    return names.filter { $0.hasSuffix(".kspec") }.sorted().map { "\(folder)/\($0)" }
  }

  private static func load(_ paths: [String]) throws -> Specification {
    let sources = try paths.map { path in
      SourceText(
        name: path, bytes: Array(try Data(contentsOf: root.appending(path: path))))
    }
    return try specification(of: sources)
  }

  /// What texts mean; their errors fail the test.
  static func specification(of sources: [SourceText]) throws -> Specification {
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    let errors = diagnostics.filter { $0.severity == .error }
    let text = DiagnosticRenderer(sources: sources).render(errors)
    try #require(errors.isEmpty, Comment(rawValue: text))
    return specification
  }

  /// Everything in `Specs/` with one text changed, or with a text more.
  static func edited(
    _ path: String, replacing old: String, with new: String
  ) throws -> Specification {
    let sources = try files(in: "Specs").map { name in
      let data = try Data(contentsOf: root.appending(path: name))
      var text = String(decoding: data, as: UTF8.self)
      if name == path {
        try #require(text.contains(old), "\(path) has no '\(old)'")
        text = text.replacing(old, with: new)
      }
      return SourceText(name: name, text: text)
    }
    return try specification(of: sources)
  }

  /// The plan of everything at a small scope: two blocks, one call a task, one value.
  static func smallPlan(
    _ selection: Selection = Selection(), scope: [String: Int] = [:]
  ) throws -> (Plan, Assembly) {
    let small = ["block": 2, "data": 1, "calls": 1].merging(scope) { $1 }
    let overrides = Overrides(scope: small)
    let specification = try specification()
    return (Plan(specification, selection, overrides), Assembly(specification, overrides))
  }
}
