/// What is wrong with a text, and where.
///
/// Messages are lower case without a full stop, quote the text in single quotes, and say what was
/// found and what was expected.
package struct Diagnostic: Hashable, Sendable {
  /// A stable name of the kind of mistake, in lowerCamelCase.
  package var id: String
  package var severity: Severity
  package var range: SourceRange
  package var message: String
  package var notes: [Note]
  package var fix: Fix?

  package enum Severity: String, Hashable, Sendable {
    case error
    case warning
  }

  /// A further place or thought; without a place it speaks of the whole.
  package struct Note: Hashable, Sendable {
    package var range: SourceRange?
    package var message: String

    package init(_ message: String, at range: SourceRange? = nil) {
      self.range = range
      self.message = message
    }
  }

  /// The change of the text that would put it right.
  package struct Fix: Hashable, Sendable {
    package var range: SourceRange
    package var replacement: String

    package init(_ range: SourceRange, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  package init(
    id: String, severity: Severity = .error, range: SourceRange, message: String,
    notes: [Note] = [], fix: Fix? = nil
  ) {
    self.id = id
    self.severity = severity
    self.range = range
    self.message = message
    self.notes = notes
    self.fix = fix
  }

  /// An error; the form that the message catalogues use.
  static func error(
    _ id: String, _ range: SourceRange, _ message: String, notes: [Note] = [], fix: Fix? = nil
  ) -> Diagnostic {
    Diagnostic(id: id, range: range, message: message, notes: notes, fix: fix)
  }

  /// The order in which a reader wants them: by place, errors before warnings.
  package static func areInOrder(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    if left.range != right.range { return left.range < right.range }
    if left.severity != right.severity { return left.severity == .error }
    return (left.id, left.message) < (right.id, right.message)
  }
}

extension [Diagnostic] {
  /// Whether the text cannot be used.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
