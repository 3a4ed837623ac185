import Testing

@Suite("What is code")
struct CodeViewTests {
  @Test(
    "comments and literals are blanked, code and line breaks stay",
    arguments: [
      ("a // b", "a     "),
      ("a /* b\nc */ d", "a     \n     d"),
      (##"f("x { y", #"z " \"#) }"##, "f(       ,          ) }"),
      (#"g("\(h("{") + 1) {") {"#, "g(                 ) {"),
      ("let t = \"\"\"\n  } \"{\n  \"\"\" }", "let t =    \n      \n      }"),
    ])
  func blanks(text: String, expected: String) {
    #expect(CodeView.lines(of: text).joined(separator: "\n") == expected)
  }

  @Test("a function ends where its first brace closes")
  func functions() {
    let text = """
      struct S {
        let f = [1].first { $0 > 0 }
        func one() { two() }
        init(
          a: Int
        ) {
          if a > 0 { self.init() }
        }
      }
      """
    let found = FunctionLengths.functions(in: CodeView.lines(of: text))
    #expect(found.map(\.line) == [3, 4])
    #expect(found.map(\.length) == [1, 5])
  }
}
