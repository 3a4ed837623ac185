import Foundation
import SpecLanguage
import Testing
import TransitionSystem

/// Whatever the input, the front end answers: no trap, no endless loop, no deep recursion.
@Suite("The front end survives")
struct FuzzTests {
  /// A small generator with a fixed seed (Steele, Lea and Flood, 2014), so that runs repeat.
  private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  /// How many times more rounds than usual, and with which seeds: `FUZZ=20 swift test`.
  private static let effort = Int(ProcessInfo.processInfo.environment["FUZZ"] ?? "") ?? 1

  private func generator(_ seed: UInt64) -> SplitMix {
    SplitMix(state: seed &+ UInt64(Self.effort) &* 1_000)
  }

  /// Runs everything that reads texts; what is found must be consistent.
  private func survive(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let source = SourceText(name: "fuzz", bytes: bytes)
    let (specification, diagnostics) = check([source], library: TestLibrary.library)
    _ = DiagnosticRenderer(sources: [source]).render(diagnostics)
    for diagnostic in diagnostics {
      let range = diagnostic.range
      #expect(
        0 <= range.lower && range.lower <= range.upper && range.upper <= source.bytes.count,
        "\(diagnostic)", sourceLocation: sourceLocation)
    }
    if !diagnostics.hasErrors {
      let mistakes = LoweredFormValidator.mistakes(in: specification)
      let comment = Comment(rawValue: String(decoding: bytes, as: UTF8.self))
      #expect(mistakes == [], comment, sourceLocation: sourceLocation)
    }
    let (formatted, _) = Formatter.format(source)
    guard let formatted else { return }
    let again = SourceText(name: "fuzz", text: formatted)
    #expect(Formatter.format(again).0 == formatted, sourceLocation: sourceLocation)
    #expect(
      Lexer.lex(again).tokens.map(\.kind) == Lexer.lex(source).tokens.map(\.kind),
      sourceLocation: sourceLocation)
  }

  private func survive(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    survive(Array(text.utf8), sourceLocation: sourceLocation)
  }

  private static let samples = Samples.all.map { Array($0.utf8) }

  @Test("random bytes")
  func randomBytes() {
    var random = generator(1)
    for _ in 0..<200 * Self.effort {
      let count = Int.random(in: 0..<300, using: &random)
      survive((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test("words of the language in any order")
  func tokenSoup() {
    var random = generator(2)
    let words = Samples.all.flatMap { text in
      let source = SourceText(name: "t", text: text)
      return Lexer.lex(source).tokens.map { source.text($0.lower, $0.upper) }
    }
    for round in 0..<200 * Self.effort {
      let count = Int.random(in: 0..<400, using: &random)
      let soup = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
      let text = soup.joined(separator: round % 2 == 0 ? " " : "\n")
      survive(round % 3 == 0 ? text : "kernel \"x\" { step s() { \(text) } }")
    }
  }

  @Test("texts that end anywhere")
  func truncations() {
    for sample in Self.samples {
      for length in stride(from: 0, to: sample.count, by: 37) { survive(Array(sample[..<length])) }
    }
  }

  @Test("texts with changed bytes")
  func changedBytes() {
    var random = generator(3)
    for round in 0..<120 * Self.effort {
      var bytes = Self.samples[round % Self.samples.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let position = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: position)
        default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: position)
        }
      }
      survive(bytes)
    }
  }

  @Test("texts with words removed, repeated and exchanged")
  func changedWords() {
    var random = generator(4)
    for round in 0..<300 * Self.effort {
      let source = SourceText(name: "t", text: Samples.all[round % Samples.all.count])
      var words = Lexer.lex(source).tokens.map { source.text($0.lower, $0.upper) }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let first = Int.random(in: words.indices, using: &random)
        let second = Int.random(in: words.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: words.remove(at: first)
        case 1: words.insert(words[second], at: first)
        case 2: words[first] = words[second]
        default: words.swapAt(first, second)
        }
      }
      survive(words.joined(separator: " "))
    }
  }

  @Test("nesting of every kind", arguments: [10, 60, 70, 500, 20_000])
  func nesting(depth: Int) {
    func around(_ open: String, _ inner: String, _ close: String) -> String {
      String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }
    let expressions = [
      around("(", "true", ")"), around("!", "true", ""), around("- ", "1", "") + " == 1",
      around("true => ", "true", ""), around("true ? true : ", "true", ""),
      around("forall page p: ", "true", ""), around("1 + ", "1", "") + " == 1",
      around("true && ", "true", ""), around("", "free", "[b0]"),
      around("", "zero", ".b") + " == b0",
      around("mapped(", "A", ")"), around("true || (", "true", ")"),
    ]
    for expression in expressions { survive("kernel \"x\" { define d() = \(expression); }") }
    let statements = [
      around("{", "", "}"), around("if (true) ", "flush();", ""),
      around("if (true) flush(); else ", "flush();", ""), around("atomic {", "flush();", "}"),
      around("choose block b {", "", "} else {}"), around("for page p {", "take(b0);", "}"),
    ]
    for statement in statements { survive("kernel \"x\" { step s() { \(statement) } }") }
    survive(around("model \"x\" { property p { ", "", "} }"))
    survive(around("kernel \"x\" {", "", ""))
  }

  @Test("long chains of names that depend on each other")
  func chains() {
    let count = 2_000
    let definitions = (0..<count).map { "define d\($0)() = d\(($0 + 1) % count)();" }
    survive("kernel \"x\" { \(definitions.joined(separator: "\n")) }")
    let open = definitions.dropLast().joined(separator: "\n") + "define d\(count - 1)() = true;"
    survive("kernel \"x\" { \(open) }")
    let steps = (0..<count).map { "routine r\($0)() { r\(($0 + 1) % count)(); }" }
    survive("kernel \"x\" { \(steps.joined(separator: "\n")) }")
    let kernels = (0..<200).map { "kernel \"k\($0)\" extends \"k\(($0 + 1) % 200)\" { }" }
    survive(kernels.joined(separator: "\n"))
    let observers = (0..<200).map { "observer o\($0) { uses o\(($0 + 1) % 200); ghost bool g; }" }
    survive(observers.joined(separator: "\n"))
  }

  @Test("long lines and long words")
  func longLines() {
    survive(String(repeating: "a", count: 1_000_000))
    survive("// " + String(repeating: "é", count: 500_000))
    survive("kernel \"" + String(repeating: "x", count: 1_000_000) + "\" { }")
    survive(String(repeating: "kernel ", count: 50_000))
    survive("kernel \"x\" { step s() { " + String(repeating: "flush(); ", count: 5_000) + "} }")
    survive([UInt8](repeating: 0, count: 10 << 20))
  }

  @Test("numbers, line ends and encodings at the edge")
  func edges() {
    let texts = [
      "", "\n", "\r\n\r\n", "\u{FEFF}", "\u{0}", "kernel", "kernel \"", "kernel \"x\" {", "//",
      "///",
      "kernel \"x\" { state int 99999999999999999999..99999999999999999999 n; }",
      "kernel \"x\" { state int -65535..65535 n = -65535; state int 65535..65535 m = 65535; }",
      "kernel \"x\" { define d() = b99999999999999999999 == b0; }",
      "kernel \"x\" { step s() { page p = 65535; block b = b65535; take(b65536); } }",
      "kernel \"x\" {\r\n  step s() {\r\n    flush();\r\n  }\r\n}\r\n",
      "workload \"w\" { role r * 0 { calls 0; } role s * 65535 { calls 65535; } }",
    ]
    for text in texts { survive(text) }
    survive([0xC3, 0x28, 0xED, 0xA0, 0x80, 0xF8, 0x88, 0xFF])
  }

  @Test("many declarations, and many mistakes")
  func manyThings() {
    func many(_ count: Int, _ make: (Int) -> String) -> String {
      "kernel \"x\" { " + (0..<count).map(make).joined(separator: " ") + " }"
    }
    survive(many(4_000) { "step s\($0)() { flush(); }" })
    survive(many(4_000) { "state bool s\($0);" })
    survive(many(4_000) { "option o\($0) = true;" })
    survive(many(4_000) { "define d\($0)() = true;" })
    survive(
      many(1) { _ in "enum e { " + (0..<4_000).map { "c\($0)" }.joined(separator: ", ") + " }" })
    survive(many(4_000) { "step s\($0)() { nothing\($0)(free[unknown\($0)]); }" })
    survive(
      many(1) { _ in "step s() { " + (0..<4_000).map { "block b\($0)x = b0;" }.joined() + " }" })
    survive((0..<2_000).map { "property p\($0) { always true; }" }.joined())
    survive((0..<300).map { "kernel \"k\($0)\" { } design \"d\($0)\" { }" }.joined())
  }
}
