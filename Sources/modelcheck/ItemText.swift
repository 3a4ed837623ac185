import SpecLanguage
import TransitionSystem

/// The text of a top-level item as its author wrote it, comments included.
struct ItemText {
  let sources: [SourceText]

  /// The item that stands at the place; nil if no file of the run holds it.
  func text(at site: SourceSite) -> String? {
    guard let source = sources.first(where: { $0.name == site.file }) else { return nil }
    let lexed = Lexer.lex(source)
    var depth = 0
    var start: Token?
    for token in lexed.tokens {
      if start == nil { start = token }
      if token.kind == .symbol(.leftBrace) { depth += 1 }
      guard token.kind == .symbol(.rightBrace), depth > 0 else { continue }
      depth -= 1
      guard depth == 0, let first = start else { continue }
      start = nil
      guard site.line <= source.position(of: token.lower).line else { continue }
      let documentation = lexed.comments[first.comments].first { $0.isDocumentation }
      return source.text(documentation?.lower ?? first.lower, token.upper)
    }
    return nil
  }
}
