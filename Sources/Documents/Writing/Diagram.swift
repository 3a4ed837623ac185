/// States and what leads from one to another, as a picture.
package struct Diagram: Sendable {
  /// The path of its picture below the folder of all pages, without an ending.
  package var name: String
  package var title: String
  package var states: [String]
  package var arrows: [Arrow]

  /// From one state to another, by their positions.
  package struct Arrow: Sendable {
    package var from: Int
    package var to: Int
    package var words: [String]

    package init(from: Int, to: Int, words: [String]) {
      (self.from, self.to, self.words) = (from, to, words)
    }
  }

  package init(name: String, title: String, states: [String], arrows: [Arrow]) {
    (self.name, self.title, self.states, self.arrows) = (name, title, states, arrows)
  }

  /// For Graphviz.
  package var dot: String {
    var lines = ["digraph {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for (number, state) in states.enumerated() {
      lines.append("  s\(number) [label=\"\(Self.quoted(state))\"];")
    }
    for arrow in arrows {
      let label = arrow.words.map(Self.quoted).joined(separator: "\\n")
      lines.append("  s\(arrow.from) -> s\(arrow.to) [label=\"\(label)\"];")
    }
    return (lines + ["}"]).joined(separator: "\n")
  }

  private static func quoted(_ text: String) -> String {
    text.onOneLine.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  /// For Mermaid, which code hosts show.
  package var mermaid: String {
    var lines = ["stateDiagram-v2"]
    for (number, state) in states.enumerated() {
      lines.append("  s\(number) : \(Self.entities(state))")
    }
    for arrow in arrows {
      let label = arrow.words.map(Self.entities).joined(separator: ", ")
      lines.append("  s\(arrow.from) --> s\(arrow.to) : \(label)")
    }
    return lines.joined(separator: "\n")
  }

  /// Whatever may mean something to Mermaid as the number of its character.
  private static func entities(_ text: String) -> String {
    text.onOneLine.unicodeScalars.map { scalar -> String in
      let isPlain = Character(scalar).isLetter || Character(scalar).isNumber
      return isPlain || " ,_".unicodeScalars.contains(scalar)
        ? String(scalar) : "#\(scalar.value);"
    }.joined()
  }
}
