import SpecLanguage
import Testing
import TransitionSystem

/// The specification that a text means, and its diagnostics.
func checked(
  _ text: String, library: MechanismLibrary = TestLibrary.library
) -> (Specification, [Diagnostic]) {
  check([SourceText(name: "test.kspec", text: text)], library: library)
}

/// Checks a text in which `⟦id⟧` marks the place before which a diagnostic of that id begins, and
/// compares all diagnostics with the marks.
func expectDiagnostics(
  _ marked: String, library: MechanismLibrary = TestLibrary.library,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  var text = ""
  var expected: [String] = []
  var rest = Substring(marked)
  while let open = rest.firstIndex(of: "⟦") {
    text += rest[..<open]
    guard let close = rest[open...].firstIndex(of: "⟧") else { break }
    let id = rest[rest.index(after: open)..<close]
    expected.append("\(text.utf8.count) \(id)")
    rest = rest[rest.index(after: close)...]
  }
  text += rest
  let (_, diagnostics) = checked(text, library: library)
  let found = diagnostics.map { "\($0.range.lower) \($0.id)" }
  let shown = rendered(diagnostics, of: text)
  #expect(
    found.sorted() == expected.sorted(), Comment(rawValue: shown), sourceLocation: sourceLocation)
}

/// The diagnostics as a user sees them.
func rendered(_ diagnostics: [Diagnostic], of text: String) -> String {
  DiagnosticRenderer(sources: [SourceText(name: "test.kspec", text: text)]).render(diagnostics)
}
