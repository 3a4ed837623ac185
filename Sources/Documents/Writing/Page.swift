/// A page of documentation, in no format yet.
package struct Page: Sendable {
  /// Where it belongs below the folder of all pages, without an ending: `designs/zeroinit`.
  package var path: String
  package var title: String
  package var blocks: [Block] = []

  package init(_ path: String, _ title: String) {
    self.path = path
    self.title = title
  }

  /// A part of a page.
  package enum Block: Sendable {
    /// 1 is the level below the title of the page.
    case heading(Int, String)
    case paragraph([Inline])
    case list([[Inline]])
    /// Terms, each with what is said of it.
    case definitions([(term: [Inline], meaning: [Inline])])
    case code(String)
    case table(head: [String], rows: [[[Inline]]])
    case diagram(Diagram)
    /// The pages that belong to this one, in order.
    case contents([String])
  }

  /// A part of a line.
  package enum Inline: Hashable, Sendable {
    case text(String)
    case code(String)
    case strong(String)
    /// The words that lead to a page, and its path.
    case link(String, String)
  }

  package mutating func heading(_ level: Int, _ title: String) {
    blocks.append(.heading(level, title))
  }
  package mutating func paragraph(_ parts: Inline...) { blocks.append(.paragraph(parts)) }
  package mutating func paragraph(_ parts: [Inline]) { blocks.append(.paragraph(parts)) }
  package mutating func code(_ text: String) { blocks.append(.code(text)) }

  /// Words, each with what is said of it.
  package mutating func definitions(_ items: [(words: [String], meaning: String)]) {
    let shown = items.map { item -> (term: [Inline], meaning: [Inline]) in
      (.joined(item.words.map { .strong($0) }, ", "), [.text(item.meaning)])
    }
    blocks.append(.definitions(shown))
  }

  mutating func list(_ items: [[Inline]]) { if !items.isEmpty { blocks.append(.list(items)) } }
  mutating func table(_ head: [String], _ rows: [[[Inline]]]) {
    if !rows.isEmpty { blocks.append(.table(head: head, rows: rows)) }
  }
}

extension [Page.Inline] {
  /// The parts with a separator between them.
  static func joined(_ parts: [Page.Inline], _ separator: String) -> [Page.Inline] {
    Array(parts.map { [$0] }.joined(separator: [.text(separator)]))
  }
}

/// Writes pages in one format.
package protocol PageWriter: Sendable {
  /// The ending of its files, without the dot.
  var ending: String { get }
  /// The text of a page; of its diagrams those have a picture whose names are given.
  func text(_ page: Page, images: Set<String>) -> String
}

/// What is said of each page, whatever its format.
package struct Colophon: Sendable {
  package var license: String
  /// What it is made from, and by which command.
  package var origin: String

  package init(
    license: String, origin: String = "Made by 'modelcheck docs' from the specs: change them"
  ) {
    (self.license, self.origin) = (license, origin)
  }

  /// What files are known by that may be replaced and removed.
  package static let mark = "Made by 'modelcheck "

  var lines: [String] {
    ["SPDX-License-Identifier: \(license.onOneLine)", "\(origin), not this file."]
  }

  /// The lines as comments of HTML, Markdown and SVG.
  package var markup: [String] {
    lines.map { "<!-- \($0.replacing("--", with: "- -")) -->" }
  }
}
