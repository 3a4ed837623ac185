import Reporting
import Testing

@Suite("Style")
struct StyleTests {
  @Test("what has no 7-bit form is replaced")
  func plain() {
    #expect(Style(isASCII: true).plain("a – b … “c” ü") == "a - b ... \"c\" ?")
    #expect(Style(isASCII: false).plain("a – ü") == "a – ü")
  }

  @Test("texts are wrapped at blanks, long words at brackets")
  func wrapping() {
    #expect("aa bb cc".wrapped(to: 5) == ["aa bb", "cc"])
    #expect("f(aaaa,bbbb)".wrapped(to: 8) == ["f(aaaa,", "bbbb)"])
    #expect("aaaaaaaa".wrapped(to: 3) == ["aaa", "aaa", "aa"])
    #expect("".wrapped(to: 3).isEmpty)
  }

  @Test("no line is wider than asked", arguments: [1, 2, 7, 40])
  func widths(width: Int) {
    let text = "call fallocate(A, PUNCH_HOLE_KEEP_SIZE, 0); extent[A][0] = written(b1)"
    let lines = text.wrapped(to: width)
    #expect(lines.allSatisfy { $0.count <= width })
    #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
  }
}
