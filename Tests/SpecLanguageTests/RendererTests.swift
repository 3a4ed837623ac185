import SpecLanguage
import Testing
import TransitionSystem

@Suite("Rendered diagnostics")
struct RendererTests {
  private func rendering(_ text: String) -> String {
    rendered(checked(text).1, of: text)
  }

  @Test("show the place, the line, a caret, notes and the fix, in order of the text")
  func golden() {
    let text = """
      kernel "x" {
        step s(file f) { store(b0, f); tak(b0)
        }
        state bool free;
      }
      """
    #expect(
      rendering(text) == """
        test.kspec:2:30: error: 'f' is 'file', but 'd' of 'store' is 'data'
          step s(file f) { store(b0, f); tak(b0)
                                     ^
          note: elements of 'data' are 'd0', 'd1', …
        test.kspec:2:34: error: there is nothing to call 'tak'; did you mean 'take'?
          step s(file f) { store(b0, f); tak(b0)
                                         ^~~
        test.kspec:2:41: error: expected ';' before '}'
          step s(file f) { store(b0, f); tak(b0)
                                                ^
          fix: insert ';'
        test.kspec:4:14: error: there is already state of the name 'free'
          state bool free;
                     ^~~~

        """)
  }

  @Test("put the caret under the place behind tabs and wide characters")
  func columns() {
    let text = "kernel \"x\" {\n\ttitle \"漢字 é 👩‍👩‍👧\"; stap;\n}"
    #expect(
      rendering(text) == """
        test.kspec:2:18: error: expected a member of the kernel, found 'stap'; did you mean 'step'?
        \ttitle "漢字 é 👩‍👩‍👧"; stap;
        \t                   ^~~~

        """)
  }

  @Test("do not let a text steer the terminal")
  func controlCharacters() {
    let text = "kernel \"\u{1B}[31m\" { } \u{1B}[2J \u{202E}x"
    let shown = rendering(text)
    #expect(!shown.contains("\u{1B}"))
    #expect(!shown.contains("\u{202E}"))
    #expect(shown.contains("\u{FFFD}[2J"))
  }

  @Test("cut long lines to the surroundings of the place")
  func longLines() {
    let filler = String(repeating: "title \"x\"; ", count: 2_000)
    let shown = rendering("kernel \"x\" { \(filler) stap; \(filler) }")
    #expect(shown.split(separator: "\n").allSatisfy { $0.count < 200 })
    #expect(shown.contains("stap"))
  }

  @Test("survive places outside of the text and empty texts")
  func oddPlaces() {
    let renderer = DiagnosticRenderer(sources: [SourceText(name: "e", text: "")])
    for range in [(0, 0), (5, 9), (-3, -1), (9, 2)] {
      let range = SourceRange(file: 0, lower: range.0, upper: range.1)
      let text = renderer.render(Diagnostic(id: "x", range: range, message: "m"))
      #expect(text == "e:1:1: error: m\n")
    }
    let elsewhere = SourceRange(file: 7, lower: 0, upper: 0)
    #expect(
      renderer.render(Diagnostic(id: "x", range: elsewhere, message: "m")) == "  error: m\n")
  }

  @Test("count columns in characters and lines through any line break")
  func positions() {
    let source = SourceText(name: "t", text: "ab\r\né漢c\n")
    #expect(source.position(of: 0) == (1, 1))
    #expect(source.position(of: 4) == (2, 1))
    #expect(source.position(of: 9) == (2, 3))
    #expect(source.position(of: 99) == (3, 1))
    #expect(source.site(of: 9).description == "t:2:3")
  }
}
