import DaxModel
import Foundation
import SpecLanguage
import Testing

@Suite("Specs in documents")
struct ExampleTests {
  /// The blocks of C that are whole items, with the line that each begins at.
  private static func items(in text: String) -> [(line: Int, text: String)] {
    var found: [(line: Int, text: String)] = []
    var block: [String]?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      let inner = line.trimmingCharacters(in: .whitespaces)
      if let lines = block, inner.hasPrefix("```") {
        let item = lines.first { !$0.hasPrefix("//") } ?? ""
        if item.wholeMatch(of: /(design|model|workload|property|kernel) .*\{/) != nil {
          found.append((index + 1 - lines.count, lines.joined(separator: "\n") + "\n"))
        }
        block = nil
      } else if block != nil {
        block?.append(line)
      } else if inner == "```c" {
        block = []
      }
    }
    return found
  }

  @Test("have no errors", arguments: ["README.md", "Documentation/Language.md"])
  func areValid(document: String) throws {
    let page = try String(contentsOf: Specs.root.appending(path: document), encoding: .utf8)
    let items = Self.items(in: page)
    #expect(!items.isEmpty)
    for item in items {
      let name = "\(document):\(item.line)"
      let sources =
        try Specs.sources(in: Specs.folders + ["examples"])
        + [SourceText(name: name, text: item.text)]
      let (_, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
      let complaints = DiagnosticRenderer(sources: sources).render(diagnostics)
      #expect(diagnostics.isEmpty, Comment(rawValue: complaints))
    }
  }
}
