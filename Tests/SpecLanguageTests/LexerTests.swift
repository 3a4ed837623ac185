import SpecLanguage
import Testing

@Suite("The lexer")
struct LexerTests {
  private func kinds(_ text: String) -> [Token.Kind] {
    Lexer.lex(SourceText(name: "t", text: text)).tokens.map(\.kind)
  }

  private func ids(_ text: String) -> [String] {
    Lexer.lex(SourceText(name: "t", text: text)).diagnostics.map(\.id)
  }

  @Test("takes the longest symbol")
  func symbols() {
    let expected: [Symbol] = [
      .implies, .equal, .assign, .arrow, .minus, .range, .dot, .lessOrEqual,
    ]
    #expect(kinds("=> == = -> - .. . <=") == expected.map { .symbol($0) } + [.end])
    #expect(kinds("0..3") == [.integer(0), .symbol(.range), .integer(3), .end])
    #expect(
      kinds("a-->b").dropLast() == [.word("a"), .symbol(.minus), .symbol(.arrow), .word("b")])
  }

  @Test("resolves escapes in texts")
  func strings() {
    #expect(kinds(#""a\"b\\c\nd""#) == [.string("a\"b\\c\nd"), .end])
    #expect(ids(#""a\q""#) == ["unknownEscape"])
    #expect(ids("\"open\nx") == ["unterminatedString"])
    #expect(kinds("\"open\r\nx") == [.string("open"), .word("x"), .end])
    #expect(ids("\"ends in \\") == ["unknownEscape", "unterminatedString"])
  }

  @Test("keeps comments apart from tokens, with the item that they document")
  func comments() {
    let lexed = Lexer.lex(SourceText(name: "t", text: "// a\n/// b\nx // c\n//// d\ny"))
    #expect(lexed.comments.map(\.text) == ["// a", "/// b", "// c", "//// d"])
    #expect(lexed.comments.map(\.isDocumentation) == [false, true, false, false])
    #expect(lexed.tokens.map(\.comments) == [0..<2, 2..<4, 4..<4])
  }

  @Test("reports integers that no state cell can hold and goes on")
  func integers() {
    #expect(kinds("65535") == [.integer(65535), .end])
    #expect(ids("65536") == ["integerTooLarge"])
    #expect(ids(String(repeating: "9", count: 1000)) == ["integerTooLarge"])
  }

  @Test("reports a run of bad characters once")
  func badCharacters() {
    #expect(ids("a @@@ b") == ["badCharacter"])
    #expect(ids("a äöü b") == ["badCharacter"])
    #expect(ids("\u{0}\u{0}") == ["badCharacter"])
    #expect(ids("a & b | c") == ["badCharacter", "badCharacter"])
  }

  @Test("accepts what is no text at all with a diagnostic")
  func encodings() {
    let lexed = Lexer.lex(SourceText(name: "t", bytes: [0x61, 0xFF, 0xFE, 0x62]))
    #expect(lexed.diagnostics.map(\.id) == ["invalidEncoding", "badCharacter"])
    #expect(kinds("\u{FEFF}a") == [.word("a"), .end])
    #expect(kinds("") == [.end])
    #expect(kinds("a\r\nb") == [.word("a"), .word("b"), .end])
  }

  @Test("does not read files that are too large")
  func largeFiles() {
    let large = [UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)
    let lexed = Lexer.lex(SourceText(name: "t", bytes: large))
    #expect(lexed.diagnostics.map(\.id) == ["fileTooLarge"])
    #expect(lexed.tokens.map(\.kind) == [.end])
  }
}
