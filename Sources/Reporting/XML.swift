/// An XML element whose attributes keep their order.
struct XML: Hashable, Sendable {
  var name: String
  var attributes: [Attribute] = []
  var children: [XML] = []
  /// The characters inside; an element has these or children.
  var text = ""

  /// A name and its value.
  struct Attribute: Hashable, Sendable {
    var name: String
    var value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The text of a file: indented, with a declaration and a line break at the end.
  func document(_ style: Style) -> String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + lines(style, indentation: 0)
  }

  private func lines(_ style: Style, indentation: Int) -> String {
    let margin = String(repeating: " ", count: indentation)
    let head =
      margin + "<" + name
      + attributes.map { " \($0.name)=\"\(Self.escaped($0.value, style, inAttribute: true))\"" }
      .joined()
    if !children.isEmpty {
      let inner = children.map { $0.lines(style, indentation: indentation + 2) }.joined()
      return head + ">\n" + inner + margin + "</\(name)>\n"
    }
    if text.isEmpty { return head + "/>\n" }
    return head + ">" + Self.escaped(text, style, inAttribute: false) + "</\(name)>\n"
  }

  /// What no character reference may stand for becomes the replacement character.
  private static func escaped(_ text: String, _ style: Style, inAttribute: Bool) -> String {
    var result = ""
    for unit in text.unicodeScalars {
      switch unit {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n" where !inAttribute: result += "\n"
      case "\t", "\n", "\r": result += "&#\(unit.value);"
      default:
        let isAllowed = unit.value >= 0x20 && unit.value != 0xFFFE && unit.value != 0xFFFF
        let shown: Unicode.Scalar = isAllowed ? unit : "\u{FFFD}"
        if shown.value > 0x7F && style.isASCII {
          result += "&#\(shown.value);"
        } else {
          result.unicodeScalars.append(shown)
        }
      }
    }
    return result
  }
}
