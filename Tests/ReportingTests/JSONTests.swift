import Reporting
import Testing

@Suite("JSON")
struct JSONTests {
  private static let value = JSON.object([
    .init("text", .string("a \"quoted\"\\\n\u{1} – ü 𝄞")), .init("none", .null),
    .init("list", .array([.integer(-3), .bool(true), .bool(false), .array([]), .object([])])),
  ])

  @Test("what is written is read again", arguments: [true, false])
  func roundTrip(isASCII: Bool) throws {
    let text = Self.value.document(Style(isASCII: isASCII))
    #expect(try JSONParser.parse(Array(text.utf8)) == Self.value)
    if isASCII { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
  }

  @Test("long values are broken into lines")
  func lines() throws {
    let long = JSON.array((0..<60).map { .integer($0) })
    let text = JSON.object([.init("numbers", long)]).document(Style(isASCII: false))
    #expect(text.hasPrefix("{\n  \"numbers\": [\n    0,\n    1,\n"))
    #expect(try JSONParser.parse(Array(text.utf8))["numbers"] == long)
  }

  @Test(
    "mistakes have a place",
    arguments: [
      ("", 1, 1, "the file ends where a value is expected"),
      ("{\"a\": 1,\n \"b\"}", 2, 5, "':' is expected"),
      ("[1, 2", 1, 6, "the file ends where ',' or ']' is expected"),
      ("[1 2]", 1, 4, "',' or ']' is expected"),
      ("{\"a\": nil}", 1, 7, "a value is expected"),
      ("\"abc", 1, 5, "the file ends where the end of the string is expected"),
      ("\"a\\x\"", 1, 5, "a known escape is expected"),
      ("\"\\u12\"", 1, 4, "four hexadecimal digits are expected"),
      ("1 2", 1, 3, "nothing more is expected here"),
      ("99999999999999999999", 1, 1, "a value is expected"),
      ("{a: 1}", 1, 2, "a name in quotes is expected"),
    ])
  func mistakes(text: String, line: Int, column: Int, message: String) {
    #expect(throws: JSONParser.Failure(message: message, line: line, column: column)) {
      try JSONParser.parse(Array(text.utf8))
    }
  }

  @Test("deep nesting is refused, not followed")
  func deep() {
    let text = String(repeating: "[", count: 1_000_000)
    #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
  }
}
