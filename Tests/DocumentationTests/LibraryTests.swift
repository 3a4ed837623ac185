import DaxModel
import Foundation
import SpecLanguage
import Testing
import TransitionSystem

@Suite("The library page")
struct LibraryTests {
  static let file = Specs.root.appending(path: "Documentation/Library.md")

  /// All specs of the repository but its examples.
  private func specification() throws -> Specification {
    let sources = try Specs.sources(in: Specs.folders)
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    let errors = diagnostics.filter { $0.severity == .error }
    let complaints = DiagnosticRenderer(sources: sources).render(errors)
    try #require(errors.isEmpty, Comment(rawValue: complaints))
    return specification
  }

  @Test("says what the library and the specs say")
  func isCurrent() throws {
    let text = LibraryReference.text(try specification())
    #expect(!text.contains(Prose.missing), "Prose.swift lacks a sort, an enum, a file or a call")
    if ProcessInfo.processInfo.environment["UPDATE_LIBRARY"] != nil {
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let page = try? String(contentsOf: Self.file, encoding: .utf8)
    #expect(page == text, "run UPDATE_LIBRARY=1 swift test --filter DocumentationTests")
  }

  @Test("documents everything that has a name")
  func isComplete() throws {
    let fragment = DaxModel.library.fragment
    var bare = fragment.variables.filter { $0.documentation.isEmpty }.map(\.name)
    bare += fragment.locks.filter { $0.documentation.isEmpty }.map(\.name)
    bare += fragment.options.filter { $0.documentation.isEmpty }.map(\.name)
    bare += fragment.callables.filter { $0.documentation.isEmpty || $0.source.isEmpty }.map(\.name)
    bare += fragment.events.filter { $0.documentation.isEmpty }.map(\.name)
    bare += fragment.environment.filter { $0.documentation.isEmpty }.map(\.name)
    bare += try specification().properties.filter { $0.title.isEmpty }.map(\.name)
    #expect(bare == [])
  }
}
