/// A word, number, text or symbol of a source text, with the comments that stand before it.
package struct Token: Hashable, Sendable {
  package var kind: Kind
  package var lower: Int
  package var upper: Int
  /// The positions, among the file's comments, of those between the token before and this one.
  package var comments: Range<Int>
  /// Whether it is the first token of its line.
  package var startsLine: Bool

  package enum Kind: Hashable, Sendable {
    /// A name or a word of the grammar; most words are reserved only where they mean something.
    case word(String)
    case integer(Int)
    /// A text in double quotes, without them and with its escapes resolved.
    case string(String)
    case symbol(Symbol)
    case end
  }
}

/// The punctuation of the language.
package enum Symbol: String, Hashable, Sendable, CaseIterable {
  case leftBrace = "{"
  case rightBrace = "}"
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case semicolon = ";"
  case comma = ","
  case colon = ":"
  case range = ".."
  case dot = "."
  case implies = "=>"
  case equal = "=="
  case assign = "="
  case notEqual = "!="
  case not = "!"
  case lessOrEqual = "<="
  case less = "<"
  case greaterOrEqual = ">="
  case greater = ">"
  case arrow = "->"
  case leadsTo = "~>"
  case minus = "-"
  case plus = "+"
  case star = "*"
  case question = "?"
  case and = "&&"
  case or = "||"
}

/// A comment: from its slashes to the end of its line.
package struct Comment: Hashable, Sendable {
  package var lower: Int
  package var upper: Int
  package var text: String
  /// Three slashes: it documents the item that follows.
  package var isDocumentation: Bool
}

/// What the lexer makes of a source text.
package struct LexedText: Sendable {
  /// Ends with the only token of kind `end`.
  package var tokens: [Token]
  package var comments: [Comment]
  package var diagnostics: [Diagnostic]
}

/// Words that cannot be names: they begin a statement or are part of an expression.
enum ReservedWords {
  static let all: Set<String> = [
    "and", "atomic", "base", "bool", "choose", "cover", "defined", "else", "emit", "exists",
    "false", "for", "forall", "held", "held_shared", "if", "int", "is", "not", "or", "require",
    "retry", "return", "true", "try", "wait", "where", "with",
  ]
}
