/// Diagnostics as compilers print them: place and message, the line, a caret line, then the notes.
///
///     demo.kspec:3:9: error: there is no step, routine or syscall 'stroe'; did you mean 'store'?
///         stroe(b, d);
///         ^~~~~
package struct DiagnosticRenderer: Sendable {
  private let sources: [SourceText]
  /// Longer lines are cut to the surroundings of the place.
  private static let widestExcerpt = 160

  package init(sources: [SourceText]) { self.sources = sources }

  /// All of them in the order of their places.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted(by: Diagnostic.areInOrder).map(render).joined()
  }

  /// One of them with its notes and its fix.
  package func render(_ diagnostic: Diagnostic) -> String {
    var text = entry(
      diagnostic.severity.rawValue, diagnostic.message, at: diagnostic.range)
    for note in diagnostic.notes { text += entry("note", note.message, at: note.range) }
    if let fix = diagnostic.fix {
      text += entry("fix", Self.words(for: fix), at: nil)
    }
    return text
  }

  private static func words(for fix: Diagnostic.Fix) -> String {
    if fix.replacement.isEmpty { return "remove it" }
    let verb = fix.range.lower == fix.range.upper ? "insert" : "write"
    return "\(verb) '\(visible(fix.replacement))'"
  }

  private func entry(_ kind: String, _ message: String, at range: SourceRange?) -> String {
    let message = Self.visible(message)
    guard let range, sources.indices.contains(range.file) else { return "  \(kind): \(message)\n" }
    let source = sources[range.file]
    let (line, column) = source.position(of: range.lower)
    let head = "\(source.name):\(line):\(column): \(kind): \(message)\n"
    return head + excerpt(of: range, in: source)
  }

  /// The line of the range and a caret line under it; nothing for an empty line.
  private func excerpt(of range: SourceRange, in source: SourceText) -> String {
    var bounds = source.lineBounds(source.lineIndex(of: range.lower))
    let lower = min(max(range.lower, bounds.lowerBound), bounds.upperBound)
    let upper = min(max(range.upper, lower), bounds.upperBound)
    var marks = ("", "")
    if bounds.count > Self.widestExcerpt {
      let reach = Self.widestExcerpt / 2
      let cut = max(bounds.lowerBound, lower - reach)..<min(bounds.upperBound, lower + reach)
      marks.0 = cut.lowerBound > bounds.lowerBound ? "…" : ""
      marks.1 = cut.upperBound < bounds.upperBound ? "…" : ""
      bounds = cut
    }
    let before = source.text(bounds.lowerBound, lower)
    let inside = source.text(lower, min(upper, bounds.upperBound))
    let after = source.text(min(upper, bounds.upperBound), bounds.upperBound)
    guard !(before + inside + after).allSatisfy(\.isWhitespace) else { return "" }
    let shown = marks.0 + Self.visible(before + inside + after) + marks.1
    let blank = marks.0.isEmpty ? "" : " "
    let tildes = String(repeating: "~", count: max(0, Self.width(of: inside) - 1))
    return "\(shown)\n\(blank)\(Self.blanks(under: before))^\(tildes)\n"
  }

  /// The text with control characters made harmless: a spec must not steer the reader's terminal.
  private static func visible(_ text: String) -> String {
    String(text.map { isControl($0) ? "\u{FFFD}" : $0 })
  }

  private static func isControl(_ character: Character) -> Bool {
    guard character != "\t" else { return false }
    return character.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        // A zero-width joiner is part of many emoji and steers nothing.
        scalar.value != 0x200D
      default: false
      }
    }
  }

  /// White space as wide as the text; tabs stay, so that the caret lines up whatever they mean.
  private static func blanks(under text: String) -> String {
    text.map { $0 == "\t" ? "\t" : String(repeating: " ", count: DisplayWidth.of($0)) }.joined()
  }

  private static func width(of text: String) -> Int {
    text.reduce(0) { $0 + DisplayWidth.of($1) }
  }
}
