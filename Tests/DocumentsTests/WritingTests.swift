import Documents
import Testing

/// Whatever authors write, pages show it and nothing else.
@Suite("Writing pages")
struct WritingTests {
  private static let colophon = Colophon(license: "GPL-2.0 OR Apache-2.0")

  private func page(_ blocks: Page.Block...) -> Page {
    var page = Page("folder/page", "Title")
    page.blocks = blocks
    return page
  }

  private func markdown(_ blocks: Page.Block...) -> String {
    var page = Page("folder/page", "Title")
    page.blocks = blocks
    let text = MarkdownWriter(Self.colophon).text(page, images: [])
    return String(text.split(separator: "# Title\n\n", maxSplits: 1).last ?? "")
  }

  private func rst(_ blocks: Page.Block...) -> String {
    var page = Page("folder/page", "Title")
    page.blocks = blocks
    let text = RSTWriter(Self.colophon).text(page, images: [])
    return String(text.split(separator: "=====\nTitle\n=====\n\n", maxSplits: 1).last ?? "")
  }

  @Test(
    "Markdown shows text as it is",
    arguments: [
      ("<script>a && b</script>", "&lt;script&gt;a &amp;&amp; b&lt;/script&gt;\n"),
      ("*a* _b_ `c` [d](e) a|b", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) a\\|b\n"),
      ("no_silent_loss", "no_silent_loss\n"), ("# a", "\\# a\n"), ("- a", "\\- a\n"),
      ("12. a", "12\\. a\n"), ("a\n\n# b\u{7}\u{2028}c\td", "a # b c d\n"),
      ("$(rm -rf ~)", "\\$(rm -rf \\~)\n"),
    ])
  func markdownText(text: String, expected: String) {
    #expect(markdown(.paragraph([.text(text)])) == expected)
  }

  @Test(
    "reStructuredText shows text as it is",
    arguments: [
      ("*a* _b_ `c` |d|", "\\*a\\* \\_b\\_ \\`c\\` \\|d\\|\n"), ("a_ b", "a\\_ b\n"),
      ("no_silent_loss", "no_silent_loss\n"), ("end::", "end\\:\\:\n"), (".. a", "\\.. a\n"),
      ("- a", "\\- a\n"), ("1. a", "1\\. a\n"), ("A) a", "A\\) a\n"), ("====", "\\====\n"),
      ("a\\b", "a\\\\b\n"), ("a <b>", "a \\<b\\>\n"), ("a\n\n====\n", "a ====\n"),
    ])
  func rstText(text: String, expected: String) {
    #expect(rst(.paragraph([.text(text)])) == expected)
  }

  @Test("code keeps its marks, whatever stands in it")
  func code() {
    #expect(markdown(.paragraph([.code("a`b")])) == "``a`b``\n")
    #expect(markdown(.paragraph([.code("`")])) == "`` ` ``\n")
    #expect(rst(.paragraph([.text("x"), .code("a b"), .text("y")])) == "x\\ ``a b``\\ y\n")
    #expect(rst(.paragraph([.code("a``b")])) == "a\\`\\`b\n")
    #expect(markdown(.code("```\n</pre>")) == "````\n```\n</pre>\n````\n")
    #expect(rst(.code("a\n\n  b\u{85}c")) == "::\n\n    a\n\n      b\n    c\n")
  }

  @Test("a cell of a table is one cell")
  func table() {
    let rows: [[[Page.Inline]]] = [[[.code("a|b")], [.text("c | d")], []]]
    #expect(
      markdown(.table(head: ["x", "y", "z"], rows: rows))
        == "| x | y | z |\n| --- | --- | --- |\n| `a\\|b` | c \\| d |  |\n")
    #expect(
      rst(.table(head: ["x", "y", "z"], rows: rows)) == """
        .. list-table::
           :header-rows: 1

           * - x
             - y
             - z
           * - ``a|b``
             - c \\| d
             -

        """)
  }

  @Test("a link leads from page to page, and its words are only words")
  func links() {
    #expect(markdown(.paragraph([.link("a]b", "x/y")])) == "[a\\]b](../x/y.md)\n")
    #expect(rst(.paragraph([.link("a b", "x/y")])) == ":doc:`a b </x/y>`\n")
    #expect(rst(.paragraph([.link("a <b>", "x/y")])) == ":doc:`/x/y`\n")
  }

  @Test("the license is the first line, and cannot end its comment")
  func license() {
    let colophon = Colophon(license: "MIT --> <b>\n.. raw:: html")
    let page = page(.paragraph([.text("a")]))
    let first = { (text: String) in text.split(separator: "\n").first.map(String.init) ?? "" }
    #expect(
      first(MarkdownWriter(colophon).text(page, images: []))
        == "<!-- SPDX-License-Identifier: MIT - -> <b> .. raw:: html -->")
    #expect(
      first(RSTWriter(colophon).text(page, images: []))
        == ".. SPDX-License-Identifier: MIT --> <b> .. raw:: html")
  }

  @Test("lines are short, and no code is broken")
  func filling() {
    let words = Array(repeating: "word", count: 60).joined(separator: " ")
    let long = "pwrite(A, 0, d1) returns EIO"
    for text in [markdown(.paragraph([.text(words)])), rst(.paragraph([.text(words)]))] {
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }
    let parts: [Page.Inline] = (0..<9).flatMap { _ in [.code(long), .text(" and ")] }
    for line in markdown(.paragraph(parts)).split(separator: "\n") {
      #expect(line.count { $0 == "`" } % 2 == 0)
    }
  }

  @Test("a page of the manual has no request but its own")
  func roff() {
    var page = Page("p", "na\"me")
    page.heading(1, "NAME")
    page.paragraph(.text(".so /etc/passwd"))
    page.paragraph(.text("'a \\fB -x é"))
    page.code(".de x\n..")
    let text = RoffWriter(Self.colophon, section: 1, version: "v").text(page)
    #expect(text.contains("\n\\&.so /etc/passwd\n"))
    #expect(text.contains("\n\\(aqa \\efB \\-x \\[u00E9]\n"))
    #expect(text.contains("\n\\&.de x\n\\&..\n"))
    #expect(text.contains("\n.TH \"NA\\(dqME\" 1 \"\" \"v\"\n"))
  }

  @Test("diagrams quote what stands in them")
  func diagram() {
    let diagram = Diagram(
      name: "d", title: "t", states: ["a\"b\\", "c;d"],
      arrows: [.init(from: 0, to: 1, words: ["x--y", "z"])])
    #expect(diagram.dot.contains("s0 [label=\"a\\\"b\\\\\"];"))
    #expect(diagram.dot.contains("s0 -> s1 [label=\"x--y\\nz\"];"))
    #expect(diagram.mermaid.contains("s1 : c#59;d"))
    #expect(diagram.mermaid.contains("s0 --> s1 : x#45;#45;y, z"))
  }
}
