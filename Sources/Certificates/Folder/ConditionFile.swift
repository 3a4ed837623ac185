import Relational

/// The conditions of one subject as a file of a certificate: an SMT-LIB 2 script that answers
/// `unsat` once for each of its questions.
///
/// What all of them may assume stands at its head. Conditions that come to the same question, as
/// when many steps leave all alone that a clause speaks of, are asked once, under all their names.
struct ConditionFile: Hashable, Sendable {
  /// What a solver has to contradict, between `(push 1)` and `(pop 1)`.
  struct Question: Hashable, Sendable {
    /// The conditions, as comments.
    var names: [String]
    /// Declarations and assertions, a command a line.
    var lines: [String]
  }

  var title: String
  /// Declarations and assertions, a command a line.
  var head: [String]
  var questions: [Question]

  private static let (begin, ask, end) = ("(push 1)", "(check-sat)", "(pop 1)")

  var text: String {
    var lines = ["; \(title)", ConditionScript.logic] + head
    for question in questions {
      lines += question.names.map { "; \($0)" } + [Self.begin]
      lines += question.lines + [Self.ask, Self.end]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// - Throws: `TextError` if it is no such script.
  static func read(_ text: String, file: String) throws(TextError) -> ConditionFile {
    var found = ConditionFile(title: "", head: [], questions: [])
    var names: [String] = []
    var lines: [String]?
    var isAsked = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      func wrong(_ message: String) -> TextError {
        TextError(
          file: file, line: index + 1, column: 1, message: message, source: String(line))
      }
      switch (index, line) {
      case (0, _):
        guard line.hasPrefix("; ") else { throw wrong("expected '; ' and what it is about") }
        found.title = String(line.dropFirst(2))
      case (1, _):
        guard line == ConditionScript.logic else {
          throw wrong("expected '\(ConditionScript.logic)'")
        }
      case (_, ""): continue
      case (_, begin[...]):
        guard lines == nil else { throw wrong("expected '\(isAsked ? end : ask)'") }
        (lines, isAsked) = ([], false)
      case (_, ask[...]):
        guard lines != nil, !isAsked else { throw wrong("expected '\(begin)'") }
        isAsked = true
      case (_, end[...]):
        guard let all = lines, isAsked else { throw wrong("expected '\(ask)'") }
        found.questions.append(Question(names: names, lines: all))
        (names, lines) = ([], nil)
      case _ where lines != nil && !isAsked: lines?.append(String(line))
      case _ where lines == nil && line.hasPrefix("; "): names.append(String(line.dropFirst(2)))
      case _ where lines == nil && names.isEmpty && found.questions.isEmpty:
        found.head.append(String(line))
      default: throw wrong("expected '\(lines == nil ? begin : end)'")
      }
    }
    guard lines == nil, names.isEmpty, text.hasSuffix("\n") else {
      throw TextError("expected '\(end)'", file: file, text: Array(text.utf8), at: text.utf8.count)
    }
    return found
  }
}

extension ConditionFile {
  /// A file of conditions without what they do not need, which all may assume what they share.
  init(
    _ title: String, _ conditions: [(name: String, question: NeededLines)],
    assuming shared: SharedAssertions
  ) {
    var names: [NeededLines: [String]] = [:]
    var order: [NeededLines] = []
    for (name, question) in conditions {
      if names[question] == nil { order.append(question) }
      names[question, default: []].append(name)
    }
    // What most assert is asserted for all.
    var counts: [String: Int] = [:]
    for question in order { for line in question.assertions { counts[line, default: 0] += 1 } }
    let common = counts.filter { line, count in
      order.count > 1 && 2 * count > order.count && shared.commands.contains(line)
    }.keys.sorted()
    let declared = Self.declaredOnce(order.map(\.declarations))
    let known = Set(common).union(declared.commands)
    self.title = title
    head = declared.commands + common
    questions = order.map { question in
      Question(
        names: names[question] ?? [],
        lines: (question.declarations.commands + question.assertions)
          .filter { !known.contains($0) })
    }
  }

  /// What is declared the same way wherever it is.
  private static func declaredOnce(_ all: [ScriptDeclarations]) -> ScriptDeclarations {
    var ways: [Substring: Set<String>] = [:]
    for command in all.flatMap(\.functions) {
      guard let symbol = command.barredSymbols.first else { continue }
      ways[symbol, default: []].insert(command)
    }
    let functions = ways.values.filter { $0.count == 1 }.compactMap(\.first)
    return ScriptDeclarations(
      sorts: Set(all.flatMap(\.sorts)).sorted(), functions: functions.sorted())
  }
}

extension String {
  /// What stands between bars.
  var barredSymbols: [Substring] {
    let parts = utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    return stride(from: 1, to: parts.count, by: 2).map { Substring(parts[$0]) }
  }
}
