import Documents
import Reporting

/// What a command says of itself, as the argument parser dumps it.
struct CommandHelp {
  /// The words that call it: `modelcheck check`.
  var words: [String]
  var abstract: String
  var discussion: String
  var arguments: [Argument]
  var subcommands: [CommandHelp]

  struct Argument {
    /// As they are written on the command line, the value's name included.
    var names: [String]
    var usage: String
    var isPositional: Bool
    var meaning: String
  }

  init?(_ json: JSON) { self.init(json, after: []) }

  private init?(_ json: JSON, after outer: [String]) {
    guard let name = Self.text(json["commandName"]) else { return nil }
    words = outer + [name]
    abstract = Self.text(json["abstract"]) ?? ""
    discussion = Self.text(json["discussion"]) ?? ""
    arguments = Self.list(json["arguments"]).filter(Self.isShown).compactMap(Argument.init)
    let inner = words
    subcommands = Self.list(json["subcommands"]).filter(Self.isShown)
      .compactMap { CommandHelp($0, after: inner) }
      .filter { $0.words.last != "help" }
  }

  fileprivate static func text(_ json: JSON?) -> String? {
    if case .string(let text)? = json { text } else { nil }
  }

  fileprivate static func list(_ json: JSON?) -> [JSON] {
    if case .array(let values)? = json { values } else { [] }
  }

  private static func isShown(_ json: JSON) -> Bool { json["shouldDisplay"] != .bool(false) }

  /// The command and those below it.
  var all: [CommandHelp] { [self] + subcommands.flatMap(\.all) }

  /// `modelcheck-check`.
  var pageName: String { words.joined(separator: "-") }
}

extension CommandHelp.Argument {
  init?(_ json: JSON) {
    let value = CommandHelp.text(json["valueName"]) ?? "value"
    isPositional = json["kind"] == .string("positional")
    let isFlag = json["kind"] == .string("flag")
    let isRepeated = json["isRepeating"] == .bool(true)
    let isOptional = json["isOptional"] == .bool(true)
    names = CommandHelp.list(json["names"]).compactMap { name in
      let dashes = name["kind"] == .string("long") ? "--" : "-"
      return CommandHelp.text(name["name"]).map { dashes + $0 }
    }
    let shown = isPositional ? "<\(value)>" : (names.first ?? "") + (isFlag ? "" : " <\(value)>")
    if isPositional || !isFlag { names = names.map { isFlag ? $0 : "\($0) <\(value)>" } }
    if isPositional { names = ["<\(value)>"] }
    let repeated = shown + (isRepeated ? " ..." : "")
    usage = isOptional ? "[\(repeated)]" : repeated
    meaning = CommandHelp.text(json["abstract"]) ?? ""
    let options = CommandHelp.list(json["allValues"]).compactMap(CommandHelp.text)
    if let preset = CommandHelp.text(json["defaultValue"]), !options.isEmpty || !preset.isEmpty {
      meaning += " (default: \(preset))"
    }
  }
}

/// The page of the manual.
extension CommandHelp {
  func page(_ all: [CommandHelp]) -> Page {
    var page = Page(pageName, pageName)
    page.heading(1, "NAME")
    page.paragraph(.text("\(pageName) - \(abstract)"))
    page.heading(1, "SYNOPSIS")
    let options = arguments.filter { !$0.isPositional }.map(\.usage)
    let operands = arguments.filter(\.isPositional).map(\.usage)
    let tail = subcommands.isEmpty ? [] : ["<command>"]
    page.paragraph(
      .strong(words.joined(separator: " ")),
      .text(" " + (options + operands + tail).joined(separator: " ")))
    let (prose, statuses) = parts
    if !prose.isEmpty {
      page.heading(1, "DESCRIPTION")
      for paragraph in prose { page.paragraph(.text(paragraph)) }
    }
    if !subcommands.isEmpty {
      page.heading(1, "COMMANDS")
      page.definitions(subcommands.map { ([$0.words.joined(separator: " ")], $0.abstract) })
    }
    if !arguments.isEmpty {
      page.heading(1, "OPTIONS")
      page.definitions(arguments.map { ($0.names, $0.meaning) })
    }
    if !statuses.isEmpty {
      page.heading(1, "EXIT STATUS")
      page.definitions(statuses.map { ([$0.number], $0.meaning) })
    }
    let others = all.map(\.pageName).filter { $0 != pageName }
    page.heading(1, "SEE ALSO")
    page.paragraph(.text(others.map { "\($0)(1)" }.joined(separator: ", ")))
    return page
  }

  /// The paragraphs of the discussion, and the exit statuses that it lists.
  private var parts: (prose: [String], statuses: [(number: String, meaning: String)]) {
    var prose = [""]
    var statuses: [(number: String, meaning: String)] = []
    var listsStatuses = false
    for line in discussion.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.split(separator: " ")
      if line.hasPrefix("Exit status:") {
        listsStatuses = true
      } else if listsStatuses, let first = words.first {
        if Int(first) != nil {
          statuses.append((String(first), words.dropFirst().joined(separator: " ")))
        } else if !statuses.isEmpty {
          statuses[statuses.count - 1].meaning += " " + words.joined(separator: " ")
        }
      } else if words.isEmpty {
        if prose.last != "" { prose.append("") }
      } else {
        prose[prose.count - 1] += " " + line
      }
    }
    return (prose.filter { !$0.isEmpty }, statuses)
  }
}
