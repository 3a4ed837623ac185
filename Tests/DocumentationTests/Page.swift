/// A page of Markdown with lines of at most 100 characters.
struct Page {
  private(set) var text = ""
  private let width = 100

  mutating func heading(_ title: String) {
    text += "\n## \(title)\n"
    isList = false
  }

  mutating func subheading(_ title: String) {
    text += "\n### \(title)\n"
    isList = false
  }

  /// Paragraphs, each wrapped; an empty line parts them.
  mutating func paragraph(_ prose: String) {
    for part in prose.split(separator: "\n\n") {
      if !text.isEmpty { text += "\n" }
      text += wrapped(String(part), first: "", rest: "")
    }
    isList = false
  }

  /// A thing that can be named, in a list: its declaration, what it means, where it is from.
  mutating func entry(
    _ declaration: String, _ meanings: String..., source: String = ""
  ) {
    var words = "`\(declaration)`"
    let meaning = meanings.filter { !$0.isEmpty }.joined(separator: " ")
    if !meaning.isEmpty { words += ": \(meaning)" }
    if !source.isEmpty { words += " *source:* \(source)" }
    startList()
    text += wrapped(words, first: "- ", rest: "  ")
  }

  /// An entry one level deeper.
  mutating func item(_ declaration: String, _ meaning: String) {
    let words = "`\(declaration)`" + (meaning.isEmpty ? "" : ": \(meaning)")
    text += wrapped(words, first: "  - ", rest: "    ")
  }

  /// The cases of an enum, below its entry.
  mutating func cases(_ names: [String]) {
    let words = "Cases: " + names.map { "`\($0)`" }.joined(separator: ", ") + "."
    text += wrapped(words, first: "  ", rest: "  ")
  }

  private var isList = false

  private mutating func startList() {
    if !isList { text += "\n" }
    isList = true
  }

  /// The words in lines, broken at blanks.
  private func wrapped(_ prose: String, first: String, rest: String) -> String {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in prose.split(whereSeparator: \.isWhitespace) {
      if !isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += isEmpty ? String(word) : " \(word)"
      isEmpty = false
    }
    lines.append(line)
    return lines.joined(separator: "\n") + "\n"
  }
}
