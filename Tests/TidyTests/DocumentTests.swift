import Foundation
import Testing

@Suite("Documents")
struct DocumentTests {
  static let golden = "Specs/expected/table.txt"

  @Test("every link of a document leads to a file")
  func links() throws {
    var dead: [String] = []
    for file in Repository.files(".md") {
      let folder = Repository.root.appending(path: file.path).deletingLastPathComponent()
      for (index, line) in file.lines.enumerated() {
        for link in line.matches(of: /\]\((?<target>[^)\s#]+)(#[^)]*)?\)/) {
          let target = String(link.target)
          if target.contains("://") || target.hasPrefix("mailto:") { continue }
          if !FileManager.default.fileExists(atPath: folder.appending(path: target).path) {
            dead.append("\(file.path):\(index + 1): \(target)")
          }
        }
      }
    }
    #expect(dead == [])
  }

  @Test("every path of ours that a document names exists")
  func namedPaths() {
    let named = /`(?<path>(Conformance|Documentation|Scripts|Sources|Specs|Tests)\/[^`\s]*)`/
    var missing: [String] = []
    for file in Repository.files(".md") {
      for (index, line) in file.lines.enumerated() {
        for path in line.matches(of: named).map({ String($0.path) }) where path != Self.golden {
          let place = Repository.root.appending(path: path).path
          if !FileManager.default.fileExists(atPath: place) {
            missing.append("\(file.path):\(index + 1): \(path)")
          }
        }
      }
    }
    #expect(missing == [])
  }

  @Test(
    "the table of the README is the golden one",
    .enabled("there is no golden table yet") { Repository.text(golden) != nil })
  func readmeTable() throws {
    let golden = try #require(Repository.text(Self.golden))
    let readme = try #require(Repository.text("README.md"))
    let table = try #require(between("<!-- table: begin -->", "<!-- table: end -->", readme))
    #expect(table == "```\n\(golden)```\n", "run 'make update-table'")
  }

  @Test("the page of the manual in the README is the one that was generated")
  func readmePage() throws {
    let readme = try #require(Repository.text("README.md"))
    let shown = try #require(between("<!-- page: begin -->", "<!-- page: end -->", readme))
    let name = "Documentation/Reference/man/fallocate-zero-range-zeroinit.md"
    let page = try #require(Repository.text(name))
    let end = try #require(page.range(of: "\n\n## SITUATIONS"))
    let start = try #require(page.range(of: "# fallocate"))
    let text = page[start.lowerBound..<end.lowerBound]
    #expect(shown == "```markdown\n\(text)\n```\n", "run 'make update-readme'")
  }

  @Test("the picture of the README is there, and small enough")
  func readmePicture() throws {
    let file = Repository.root.appending(path: "Documentation/report.png").path
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect((10_000...200 * 1024).contains(size ?? 0), "run 'make update-readme'")
  }

  /// Code, grammars, tables and pictures are as wide as they are.
  @Test("no line of prose has more than 100 characters")
  func lineLength() {
    for file in Repository.files(".md") {
      var isCode = false
      let prose = file.lines.map { line in
        if line.hasPrefix("```") { isCode.toggle() }
        return isCode || line.hasPrefix("|") || line.hasPrefix("![") ? "" : line
      }
      let wide = prose.indices.filter { prose[$0].count > 100 }
      #expect(wide.map { "\(file.path):\($0 + 1)" } == [])
    }
  }

  @Test("the documents that others refer to are there")
  func presence() {
    let documents = [
      "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE", "Documentation/Language.md",
      "Documentation/Warts.md",
    ]
    #expect(documents.filter { Repository.text($0) == nil } == [])
  }

  /// What stands on the lines between two markers.
  private func between(_ begin: String, _ end: String, _ text: String) -> String? {
    guard let start = text.range(of: begin + "\n"),
      let stop = text.range(of: end, range: start.upperBound..<text.endIndex)
    else { return nil }
    return String(text[start.upperBound..<stop.lowerBound])
  }
}
