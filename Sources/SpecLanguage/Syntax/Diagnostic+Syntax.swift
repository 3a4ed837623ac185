/// What the lexer and the parser say, in alphabetical order of the ids.
extension Diagnostic {
  static func badCharacter(_ text: String, _ range: SourceRange) -> Diagnostic {
    let advice =
      switch text {
      case "&": "; 'and' is written '&&'"
      case "|": "; 'or' is written '||', and alternatives of 'is' and 'returns' 'or'"
      case "/": "; a comment begins with '//'"
      case "'": "; texts stand in double quotes"
      default: ""
      }
    return error("badCharacter", range, "the language has no character '\(text)'\(advice)")
  }

  static func chainedComparison(_ range: SourceRange) -> Diagnostic {
    error("chainedComparison", range, "comparisons cannot be chained; join them with '&&'")
  }

  static func conflictingLoops(_ range: SourceRange) -> Diagnostic {
    error("conflictingLoops", range, "a role says either 'calls' or 'loops'")
  }

  static func duplicateText(_ what: String, _ range: SourceRange) -> Diagnostic {
    error("duplicateText", range, "'\(what)' is said twice")
  }

  static func expected(_ what: String, found: String, _ range: SourceRange) -> Diagnostic {
    error("expected", range, "expected \(what), found \(found)")
  }

  static func fileTooLarge(_ range: SourceRange) -> Diagnostic {
    error("fileTooLarge", range, "the file is larger than \(Lexer.largestFile >> 20) MiB")
  }

  static func integerTooLarge(_ text: String, _ range: SourceRange) -> Diagnostic {
    error(
      "integerTooLarge", range,
      "the integer '\(text)' is too large; the largest is \(Lexer.largestInteger)")
  }

  static func invalidEncoding(_ range: SourceRange) -> Diagnostic {
    error("invalidEncoding", range, "the file is not UTF-8")
  }

  static func itemExpected(found: String, suggestion: String?, _ range: SourceRange) -> Diagnostic {
    let kinds = ItemSyntax.Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return error(
      "itemExpected", range,
      "expected an item (\(kinds)), found \(found)\(meant(suggestion))")
  }

  static func keywordAsName(_ word: String, _ range: SourceRange) -> Diagnostic {
    error("keywordAsName", range, "'\(word)' is a word of the language and cannot be a name")
  }

  static func memberExpected(
    in item: String, found: String, suggestion: String?, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "memberExpected", range,
      "expected a member of the \(item), found \(found)\(meant(suggestion))")
  }

  static func misplacedMember(
    _ member: String, in item: ItemSyntax.Kind, _ range: SourceRange
  ) -> Diagnostic {
    error("misplacedMember", range, "a \(item.rawValue) has no '\(member)'")
  }

  static func misplacedSource(_ range: SourceRange) -> Diagnostic {
    error("misplacedSource", range, "'source' stands first in a body")
  }

  static func missingBrace(_ range: SourceRange, opening: SourceRange) -> Diagnostic {
    error(
      "missingBrace", range, "expected '}'",
      notes: [Diagnostic.Note("it closes this '{'", at: opening)])
  }

  static func missingSemicolon(found: String, _ range: SourceRange) -> Diagnostic {
    error(
      "missingSemicolon", range, "expected ';' before \(found)",
      fix: Diagnostic.Fix(range, ";"))
  }

  static func nestingTooDeep(_ range: SourceRange) -> Diagnostic {
    error("nestingTooDeep", range, "this is nested too deeply")
  }

  static func placeExpected(_ range: SourceRange) -> Diagnostic {
    error(
      "placeExpected", range, "only a local or a state cell can stand on the left side of '='")
  }

  static func placeNeeded(by word: String, _ range: SourceRange) -> Diagnostic {
    let what = word == "defined" ? "a cell of partial state" : "a lock"
    return error("placeNeeded", range, "'\(word)' needs \(what): a name with its indices")
  }

  static func statementExpected(
    found: String, suggestion: String?, _ range: SourceRange
  ) -> Diagnostic {
    error("statementExpected", range, "expected a statement, found \(found)\(meant(suggestion))")
  }

  static func tooManyMistakes(_ range: SourceRange) -> Diagnostic {
    error("tooManyMistakes", range, "too many mistakes; the rest of the file is not read")
  }

  static func unknownEscape(_ range: SourceRange) -> Diagnostic {
    error(
      "unknownEscape", range, #"'\' in a text stands before '"', '\' or 'n'"#)
  }

  static func unterminatedString(_ range: SourceRange) -> Diagnostic {
    error(
      "unterminatedString", range,
      "the text has no closing '\"' on its line; neighbouring texts are joined")
  }

  static func zeroCount(_ rule: String, _ range: SourceRange) -> Diagnostic {
    error("zeroCount", range, "\(rule), not 0")
  }

  /// The question after a message about a name that does not exist.
  static func meant(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? ""
  }
}
